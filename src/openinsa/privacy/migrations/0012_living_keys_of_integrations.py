"""The sealed values of integrations and of sign-in are never left under a key that is gone, either."""

from django.db import migrations

from openinsa.privacy.living_keys import sealed_under_living_key

SEALED = {
    "api_keptanswer": "body_sealed",
    "api_subscription": "secret_sealed",
    "entrance_provider": "client_secret_sealed",
}


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0011_review_of_access_records"),
        ("api", "0002_webhooks"),
        ("entrance", "0002_apart"),
    ]
    operations = [sealed_under_living_key(table, column) for table, column in SEALED.items()]
