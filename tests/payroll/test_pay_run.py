"""The pay run: the same slips whatever the order, subset or repetition, and locked once paid."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from office import JUNE, LIVING_WAGE_DAY, Office, new_office
from openinsa.jobs.work import Progress
from openinsa.payroll.actions.runs import (
    MonthNotApproved,
    NothingToRun,
    RunAlreadyPaid,
    RunHasFaults,
    RunNotComputed,
    pay_runs,
    prepare_runs,
    run_month,
    send_back_run,
)
from openinsa.payroll.checks import findings, months_not_approved
from openinsa.payroll.computing import chunks_of, compute_runs, groups_sharing_people, perform_pay_run
from openinsa.payroll.models import MonthInputs, PayRun, Payslip, PayslipLine, RunFault
from openinsa.payroll.scope import slips_of
from openinsa.people.models import Person
from openinsa.people.refusals import NotAllowed, NotFound
from openinsa.people.roles import Role
from openinsa.staffing.actions.contracts import change_contract
from openinsa.staffing.actions.months import (
    MonthAlreadyPaid,
    approve_month,
    fill_month,
    send_back_month,
    submit_month,
)
from openinsa.staffing.models import Contract, Day, Project, ProjectMonth
from statements import counted_statements

pytestmark = pytest.mark.django_db
STATEMENTS_OF_A_CHUNK = 32
APRIL = date(2026, 4, 1)


@pytest.fixture
def office() -> Office:
    return new_office()


def approve(office: Office, month: date = JUNE, project: Project | None = None) -> ProjectMonth:
    one = office.month(month, project)
    fill_month(office.clerk, one.pk)
    submit_month(office.clerk, one.pk)
    return approve_month(office.head, one.pk)


def run(office: Office, month: date = JUNE, projects: list[int] | None = None) -> list[PayRun]:
    """Run a month as the job does and give back its runs."""
    runs = prepare_runs(office.payroll_officer, month, projects)
    for chunk in chunks_of(runs):
        compute_runs(chunk, office.payroll_officer.pk)
    return list(PayRun.objects.filter(pk__in=[one.pk for one in runs]))


def content(contracts: list[int] | None = None) -> dict[int, tuple[Any, ...]]:
    """What the slips say, by contract, without ids and times."""
    slips = Payslip.objects.all() if contracts is None else Payslip.objects.filter(contract__in=contracts)
    return {
        slip.contract_id: (
            slip.gross,
            slip.net,
            slip.facts,
            list(slip.lines.values_list("code", "amount", "words_ko")),
        )
        for slip in slips
    }


def test_an_ordinary_june_pays_every_working_day_and_its_paid_holidays(office: Office) -> None:
    office.employ()
    approve(office)
    run(office)
    slip = Payslip.objects.get()
    lines = dict(slip.lines.filter(side="earning").values_list("code", "amount"))
    assert lines["base"] == 21 * LIVING_WAGE_DAY
    assert lines["public_holiday"] == LIVING_WAGE_DAY
    assert lines["weekly_holiday"] == 4 * LIVING_WAGE_DAY
    assert slip.gross == sum(lines.values())


def test_the_same_month_is_kept_as_the_same_bytes_however_its_rows_lie_in_the_database(
    office: Office,
) -> None:
    for n in range(3):
        office.employ(f"근로자{n}")
    approve(office)

    def kept() -> bytes:
        (one,) = run(office)
        return bytes(MonthInputs.objects.get(runs=one).tables)

    before = kept()
    rewrite = "UPDATE staffing_day SET mark = mark WHERE id = %s"
    backwards = list(Day.objects.order_by("-pk").values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.executemany(rewrite, [[pk] for pk in backwards])
        cursor.execute("SET LOCAL enable_indexscan = off")
    assert kept() == before


def test_shown_lines_add_up_to_the_shown_totals(office: Office) -> None:
    for n in range(5):
        office.employ(f"근로자{n}", rate=LIVING_WAGE_DAY + n * 777)
    approve(office)
    (one,) = run(office)
    for slip in Payslip.objects.all():
        sides = {
            side: sum(slip.lines.filter(side=side).values_list("amount", flat=True))
            for side in ("earning", "deduction", "employer")
        }
        assert (slip.gross, slip.deductions, slip.employer_total) == tuple(sides.values())
        assert slip.net == slip.gross - slip.deductions
    assert one.gross == sum(Payslip.objects.values_list("gross", flat=True))
    assert (one.people, one.state) == (5, "computed")


def test_every_line_says_amount_words_article_and_the_runs_rule_book(office: Office) -> None:
    office.employ()
    approve(office)
    (one,) = run(office)
    assert one.rule_book_version
    for line in PayslipLine.objects.all():
        assert line.label_ko, line.code
        assert line.label_en, line.code
        assert line.words_ko.endswith(f"{line.amount:,}원"), line.words_ko
        assert line.words_en.endswith(f"{line.amount:,} won"), line.words_en
        assert line.law, line.code


def test_a_joiner_first_in_the_batch_leaves_everyone_elses_pay_untouched(office: Office) -> None:
    whole = office.employ("전월 근무자")
    joiner = office.employ("중도 입사자", starts_on=date(2026, 6, 22))
    approve(office)
    run(office)
    assert content()[whole.pk][0] == 26 * LIVING_WAGE_DAY
    assert content()[joiner.pk][0] < content()[whole.pk][0]


def test_running_again_gives_the_same_slips(office: Office) -> None:
    for n in range(4):
        office.employ(f"근로자{n}", rate=LIVING_WAGE_DAY + n)
    approve(office)
    run(office)
    first = content()
    run(office)
    assert content() == first
    assert Payslip.objects.count() == 4


def test_a_project_alone_is_paid_as_in_the_whole_institutions_run(office: Office) -> None:
    mine = office.employ("혼자")
    other = office.new_project("다른 사업")
    office.employ("남", project="다른 사업")
    approve(office)
    approve(office, project=other)
    run(office)
    together = content([mine.pk])
    run(office, projects=[office.project.pk])
    assert content([mine.pk]) == together


def test_one_persons_fault_does_not_stop_the_others_and_is_listed_by_name(office: Office) -> None:
    old = office.employ("옛 계약")
    well = office.employ("새 계약")
    Contract.objects.filter(pk=old.pk).update(starts_on=date(2019, 1, 1))
    old.versions.all().delete()
    approve_without_plan(office)
    (one,) = run(office)
    assert list(content()) == [well.pk]
    fault = RunFault.objects.get()
    assert fault.contract_id == old.pk
    assert fault.message_ko
    assert fault.message_en
    with pytest.raises(RunHasFaults, match="1명"):
        pay_runs(office.payroll_officer, [one.pk])


def approve_without_plan(office: Office) -> None:
    """Approve a month in which somebody has no terms, as older data may have it."""
    one = office.month(JUNE)
    fill_month(office.clerk, one.pk)
    ProjectMonth.objects.filter(pk=one.pk).update(state="approved")


def test_the_same_month_cannot_run_twice_once_it_is_paid(office: Office) -> None:
    office.employ()
    approve(office)
    (one,) = run(office)
    pay_runs(office.payroll_officer, [one.pk])
    with pytest.raises(RunAlreadyPaid):
        prepare_runs(office.payroll_officer, JUNE, [office.project.pk])
    with pytest.raises(IntegrityError, match="one_regular_run_per_project_and_month"), transaction.atomic():
        PayRun.objects.create(
            institution=office.institution, project=office.project, month=JUNE, pay_date=JUNE
        )


def test_a_paid_month_is_locked_everywhere(office: Office) -> None:
    office.employ()
    month = approve(office)
    (one,) = run(office)
    pay_runs(office.payroll_officer, [one.pk])
    with pytest.raises(MonthAlreadyPaid, match="공원 환경정비"):
        send_back_month(office.head, month.pk, reason="다시")
    with pytest.raises(RunAlreadyPaid):
        send_back_run(office.payroll_officer, one.pk, reason="다시")
    with pytest.raises(IntegrityError, match="stay as they are"), transaction.atomic():
        Payslip.objects.update(facts={})


def test_a_line_without_its_slip_is_refused_by_the_database(office: Office) -> None:
    office.employ()
    approve(office)
    run(office)
    line = PayslipLine.objects.first()
    assert line is not None
    line.pk, line.slip_id = None, 987_654
    with pytest.raises(IntegrityError, match="a line belongs to a slip"), transaction.atomic():
        line.save(force_insert=True)


def test_lines_go_with_their_slips(office: Office) -> None:
    office.employ()
    approve(office)
    run(office)
    assert PayslipLine.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM payroll_payslip")
    assert not PayslipLine.objects.exists()


def test_only_an_approved_month_runs(office: Office) -> None:
    office.employ()
    office.month()
    with pytest.raises(NothingToRun):
        run_month(office.payroll_officer, JUNE)
    with pytest.raises(MonthNotApproved):
        run_month(office.payroll_officer, JUNE, [office.project.pk])
    with pytest.raises(NotFound):
        run_month(office.payroll_officer, JUNE, [office.project.pk, 987654])
    assert [one.project for one in months_not_approved(JUNE)] == [office.project]


def test_a_run_that_was_not_computed_cannot_be_paid(office: Office) -> None:
    office.employ()
    approve(office)
    (one,) = prepare_runs(office.payroll_officer, JUNE)
    with pytest.raises(RunNotComputed):
        pay_runs(office.payroll_officer, [one.pk])


def test_a_clerk_neither_runs_nor_pays(office: Office) -> None:
    with pytest.raises(NotAllowed):
        run_month(office.clerk, JUNE)
    with pytest.raises(NotAllowed):
        pay_runs(office.clerk, [1])


def test_a_run_sent_back_drops_its_slips_and_opens_the_month(office: Office) -> None:
    office.employ()
    approve(office)
    (one,) = run(office)
    send_back_run(office.payroll_officer, one.pk, reason="6월 2일 다시 확인")
    assert not Payslip.objects.exists()
    assert office.month().sent_back_reason == "6월 2일 다시 확인"


def test_a_month_without_a_working_day_gives_an_empty_slip_and_is_pointed_out(office: Office) -> None:
    contract = office.employ()
    approve_all_absent(office, contract)
    (one,) = run(office, APRIL)
    assert Payslip.objects.get().gross == 0
    assert "not_above_zero" in {finding.check for finding in findings([one])}


def approve_all_absent(office: Office, contract: Contract) -> None:
    one = office.month(APRIL)
    fill_month(office.clerk, one.pk)
    Day.objects.filter(contract=contract, code="work").update(
        code="absence", mark="결", starts=None, ends=None, breaks=[]
    )
    ProjectMonth.objects.filter(pk=one.pk).update(state="approved")


def test_a_contract_changed_inside_the_month_is_paid_by_its_versions(office: Office) -> None:
    contract = office.employ(rate=90_000)
    change_contract(office.hr_officer, contract.pk, date(2026, 6, 16), {"rate": 100_000})
    approve(office)
    run(office)
    base = PayslipLine.objects.get(code="base").amount
    assert base == 10 * 90_000 + 11 * 100_000


def test_checks_bring_up_missing_accounts_and_jumps_against_last_month(office: Office) -> None:
    office.employ("계좌 없음", account="")
    office.employ("오른 사람")
    approve(office, date(2026, 5, 1))
    run(office, date(2026, 5, 1))
    change_contract(
        office.hr_officer, Contract.objects.get(person__name="오른 사람").pk, JUNE, {"rate": 200_000}
    )
    approve(office)
    runs = run(office)
    found = {(finding.check, finding.name) for finding in findings(runs)}
    assert ("no_account", "계좌 없음") in found
    assert ("jump", "오른 사람") in found
    assert ("jump", "계좌 없음") not in found


def test_checks_point_out_weeks_beyond_the_hours_that_the_law_allows(office: Office) -> None:
    everybody = office.employ("긴 주")
    part_timer = office.employ("단시간", daily_scheduled_minutes=240)
    work(office, everybody, {8 + n: 11 for n in range(5)})
    work(office, part_timer, {8 + n: 7 for n in range(5)})
    approve(office)
    found = {(finding.check, finding.name, finding.detail) for finding in findings(run(office))}
    assert ("weekly_limit_12", "긴 주", "연장근로 15:00") in found
    assert ("part_time_limit_12", "단시간", "연장근로 15:00") in found


def test_checks_name_the_days_of_who_works_too_long_in_two_projects_together(office: Office) -> None:
    other = office.new_project("하천 정비")
    usual: dict[str, Any] = {"name": "두 곳", "resident_number": "850412-1999999"}
    morning = office.employ(**usual, daily_scheduled_minutes=240)
    evening = office.employ(**usual, project=other.name, daily_scheduled_minutes=240)
    work(office, morning, {9: 5, 10: 4})
    work(office, evening, {9: 4, 10: 4})
    for project in (None, other):
        approve(office, project=project)
    found = [finding for finding in findings(run(office)) if finding.check == "two_projects"]
    assert [(finding.name, finding.detail) for finding in found] == [("두 곳", "06-09")]


def work(office: Office, contract: Contract, hours: dict[int, int]) -> None:
    """Whole hours on days of June from nine on, without a break."""
    Day.objects.bulk_create(
        Day(
            institution=office.institution,
            contract=contract,
            date=date(2026, 6, day),
            mark=str(worked),
            code="work",
            starts=540,
            ends=540 + 60 * worked,
        )
        for day, worked in hours.items()
    )


def test_a_worker_sees_the_own_paid_slip_and_nobody_elses(office: Office) -> None:
    mine, _other = office.employ("나"), office.employ("남")
    worker = office.user(Role.WORKER, person=mine.person)
    approve(office)
    (one,) = run(office)
    assert not slips_of(worker).exists()
    pay_runs(office.payroll_officer, [one.pk])
    assert [slip.contract_id for slip in slips_of(worker)] == [mine.pk]


def test_one_person_in_two_projects_pays_premiums_once(office: Office) -> None:
    office.new_project("저녁 사업")
    number = "700101-1234567"
    first = office.employ("두 사업", resident_number=number, daily_scheduled_minutes=240)
    second = office.employ(
        "두 사업", resident_number=number, project="저녁 사업", daily_scheduled_minutes=240
    )
    for project in Project.objects.all():
        approve(office, project=project)
    run(office)
    premiums = PayslipLine.objects.filter(code="pension", slip__contract__in=[first.pk, second.pk])
    assert premiums.count() == 1
    assert Person.objects.filter(name="두 사업").count() == 1


def test_projects_that_share_a_person_stay_in_one_chunk() -> None:
    groups = list(groups_sharing_people([1, 2, 3, 4, 5], [(1, 70), (3, 70), (3, 80), (5, 80)]))
    assert sorted(map(sorted, groups)) == [[1, 3, 5], [2], [4]]


def test_the_job_computes_all_runs_and_tells_the_numbers(office: Office) -> None:
    office.employ()
    approve(office)
    runs = prepare_runs(office.payroll_officer, JUNE)
    job = run_month(office.payroll_officer, JUNE)
    progress = Progress(job.pk, office.institution.pk, office.payroll_officer.pk)
    result = perform_pay_run(progress, job.arguments)
    assert result == {"runs": len(runs), "people": 1, "faults": 0}


@pytest.mark.parametrize("people", [2, 30])
def test_a_pay_run_takes_the_same_number_of_statements_for_any_number_of_people(
    office: Office, people: int
) -> None:
    for n in range(people):
        office.employ(f"근로자{n}")
    approve(office)
    runs = prepare_runs(office.payroll_officer, JUNE)
    with counted_statements() as sent:
        compute_runs([one.pk for one in runs], office.payroll_officer.pk)
    assert Payslip.objects.count() == people
    assert len(sent) == STATEMENTS_OF_A_CHUNK, "\n".join(sent)


def test_a_contract_renewed_without_a_day_between_is_one_employment_and_one_slip(office: Office) -> None:
    number = "700101-1234568"
    office.employ("재계약", resident_number=number, ends_on=date(2026, 6, 16))
    second = office.employ("재계약", resident_number=number, starts_on=date(2026, 6, 17))
    office.employ("계속 근무")
    approve(office)
    run(office)
    renewed = Payslip.objects.get(person__name="재계약")
    steady = Payslip.objects.get(person__name="계속 근무")
    assert renewed.contract_id == second.pk
    assert (renewed.gross, renewed.net) == (steady.gross, steady.net)


def test_a_contract_renewed_on_the_first_keeps_the_weekly_holiday_of_the_week_that_spans_both(
    office: Office,
) -> None:
    number, july = "700101-1234568", date(2026, 7, 1)
    office.employ("재계약", resident_number=number, ends_on=date(2026, 6, 30))
    office.employ("재계약", resident_number=number, starts_on=july)
    office.employ("계속 근무")
    approve(office)
    approve(office, july)
    run(office, july)
    gross = dict(Payslip.objects.values_list("person__name", "gross"))
    assert gross["재계약"] == gross["계속 근무"]


def test_somebody_hired_again_after_a_gap_begins_anew(office: Office) -> None:
    number = "700101-1234568"
    office.employ("재입사", resident_number=number, ends_on=date(2026, 6, 12))
    office.employ("재입사", resident_number=number, starts_on=date(2026, 6, 17))
    approve(office)
    run(office)
    assert Payslip.objects.count() == 2
