from django.db import migrations, models


class Migration(migrations.Migration):
    """Another system acts as a user who has rights instead of roles."""

    dependencies = [("people", "0009_suspended_institutions")]
    operations = [
        migrations.AddField(
            "user",
            "rights",
            models.JSONField("연계 권한", null=True, blank=True, editable=False),
        ),
        migrations.AddConstraint(
            "user",
            models.CheckConstraint(
                condition=models.Q(rights__isnull=True)
                | models.Q(roles=[], institution__isnull=False, person__isnull=True),
                name="an_integration_is_nobody",
            ),
        ),
    ]
