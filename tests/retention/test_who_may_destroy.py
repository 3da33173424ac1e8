"""A destruction needs two people, and the database itself lets nothing else by."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from office import Office, new_office
from openinsa.jobs.models import Job
from openinsa.people.models import User
from openinsa.people.refusals import NotAllowed, NotFound, ReasonMissing
from openinsa.people.roles import Role
from openinsa.retention.actions import (
    DestructionDecided,
    DestructionInTheFuture,
    HoldEndsBeforeToday,
    HoldOver,
    NothingToDestroy,
    ProposedByOneself,
    RequestAnswered,
    ShorterThanTheLaw,
    answer,
    approve,
    ask,
    choose_period,
    lift_hold,
    place_hold,
    propose,
    withdraw,
)
from openinsa.retention.models import Destruction, DestructionItem, RetentionChoice
from openinsa.retention.plan import PUBLIC_RECORDS, plan
from openinsa.retention.queries import due_on, periods
from openinsa.staffing.models import ImportFile
from retention.keeping import upload, worked_off

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return new_office()


def proposed(office: Office) -> Destruction:
    upload(office)
    return propose(office.hr_officer, on_day=timezone.localdate())


def test_what_one_person_proposes_another_approves_and_the_job_destroys(office: Office) -> None:
    kept = upload(office, days_ago=10)
    one = proposed(office)
    with pytest.raises(ProposedByOneself):
        approve(office.hr_officer, one.pk)
    approve(office.user(Role.HR_OFFICER), one.pk)
    with pytest.raises(DestructionDecided):
        approve(office.auditor, one.pk)
    done = worked_off(office, one)
    office.enter()
    assert list(ImportFile.objects.all()) == [kept]
    assert (done.state, done.number, done.written_number) == ("done", 1, f"{done.year}-001")
    assert Job.objects.get(pk=done.job_id).result == {"destroyed": 1, "kept": 0, "rows": 1}


@pytest.mark.parametrize(
    "role", [Role.PROJECT_CLERK, Role.PAYROLL_OFFICER, Role.DEPARTMENT_HEAD, Role.WORKER]
)
def test_neither_clerks_nor_payroll_nor_heads_propose_or_approve(office: Office, role: Role) -> None:
    one = proposed(office)
    other = office.user(role)
    with pytest.raises(NotAllowed):
        propose(other, on_day=timezone.localdate())
    with pytest.raises(NotAllowed):
        approve(other, one.pk)
    with pytest.raises(NotAllowed):
        place_hold(other, cause="audit", reason="감사")


def test_the_auditor_approves_but_proposes_nothing(office: Office) -> None:
    with pytest.raises(NotAllowed):
        propose(office.auditor, on_day=timezone.localdate())


def test_nothing_is_proposed_for_a_day_to_come_or_without_anything_due(office: Office) -> None:
    with pytest.raises(DestructionInTheFuture):
        propose(office.hr_officer, on_day=timezone.localdate() + timedelta(days=1))
    with pytest.raises(NothingToDestroy):
        propose(office.hr_officer, on_day=timezone.localdate())
    upload(office, days_ago=10)
    with pytest.raises(NothingToDestroy):
        propose(office.hr_officer, on_day=timezone.localdate(), kinds=["uploads"])


def test_a_withdrawn_proposal_is_neither_approved_nor_carried_out(office: Office) -> None:
    one = proposed(office)
    with pytest.raises(ReasonMissing):
        withdraw(office.hr_officer, one.pk, reason=" ")
    withdraw(office.auditor, one.pk, reason="감사 중")
    with pytest.raises(DestructionDecided):
        approve(office.auditor, one.pk)
    assert refused(one.pk) == "destruction_is_approved"
    assert ImportFile.objects.count() == 1


def refused(which: int) -> str | None:
    """The constraint by which the database refuses to destroy."""
    with pytest.raises(DatabaseError) as told, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT openinsa_destroy(%s, 10)", [which])
    return told.value.__cause__.diag.constraint_name


def test_the_database_destroys_nothing_that_nobody_else_approved(office: Office) -> None:
    one = proposed(office)
    assert refused(one.pk) == "destruction_is_approved"
    with pytest.raises(DatabaseError), transaction.atomic():
        Destruction.objects.filter(pk=one.pk).update(
            state="approved", confirmed_by=office.hr_officer, confirmed_at=timezone.now()
        )
    assert ImportFile.objects.count() == 1


def test_an_item_that_is_not_due_is_left_even_if_somebody_wrote_it_in(office: Office) -> None:
    fresh = upload(office, days_ago=3)
    one = proposed(office)
    shared = {"institution": office.institution, "destruction": one}
    DestructionItem.objects.create(**shared, kind="uploads", subject_id=fresh.pk)
    approve(office.auditor, one.pk)
    worked_off(office, one)
    office.enter()
    assert list(ImportFile.objects.all()) == [fresh]
    assert DestructionItem.objects.get(subject_id=fresh.pk).outcome == DestructionItem.Outcome.LEFT


@pytest.mark.parametrize("table", ["privacy_changerecord", "privacy_accessrecord"])
def test_the_web_role_opens_no_guard_by_naming_a_destruction(office: Office, table: str) -> None:
    proposed(office)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('openinsa.destroying', '1', true)")
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            cursor.execute(f"DELETE FROM {table}")


def test_a_finished_destruction_and_its_certificate_stay_as_they_are(office: Office) -> None:
    one = proposed(office)
    approve(office.auditor, one.pk)
    worked_off(office, one)
    office.enter()
    for change in (lambda row: row.update(certificate={}), lambda row: row.delete()):
        with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
            change(Destruction.objects.filter(pk=one.pk))


def test_a_period_is_lengthened_but_never_below_the_law(office: Office) -> None:
    with pytest.raises(ShorterThanTheLaw):
        choose_period(office.hr_officer, "wages", years=4, source="내부 기준")
    choose_period(office.hr_officer, "wages", years=10, source="기록관리기준표")
    choose_period(office.hr_officer, "uploads", years=0, days=90, source="내부 기준")
    with pytest.raises(NotFound):
        choose_period(office.hr_officer, "nothing", years=4, source="내부 기준")
    upload(office)
    assert due_on(timezone.localdate()) == []
    assert {one.kind.name: one.years for one in periods()}["wages"] == 10


def test_what_the_database_reckons_is_never_shorter_than_the_law_whatever_was_chosen(office: Office) -> None:
    RetentionChoice.objects.create(
        institution=office.institution, kind="wages", years=0, source="시험", set_by=office.hr_officer
    )
    assert {one.kind.name: one.years for one in periods()}["wages"] == 5


def test_the_public_records_rule_lengthens_every_labour_paper_at_once(office: Office) -> None:
    choose_period(office.hr_officer, PUBLIC_RECORDS, years=10, source="공공기록물 기록관리기준표")
    years = {one.kind.name: one.years for one in periods()}
    records = {name for name, kind in plan().kinds.items() if kind.records}
    assert {years[name] for name in records} == {10}
    assert years["numbers"] == 5


def test_a_hold_is_lifted_once_and_says_why(office: Office) -> None:
    upload(office)
    with pytest.raises(HoldEndsBeforeToday):
        place_hold(
            office.auditor, cause="audit", reason="감사", until=timezone.localdate() - timedelta(days=1)
        )
    with pytest.raises(ReasonMissing):
        place_hold(office.auditor, cause="audit", reason="")
    with pytest.raises(NotFound):
        place_hold(office.auditor, cause="audit", reason="감사", person_id=0)
    hold = place_hold(office.auditor, cause="audit", reason="감사원 감사")
    assert [one.held for one in due_on(timezone.localdate())] == [True]
    with pytest.raises(NothingToDestroy):
        propose(office.hr_officer, on_day=timezone.localdate())
    lift_hold(office.hr_officer, hold.pk, reason="감사 끝남")
    with pytest.raises(HoldOver):
        lift_hold(office.hr_officer, hold.pk, reason="다시")
    assert [one.held for one in due_on(timezone.localdate())] == [False]


def test_a_hold_with_an_end_holds_until_then_also_in_a_simulation(office: Office) -> None:
    upload(office)
    until = timezone.localdate() + timedelta(days=30)
    place_hold(office.auditor, cause="audit", reason="감사", until=until)
    assert [one.held for one in due_on(until)] == [True]
    assert [one.held for one in due_on(until + timedelta(days=1))] == [False]


def test_a_demand_of_a_worker_is_due_in_ten_days_and_answered_once(office: Office) -> None:
    worker = office.user(Role.WORKER, person=office.employ().person)
    with pytest.raises(NotAllowed):
        ask(office.clerk, kind="deletion", text="지워 주세요")
    with pytest.raises(NotAllowed):
        ask(office.user(Role.WORKER), kind="deletion", text="지워 주세요")
    row = ask(worker, kind="correction", text="주소가 바뀌었습니다")
    assert row.due_on == timezone.localdate() + timedelta(days=10)
    with pytest.raises(ReasonMissing):
        answer(office.hr_officer, row.pk, state="done", text="")
    answer(office.hr_officer, row.pk, state="done", text="고쳤습니다")
    with pytest.raises(RequestAnswered):
        answer(office.hr_officer, row.pk, state="refused", text="법이 정한 기간입니다")


def test_numbers_of_certificates_run_on_within_an_institution_and_a_year(office: Office) -> None:
    numbers = []
    for _round in range(2):
        one = proposed(office)
        approve(office.auditor, one.pk)
        numbers.append(worked_off(office, one).number)
        office.enter()
    other = new_office("나래시")
    one = proposed(other)
    approve(other.auditor, one.pk)
    numbers.append(worked_off(other, one).number)
    assert numbers == [1, 2, 1]
    assert User.objects.count()
