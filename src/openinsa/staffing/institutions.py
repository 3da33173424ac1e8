"""What an institution chose, as the rules read it."""

from openinsa.compute.tables import EMPTY, Institutions
from openinsa.people.models import InstitutionSetting
from openinsa.rules.choices import DEFAULT_SETTINGS, SETTINGS, number_of


def institution_table(setting: InstitutionSetting) -> Institutions:
    """The institution's choices as one row of numbers; what it does not name keeps its usual value."""
    named = {
        name: number_of(name, setting.choices[name]) if name in setting.choices else int(usual)
        for name, usual in DEFAULT_SETTINGS.items()
    }
    return Institutions.of(
        [
            {
                "institution": setting.institution_id,
                "employer_kind": number_of("employer_kind", setting.employer_kind),
                "employment_extra_ppm": EMPTY,
                "accident_rate_ppm": setting.accident_rate_ppm,
                "living_hourly_wage": setting.living_hourly_wage,
                **{name: named[name] for name in SETTINGS},
            }
        ]
    )
