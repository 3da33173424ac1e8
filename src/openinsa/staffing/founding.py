"""Founding an institution: the rows without which nothing else can be done in it."""

from datetime import date

from django.db import connection, transaction

from openinsa.people.models import EmployerKind, Institution, InstitutionSetting
from openinsa.people.tenancy import within
from openinsa.privacy.sealing import make_data_key
from openinsa.rules.choices import DEFAULT_SETTINGS, word_of
from openinsa.staffing.day_codes import add_starting_codes


def found_institution(
    code: str,
    name: str,
    *,
    valid_from: date,
    accident_rate_ppm: int,
    source: str,
    employer_kind: str = EmployerKind.LOCAL_GOVERNMENT,
) -> Institution:
    """Add an institution with its key, its marks and its first settings. An operator's work, on the server.

    `source` says where the accident rate comes from. Raises IntegrityError when the code is taken.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval(pg_get_serial_sequence('people_institution', 'id'))")
            institution_id = cursor.fetchone()[0]
        with within(institution_id):
            institution = Institution.objects.create(pk=institution_id, code=code, name=name)
            make_data_key(institution_id)
            add_starting_codes(institution_id)
            InstitutionSetting.objects.create(
                institution=institution,
                valid_from=valid_from,
                employer_kind=employer_kind,
                accident_rate_ppm=accident_rate_ppm,
                choices={setting: word_of(setting, usual) for setting, usual in DEFAULT_SETTINGS.items()},
                source=source,
            )
    return institution
