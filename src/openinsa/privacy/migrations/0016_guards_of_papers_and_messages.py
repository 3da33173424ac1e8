from django.db import migrations

from openinsa.privacy.history import FIXED_PATHS


class Migration(migrations.Migration):
    """No temporary table deceives a trigger, whichever room made it and in whatever order the rooms were made."""

    dependencies = [
        ("privacy", "0015_key_of_a_chain"),
        ("api", "0002_webhooks"),
        ("entrance", "0005_notices_of_factors"),
        ("staffing", "0028_institutions_overview"),
        ("leave", "0008_limits_of_fiscal_years"),
        ("payroll", "0016_late_bills"),
        ("ending", "0004_interim_settlements"),
        ("retention", "0004_holds_are_waited_for"),
        ("issuing", "0004_own_forms"),
        ("agreements", "0002_limits_of_agreements"),
        ("delivery", "0003_agreement_notices"),
        ("worker", "0002_limits_of_what_workers_ask"),
    ]
    operations = [FIXED_PATHS]
