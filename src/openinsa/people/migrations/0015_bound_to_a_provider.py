from django.db import migrations, models


class Migration(migrations.Migration):
    """A user stays who first came in over a provider under that login name."""

    dependencies = [("people", "0014_addresses_for_mail")]
    operations = [
        migrations.AddField(
            "user",
            "provider_subject",
            models.CharField(
                blank=True,
                db_default="",
                default="",
                editable=False,
                max_length=500,
                verbose_name="통합로그인 묶음",
            ),
        ),
        migrations.AddConstraint(
            "user",
            models.UniqueConstraint(
                condition=models.Q(("provider_subject", ""), _negated=True),
                fields=("provider_subject",),
                name="one_user_for_who_comes_over_a_provider",
            ),
        ),
    ]
