"""Papers, messages, what workers tell, mail addresses: no value of theirs is left under a key that is gone."""

from django.db import migrations
from django.db.migrations.operations import RunSQL

from openinsa.privacy.living_keys import sealed_under_living_key

BEFORE = ("resident_number_sealed", "phone_sealed", "account_sealed", "address_sealed")
SEALED = {
    "people_person": (*BEFORE, "email_sealed"),
    "entrance_onetimecode": ("told_sealed",),
    "issuing_issuingsetting": ("seal_sealed",),
    "issuing_signingkey": ("key_file_sealed", "password_sealed"),
    "issuing_issuedpaper": ("content_sealed", "file_sealed"),
    "delivery_mailsetting": ("password_word_sealed",),
    "delivery_message": ("address_sealed", "text_sealed", "file_sealed"),
    "worker_leaverequest": ("words_sealed",),
    "worker_dayreport": ("note_sealed", "photo_sealed"),
}
OF_PEOPLE = sealed_under_living_key("people_person", *BEFORE)


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0013_guards_look_at_real_tables"),
        ("people", "0014_addresses_for_mail"),
        ("entrance", "0004_codes_apart"),
        ("issuing", "0002_papers_stay"),
        ("delivery", "0002_limits_of_delivery"),
        ("worker", "0002_limits_of_what_workers_ask"),
    ]
    operations = [
        RunSQL(OF_PEOPLE.reverse_sql, OF_PEOPLE.sql),
        *(sealed_under_living_key(table, *columns) for table, columns in SEALED.items()),
    ]
