"""Founding an institution: the rows without which nothing else can be done in it."""

from datetime import date

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from openinsa.people.acting import action
from openinsa.people.actions import UserExists
from openinsa.people.institutions import record_institution
from openinsa.people.models import EmployerKind, Institution, InstitutionRecord, InstitutionSetting, User
from openinsa.people.refusals import Refused
from openinsa.people.roles import Role
from openinsa.people.tenancy import within
from openinsa.privacy.sealing import make_data_key
from openinsa.rules.choices import DEFAULT_SETTINGS, word_of
from openinsa.staffing.day_codes import add_starting_codes

FIRST_DAY = date(2021, 1, 1)


class InstitutionExists(Refused):
    sentence = _("기관코드 '%(code)s'은(는) 이미 쓰이고 있습니다. 다른 코드를 써 주세요.")


@action(permission="institutions.manage")
def found_with_officer(
    by: User, code: str, name: str, *, login: str, accident_rate_ppm: int, source: str
) -> User:
    """Found an institution with its first HR officer, who has no password yet. Returns the officer.

    Raises InstitutionExists, UserExists.
    """
    institution = _founded(code, name, accident_rate_ppm, source)
    try:
        with within(institution.pk, by.pk):
            officer = User.objects.create_user(
                login, institution=institution, name=f"{name} 인사담당", roles=[Role.HR_OFFICER]
            )
    except IntegrityError as broken:
        raise UserExists(username=login) from broken
    record_institution(by, InstitutionRecord.Verb.FOUNDED, institution)
    return officer


def _founded(code: str, name: str, accident_rate_ppm: int, source: str) -> Institution:
    try:
        return found_institution(
            code, name, valid_from=FIRST_DAY, accident_rate_ppm=accident_rate_ppm, source=source
        )
    except IntegrityError as broken:
        raise InstitutionExists(code=code) from broken


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
