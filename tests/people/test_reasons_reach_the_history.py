"""What somebody typed as a reason stands beside every row that changed for it, not beside the verb alone."""

from datetime import date

import pytest
from django.db.models import F

from office import JUNE, new_office
from openinsa.payroll.actions.runs import pay_runs, prepare_runs
from openinsa.payroll.computing import compute_runs
from openinsa.people.acting import action
from openinsa.people.models import User
from openinsa.people.refusals import Refused
from openinsa.privacy.models import ChangeRecord
from openinsa.staffing.actions.approvals import drop_approval, record_approval
from openinsa.staffing.actions.months import approve_month, fill_month, send_back_month, submit_month
from openinsa.staffing.models import Project

pytestmark = pytest.mark.django_db


def test_the_reason_of_a_month_sent_back_stands_on_its_row_and_on_the_verb() -> None:
    office = new_office()
    office.employ()
    month = office.month(JUNE)
    fill_month(office.clerk, month.pk)
    submit_month(office.clerk, month.pk)
    approve_month(office.head, month.pk)
    send_back_month(office.head, month.pk, reason="출근부와 다름")
    records = ChangeRecord.objects.filter(table_name="staffing_projectmonth", reason="출근부와 다름")
    assert {one.verb for one in records} == {"update", "month_sent_back"}


def test_a_reason_given_by_its_place_counts_like_one_given_by_name() -> None:
    @action(permission="staffing.see", record="project_changed")
    def rename(by: User, project: Project, reason: str) -> Project:
        project.name = "새 이름"
        project.save(update_fields=["name"])
        return project

    office = new_office()
    rename(office.hr_officer, office.project, "조직 개편")
    told = ChangeRecord.objects.filter(table_name="staffing_project", row_id=office.project.pk)
    assert {one.verb for one in told.filter(reason="조직 개편")} == {"update", "project_changed"}


def test_a_reason_ends_with_its_action_and_an_inner_action_keeps_the_outer_one() -> None:
    office = new_office()

    @action(permission="staffing.see", record="project_changed")
    def inner(by: User, project: Project) -> Project:
        Project.objects.filter(pk=project.pk).update(budget=F("budget") + 1)
        return project

    @action(permission="staffing.see")
    def outer(by: User, project: Project, *, reason: str) -> None:
        inner(by, project)

    outer(office.hr_officer, office.project, reason="추경")
    inner(office.hr_officer, office.project)
    told = ChangeRecord.objects.filter(table_name="staffing_project", verb="update").order_by("pk")
    assert [one.reason for one in told] == ["추경", ""]


def test_a_refused_action_leaves_no_reason_behind() -> None:
    office = new_office()

    @action(permission="staffing.see")
    def refusing(by: User, *, reason: str) -> None:
        raise Refused()

    with pytest.raises(Refused):
        refusing(office.hr_officer, reason="헛걸음")
    Project.objects.filter(pk=office.project.pk).update(budget=5)
    assert not ChangeRecord.objects.filter(reason="헛걸음").exists()


def test_an_action_on_several_rows_is_told_on_each_of_them() -> None:
    office = new_office()
    rows = [office.new_project("가"), office.new_project("나")]

    @action(permission="staffing.see", record="project_changed")
    def touch(by: User) -> list[Project]:
        return rows

    touch(office.hr_officer)
    told = ChangeRecord.objects.filter(verb="project_changed", table_name="staffing_project")
    assert {one.row_id for one in told} == {one.pk for one in rows}


def test_what_was_dropped_keeps_the_reason_why() -> None:
    office = new_office()
    kept = record_approval(
        office.hr_officer,
        office.project.pk,
        kind="emergency",
        valid_from=date(2026, 6, 1),
        valid_to=date(2026, 6, 30),
        dated_on=date(2026, 6, 1),
        document="인가서",
    )
    number = kept.pk
    drop_approval(office.hr_officer, number, reason="잘못 적음")
    gone = ChangeRecord.objects.get(table_name="staffing_approval", row_id=number, verb="delete")
    assert gone.reason == "잘못 적음"


def test_a_paid_run_and_its_locked_month_say_who_paid_and_locked() -> None:
    office = new_office()
    office.employ()
    month = office.month(JUNE)
    fill_month(office.clerk, month.pk)
    submit_month(office.clerk, month.pk)
    approve_month(office.head, month.pk)
    run = prepare_runs(office.payroll_officer, JUNE)[0]
    compute_runs([run.pk], office.payroll_officer.pk)
    pay_runs(office.payroll_officer, [run.pk])
    told = {(one.table_name, one.row_id) for one in ChangeRecord.objects.filter(verb="run_paid")}
    assert told == {("payroll_payrun", run.pk)}
    locked = ChangeRecord.objects.filter(verb="month_locked", row_id=month.pk)
    assert locked.get().actor_id == office.payroll_officer.pk
