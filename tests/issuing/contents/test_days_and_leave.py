"""Papers about days: what was entered up to today, as corrected; what of annual leave arose, was taken and is left."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from closing import JULY, JUNE, MAY, fill
from ending_office import mark
from office import Office, new_office
from openinsa.documents.printing import Paper, print_one
from openinsa.issuing.contents.attendance import NoDays
from openinsa.issuing.contents.leave import NoLeaveYet
from openinsa.issuing.kinds import KINDS, Asked
from openinsa.staffing.actions.months import fill_month
from openinsa.staffing.models import Contract, Day
from statements import counted_statements

pytestmark = pytest.mark.django_db
SPAN = {"since": date(2026, 5, 1), "until": date(2026, 6, 30)}


@pytest.fixture
def office() -> Office:
    return new_office()


def told(kind: str, *contracts: Contract, **span: date):  # noqa: ANN201 - contents as the kind gives them
    return KINDS[kind].contents([Asked("ko", person_id=one.person_id, **span) for one in contracts])


def test_days_and_hours_are_counted_by_month_and_kind(office: Office) -> None:
    contract = office.employ("김하늘")
    mark(office, contract, date(2026, 5, 6), date(2026, 5, 7), "연", "annual_leave")
    mark(office, contract, date(2026, 5, 11), date(2026, 5, 11), "결", "absence")
    mark(office, contract, date(2026, 5, 12), date(2026, 5, 12), "무병", "unpaid_sick_leave")
    fill(office, MAY)
    fill_month(office.clerk, office.month(JUNE).pk)
    (content,) = told("attendance_record", contract, **SPAN)
    may, june = content["months"]
    worked = Day.objects.filter(contract=contract, date__month=5, starts__isnull=False)
    assert may["worked_days"] == worked.count() == 14
    assert may["worked_minutes"] == sum(day.worked_minutes for day in worked)
    assert (may["paid_leave_days"], may["unpaid_leave_days"], may["absent_days"]) == (2, 1, 1)
    assert (may["settled"], june["settled"]) == (True, False)
    assert print_one(Paper("attendance_record", content, "2026-11-10")).startswith(b"%PDF")


def test_a_span_inside_a_month_counts_its_days_alone(office: Office) -> None:
    contract = office.employ("김하늘")
    fill(office, MAY)
    span = {"since": date(2026, 5, 6), "until": date(2026, 5, 8)}
    (content,) = told("attendance_record", contract, **span)
    assert [month["worked_days"] for month in content["months"]] == [3]


def test_days_to_come_are_not_certified(office: Office) -> None:
    today = timezone.localdate()
    project = office.new_project("내일까지", starts_on=today, ends_on=today + timedelta(days=40))
    contract = office.employ("김하늘", project=project.name, starts_on=today, ends_on=project.ends_on)
    month = office.month(today.replace(day=1), project)
    fill_month(office.clerk, month.pk)
    Day.objects.filter(contract=contract).update(starts=540, ends=1080, breaks=[720, 780], code="work")
    (content,) = told("attendance_record", contract, since=today, until=today + timedelta(days=40))
    assert content["until"] == today.isoformat()
    assert sum(one["worked_days"] for one in content["months"]) == 1


def test_where_no_day_was_entered_the_refusal_names_who_and_when(office: Office) -> None:
    (refused,) = told("attendance_record", office.employ("김하늘"), **SPAN)
    assert isinstance(refused, NoDays)
    assert "김하늘" in str(refused)


def test_leave_is_told_with_every_grant_and_every_day(office: Office) -> None:
    contract = office.employ("김하늘")
    for month in (MAY, JUNE):
        fill(office, month)
    mark(office, contract, date(2026, 7, 6), date(2026, 7, 6), "연", "annual_leave")
    fill(office, JULY)
    (content,) = told("leave_statement", contract, until=date(2026, 7, 31))
    assert content["employed_since"] == "2026-01-01"
    assert (content["granted"], content["taken"], content["left"]) == (960, 480, 480)
    assert (content["granted_days"], content["left_days"]) == ("2.0", "1.0")
    assert [one["date"] for one in content["uses"]] == ["2026-07-06"]
    assert sum(one["minutes"] - one["taken"] for one in content["grants"]) == content["left"]
    assert all(one["basis"] for one in content["grants"])
    assert print_one(Paper("leave_statement", content, "2026-11-10")).startswith(b"%PDF")


def test_an_employment_that_has_ended_is_told_as_of_its_end(office: Office) -> None:
    contract = office.employ("김하늘", ends_on=date(2026, 6, 30))
    for month in (MAY, JUNE):
        fill(office, month)
    (content,) = told("leave_statement", contract, until=date(2026, 9, 30))
    assert content["on_day"] == "2026-06-30"


def test_without_any_leave_there_is_no_statement(office: Office) -> None:
    (refused,) = told("leave_statement", office.employ("김하늘"), until=date(2026, 1, 15))
    assert isinstance(refused, NoLeaveYet)
    assert "2026-01-15" in str(refused)


@pytest.mark.parametrize("kind", ["attendance_record", "leave_statement"])
def test_many_take_as_many_statements_as_one(office: Office, kind: str) -> None:
    contracts = [office.employ(f"근로자{n}") for n in range(4)]
    fill(office, MAY)
    with counted_statements() as for_one:
        told(kind, contracts[0], **SPAN)
    with counted_statements() as for_many:
        contents = told(kind, *contracts, **SPAN)
    assert len(for_one) == len(for_many)
    assert [content["name"] for content in contents] == [f"근로자{n}" for n in range(4)]
