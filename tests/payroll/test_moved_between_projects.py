"""Somebody who goes from one project to another without a day between is employed by the institution all along."""

from datetime import date

import pytest

from closing import fill
from office import JUNE, Office, new_office
from openinsa.payroll.actions.runs import prepare_runs
from openinsa.payroll.computing import chunks_of, compute_runs
from openinsa.payroll.models import Payslip, RunFault
from openinsa.staffing.models import Contract, Day, Project, ProjectMonth
from statements import counted_statements

pytestmark = pytest.mark.django_db
WEDNESDAY, THURSDAY = date(2026, 6, 17), date(2026, 6, 18)
MOVER = "850412-1999999"


@pytest.fixture
def office() -> Office:
    return new_office()


@pytest.fixture
def other(office: Office) -> Project:
    return office.new_project("하천 정비")


def moved(
    office: Office, other: Project, to: date = THURSDAY, resident_number: str = MOVER, **fields: object
) -> tuple[Contract, Contract]:
    """Somebody in the office's project until a Wednesday and in the other one from a day on."""
    usual: dict[str, object] = {"name": "박이음", "resident_number": resident_number, **fields}
    first = office.employ(**usual, ends_on=WEDNESDAY)
    return first, office.employ(**usual, project=other.name, starts_on=to)


def worked(office: Office, contract: Contract, day: date, hours: int) -> None:
    Day.objects.create(
        institution=office.institution,
        contract=contract,
        date=day,
        mark=str(hours),
        code="work",
        starts=9 * 60,
        ends=(10 + hours) * 60,
        breaks=[12 * 60, 13 * 60],
        entered_by=office.clerk,
    )


def paid(office: Office, *projects: Project, month: date = JUNE) -> None:
    for project in projects:
        fill(office, month, project)
    for chunk in chunks_of(prepare_runs(office.payroll_officer, month)):
        compute_runs(chunk, office.payroll_officer.pk)
    assert list(RunFault.objects.values_list("message_ko", flat=True)) == []


def earnings(*contracts: Contract) -> dict[str, int]:
    """Won by line of some slips together."""
    won: dict[str, int] = {}
    for slip in Payslip.objects.filter(contract__in=contracts):
        for line in slip.lines.filter(side="earning"):
            won[line.code] = won.get(line.code, 0) + line.amount
    return won


def test_who_moves_earns_the_weekly_holiday_of_the_week_of_the_move(office: Office, other: Project) -> None:
    stays = office.employ(name="안옮김")
    moves = moved(office, other)
    paid(office, office.project, other)
    assert earnings(*moves) == earnings(stays)
    assert earnings(moves[0])["weekly_holiday"] == earnings(moves[1])["weekly_holiday"] == 2 * 96_968


def test_a_day_between_two_projects_ends_the_employment(office: Office, other: Project) -> None:
    moves = moved(office, other, date(2026, 6, 19))
    paid(office, office.project, other)
    assert earnings(moves[1])["weekly_holiday"] == 96_968


def test_hours_of_the_first_project_count_toward_the_forty_hours_of_the_week(
    office: Office, other: Project
) -> None:
    stays, moves = office.employ(name="안옮김"), moved(office, other)
    for own in ([stays] * 3, [moves[0], moves[1], moves[1]]):
        worked(office, own[0], date(2026, 6, 16), 10)
        worked(office, own[1], date(2026, 6, 19), 9)
        worked(office, own[2], date(2026, 6, 20), 7)
    paid(office, office.project, other)
    assert earnings(*moves) == earnings(stays)
    assert earnings(moves[1])["overtime"] == (60 + 7 * 60) * 96_968 * 3 // (480 * 2)


def test_absence_in_the_first_project_costs_the_weekly_holiday_of_the_second(
    office: Office, other: Project
) -> None:
    moves = moved(office, other)
    Day.objects.create(
        institution=office.institution,
        contract=moves[0],
        date=date(2026, 6, 16),
        mark="결",
        code="absence",
        entered_by=office.clerk,
    )
    paid(office, office.project, other)
    assert earnings(moves[1])["weekly_holiday"] == 96_968


def test_a_move_at_the_turn_of_the_month_is_seen_although_the_other_month_is_long_closed(
    office: Office, other: Project
) -> None:
    usual: dict[str, object] = {"name": "박이음", "resident_number": MOVER}
    office.employ(**usual, ends_on=date(2026, 6, 30))
    second = office.employ(**usual, project=other.name, starts_on=date(2026, 7, 1))
    fill(office, JUNE)
    paid(office, other, month=date(2026, 7, 1))
    assert earnings(second)["weekly_holiday"] == 4 * 96_968, "5, 12, 19 and 26 July"


def test_insured_before_65_in_the_first_project_stays_insured_in_the_second(
    office: Office, other: Project
) -> None:
    """Born 10 February 1961: 64 when hired, 65 when moving."""
    moves = moved(office, other, resident_number="610210-1999999")
    alone = office.employ(name="새로 온 사람", resident_number="610210-1999998", starts_on=THURSDAY)
    paid(office, office.project, other)
    premium = {
        slip.contract_id: sum(
            slip.lines.filter(side="deduction", code="employment").values_list("amount", flat=True)
        )
        for slip in Payslip.objects.all()
    }
    assert premium[moves[0].pk] + premium[moves[1].pk] > 0
    assert premium[alone.pk] == 0


def test_who_moves_in_a_later_month_is_not_hired_anew(office: Office, other: Project) -> None:
    """The pension begins in the month after a hire; for a mover of 2 July it goes on."""
    usual: dict[str, object] = {"name": "박이음", "resident_number": MOVER}
    office.employ(**usual, ends_on=date(2026, 7, 1))
    second = office.employ(**usual, project=other.name, starts_on=date(2026, 7, 2))
    new = office.employ(name="새로 온 사람", project=other.name, starts_on=date(2026, 7, 2))
    paid(office, other, month=date(2026, 7, 1))
    lines = {
        slip.contract_id: set(slip.lines.values_list("code", flat=True)) for slip in Payslip.objects.all()
    }
    assert "pension" in lines[second.pk]
    assert "pension" not in lines[new.pk]


def test_many_movers_are_loaded_in_as_many_statements_as_one(office: Office, other: Project) -> None:
    counts = []
    for place in range(3):
        moved(office, other, resident_number=f"850412-199999{place}")
        Payslip.objects.all().delete()
        paid(office, office.project, other)
        runs = prepare_runs(office.payroll_officer, JUNE)
        with counted_statements() as sent:
            compute_runs([run.pk for run in runs], office.payroll_officer.pk)
        counts.append(len(sent))
        ProjectMonth.objects.update(state=ProjectMonth.State.OPEN)
    assert counts[0] == counts[1] == counts[2]
