"""Staff who left lose their names too, records of rights stay their years, and a hold in the making holds."""

from datetime import timedelta

import psycopg
import pytest
from django.db import OperationalError, connection
from django.utils import timezone

import databases
from office import Office, new_office
from openinsa.people.models import Person, User
from openinsa.people.roles import Role
from openinsa.people.tenancy import within
from openinsa.privacy.models import ChangeRecord
from openinsa.retention.actions import ShorterThanTheLaw, approve, choose_period, propose
from openinsa.retention.models import Destruction, DestructionItem, RetentionChoice
from openinsa.retention.queries import due_on
from openinsa.staffing.models import Contract
from retention.keeping import LONG_AGO, age, carried_out, superuser, two_offices, worked_off

HOLD = """
    INSERT INTO retention_hold (institution_id, cause, grounds, placed_by_id, placed_at, lift_reason)
    VALUES (%s, 'audit', '감사', %s, now(), '')
"""


def approved(office: Office, *kinds: str) -> Destruction:
    with within(office.institution.pk):
        one = propose(office.hr_officer, on_day=timezone.localdate(), kinds=kinds)
        return approve(office.auditor, one.pk)


def destroyed_at_once(office: Office, one: Destruction) -> None:
    with within(office.institution.pk), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '100ms'")
        cursor.execute("SELECT openinsa_destroy(%s, 500)", [one.pk])


def outcomes(office: Office, one: Destruction) -> set[str]:
    with within(office.institution.pk):
        return set(one.items.values_list("outcome", flat=True))


def test_a_hold_that_is_just_being_placed_keeps_what_it_names(fresh_database: str) -> None:
    ours, _theirs = two_offices()
    age(contracts(ours)[:1])
    one = approved(ours)
    name = connection.settings_dict["NAME"]
    with psycopg.connect(host=databases.socket(), user="postgres", dbname=name) as auditor:
        auditor.execute(HOLD, [ours.institution.pk, ours.auditor.pk])
        with pytest.raises(OperationalError, match="lock timeout"):
            destroyed_at_once(ours, one)
    worked_off(ours, one)
    assert outcomes(ours, one) == {DestructionItem.Outcome.HELD}


def contracts(office: Office) -> list[Contract]:
    with within(office.institution.pk):
        return list(Contract.objects.order_by("pk").select_related("person"))


@pytest.mark.django_db
def test_the_record_of_granted_rights_cannot_be_destroyed_within_three_years() -> None:
    office = new_office()
    assert ChangeRecord.objects.exists()
    with pytest.raises(ShorterThanTheLaw):
        choose_period(office.hr_officer, "changes", years=0, days=1, source="내부 기준")
    RetentionChoice.objects.create(
        institution=office.institution, kind="changes", source="시험", set_by=office.hr_officer
    )
    assert due_on(timezone.localdate() + timedelta(days=1_000), ["changes"]) == []
    assert len(due_on(timezone.localdate() + timedelta(days=1_100), ["changes"])) == 1


def years_pass() -> None:
    back = f"interval '{LONG_AGO} years'"
    with superuser() as cursor:
        cursor.execute(f"UPDATE privacy_changerecord SET at = at - {back}")
        cursor.execute(f"UPDATE people_user SET joined_at = joined_at - {back}, valid_to = valid_to - {back}")


def test_the_login_of_staff_who_left_loses_its_name_when_the_history_of_its_deeds_has_ended(
    fresh_database: str,
) -> None:
    ours, theirs = two_offices()
    with within(ours.institution.pk):
        switched_off = ours.user(Role.PROJECT_CLERK)
        left = ours.user(Role.HR_OFFICER)
        User.objects.filter(pk=switched_off.pk).update(is_active=False)
        User.objects.filter(pk=left.pk).update(valid_to=timezone.localdate() - timedelta(days=1))
        due = due_on(timezone.localdate() + timedelta(days=365 * 4), ["staff_logins"])
        assert due == []
    with within(theirs.institution.pk):
        User.objects.update(is_active=False)
    years_pass()
    with within(ours.institution.pk):
        stay = list(User.objects.exclude(pk__in=[switched_off.pk, left.pk]).order_by("pk").values())
    carried_out(ours, "staff_logins")
    with within(ours.institution.pk):
        gone = User.objects.filter(pk__in=[switched_off.pk, left.pk])
        assert {(one.name, one.email, one.is_active) for one in gone} == {("", "", False)}
        assert {one.username for one in gone} == {f"destroyed-{one.pk}" for one in gone}
        lines = ChangeRecord.objects.filter(table_name="people_user", row_id=left.pk)
        assert not lines.filter(after__has_key="name").exists()
        assert lines.filter(after__has_key="roles").exists()
        assert list(User.objects.exclude(pk__in=gone).order_by("pk").values()) == stay
        assert due_on(timezone.localdate(), ["staff_logins"]) == []
    with within(theirs.institution.pk):
        assert not User.objects.filter(name="").exists()


def test_a_worker_who_was_staff_as_well_is_not_kept_for_ever_by_the_empty_login(fresh_database: str) -> None:
    ours, _theirs = two_offices()
    first = contracts(ours)[0]
    with within(ours.institution.pk):
        login = ours.user(Role.PROJECT_CLERK, person=first.person)
        User.objects.filter(pk=login.pk).update(roles=[])  # what comes of staff roles after the last day
    age([first])
    carried_out(ours)
    with within(ours.institution.pk):
        assert not Person.objects.filter(pk=first.person_id).exists()
        assert User.objects.get(pk=login.pk).name == ""
