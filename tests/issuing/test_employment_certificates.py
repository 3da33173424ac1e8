"""재직증명서 and 경력증명서: what they take from the contracts, and when the law gives a worker no right to them."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone, translation

from issuing_office import office_that_issues
from office import Office
from openinsa.ending.models import Settlement
from openinsa.issuing.actions import issue
from openinsa.issuing.contents.employment import (
    NoRightYet,
    NotBegunYet,
    NotEmployedNow,
    RightOver,
    career_certificates,
    employment_certificates,
    years_after,
)
from openinsa.issuing.kinds import KINDS, Asked
from openinsa.issuing.queries import content_of
from openinsa.people.refusals import NotFound
from openinsa.people.roles import Role
from openinsa.staffing.models import Contract
from statements import counted_statements

pytestmark = pytest.mark.django_db

ALL = ("period", "place", "job", "position", "hours", "wage", "cause")


@pytest.fixture
def office() -> Office:
    office = office_that_issues()
    office.project.starts_on, office.project.ends_on = day(-3000), day(700)
    office.project.save()
    return office


def day(after: int) -> date:
    return timezone.localdate() + timedelta(days=after)


def employed(office: Office, since: int, until: int, name: str = "김하늘", **fields: Any) -> Contract:
    return office.employ(
        name, **{"starts_on": day(since), "ends_on": day(until), "job": "공원 관리", **fields}
    )


def again(office: Office, contract: Contract, since: int, until: int, **fields: Any) -> Contract:
    """A further contract of the same person."""
    number = f"850412-{1_000_000 + 777}"
    return employed(office, since, until, contract.person.name, resident_number=number, **fields)


def asked(contract: Contract, *items: str, own: bool = False) -> Asked:
    return Asked("ko", contract.person_id, contract.pk, items=items or ALL, own=own)


def employment(contract: Contract, *items: str, own: bool = False) -> Any:
    return employment_certificates([asked(contract, *items, own=own)])[0]


def career(contract: Contract, *items: str, own: bool = False) -> Any:
    return career_certificates([asked(contract, *items, own=own)])[0]


def test_an_employment_that_goes_on_is_certified_with_everything_asked_for(office: Office) -> None:
    said = employment(employed(office, -99, 100))
    assert said["employments"] == [
        {
            "starts_on": day(-99).isoformat(),
            "ends_on": "",
            "service_days": 100,
            "department": "공원녹지과",
            "project": "공원 환경정비",
            "job": "공원 관리",
            "position": "기간제근로자",
            "hours": "1일 8시간, 1주 40시간",
            "wage": "일급 96,968원",
        }
    ]
    assert (said["name"], said["identifier"], said["service_days"]) == ("김하늘", "1985-04-12", 100)


@pytest.mark.parametrize(
    ("item", "keys"),
    [
        ("period", {"starts_on", "ends_on", "service_days"}),
        ("place", {"department", "project"}),
        ("job", {"job"}),
        ("position", {"position"}),
        ("hours", {"hours"}),
        ("wage", {"wage"}),
    ],
)
def test_one_item_asked_for_is_all_that_is_told(office: Office, item: str, keys: set[str]) -> None:
    contract = employed(office, -99, 100)
    for said in (employment(contract, item), career(contract, item)):
        assert set(said["employments"][0]) == keys
        assert ("service_days" in said) is (item == "period")


@pytest.mark.parametrize(
    ("fields", "position"),
    [
        ({"part_time": True, "daily_scheduled_minutes": 210}, "단시간근로자"),
        ({"day_labour": True, "tax_mode": "daily"}, "일용근로자"),
        ({"exception_reason": "open_ended"}, "무기계약근로자"),
        ({"resident_number": f"{timezone.localdate().year - 2016:02}0412-3000001"}, "기간제근로자"),
    ],
)
def test_the_position_tells_of_the_terms(office: Office, fields: dict[str, Any], position: str) -> None:
    assert employment(employed(office, -99, 100, **fields))["employments"][0]["position"] == position


def test_hours_that_are_no_whole_hours_are_told_with_minutes(office: Office) -> None:
    contract = employed(office, -99, 100, part_time=True, daily_scheduled_minutes=210)
    assert employment(contract)["employments"][0]["hours"] == "1일 3시간 30분, 1주 17시간 30분"


def test_contracts_that_follow_without_a_gap_are_one_employment(office: Office) -> None:
    first = employed(office, -300, -101, resident_number=f"850412-{1_000_000 + 777}")
    second = again(office, first, -100, 100)
    said = employment(second, "period")
    assert [one["starts_on"] for one in said["employments"]] == [
        day(-300).isoformat(),
        day(-100).isoformat(),
    ]
    assert said["service_days"] == 301


def test_a_career_counts_days_of_overlapping_contracts_once(office: Office) -> None:
    first = employed(office, -300, -201, resident_number=f"850412-{1_000_000 + 777}")
    office.new_project("방역", starts_on=day(-3000), ends_on=day(700))
    again(office, first, -250, -151, project="방역")
    again(office, first, 10, 100)
    said = career(first)
    assert [one["project"] for one in said["employments"]] == ["공원 환경정비", "방역"]
    assert said["service_days"] == 150


def test_why_it_ended_is_told_as_settled_or_as_agreed_and_otherwise_not(office: Office) -> None:
    agreed, early, settled = (employed(office, -300, -10, name) for name in ("기간", "조기", "정산"))
    for one in (early, settled):
        one.agreed_end = day(50)
        one.save()
    Settlement.objects.create(
        institution=office.institution,
        contract=settled,
        person=settled.person,
        ended_on=settled.ends_on,
        employed_since=settled.starts_on,
        cause="resigned",
        payment=Settlement.Payment.values[0],
        state="confirmed",
        due_on=day(0),
        drafted_by=office.hr_officer,
    )
    found = [career(one, "cause")["employments"][0] for one in (agreed, early, settled)]
    assert found == [{"ended_for": "계약기간 만료"}, {}, {"ended_for": "본인 사정(의원면직)"}]
    assert career(employed(office, -10, 10), "cause")["employments"] == [{}]


@pytest.mark.parametrize(("since", "until"), [(-100, -1), (1, 100)])
def test_who_is_not_employed_today_gets_no_certificate_of_employment(
    office: Office, since: int, until: int
) -> None:
    refused = employment(employed(office, since, until))
    assert isinstance(refused, NotEmployedNow)
    assert "경력증명서" in str(refused)


def test_a_career_that_has_not_begun_is_no_career(office: Office) -> None:
    assert isinstance(career(employed(office, 1, 100)), NotBegunYet)


def test_somebody_elses_contract_is_not_found(office: Office) -> None:
    one, other = employed(office, -99, 100), employed(office, -99, 100, "이바다")
    swapped = Asked("ko", one.person_id, other.pk, items=ALL)
    assert isinstance(employment_certificates([swapped])[0], NotFound)


@pytest.mark.parametrize(("days", "has_right"), [(29, False), (30, True)])
def test_a_worker_may_ask_after_thirty_days_and_staff_may_issue_before(
    office: Office, days: int, has_right: bool
) -> None:
    contract = employed(office, -(days - 1), 100)
    for certificate in (employment, career):
        assert isinstance(certificate(contract, own=True), NoRightYet) is not has_right
        assert certificate(contract)["employments"]


def test_a_worker_may_ask_for_three_years_after_leaving_and_staff_may_issue_later(office: Office) -> None:
    today = timezone.localdate()
    late = employed(office, -1500, (years_after(today, -3) - today).days - 1)
    in_time = employed(office, -1500, (years_after(today, -3) - today).days, "이바다")
    assert isinstance(career(late, own=True), RightOver)
    assert career(late)["employments"]
    assert career(in_time, own=True)["employments"]


def test_three_years_after_a_leap_day_is_the_last_of_february() -> None:
    assert years_after(date(2024, 2, 29), 3) == date(2027, 2, 28)


def test_a_worker_issues_the_own_certificate_and_is_refused_where_the_law_gives_no_right(
    office: Office,
) -> None:
    served, new = employed(office, -99, 100), employed(office, -5, 100, "이바다")
    for contract, refused in ((served, False), (new, True)):
        worker = office.user(Role.WORKER, person=contract.person)
        wanted = Asked("ko", contract.person_id, contract.pk)
        if refused:
            with pytest.raises(NoRightYet):
                issue(worker, "employment_certificate", wanted)
            assert issue(office.hr_officer, "employment_certificate", wanted)
        else:
            told = content_of(issue(worker, "employment_certificate", wanted))["data"]
            assert set(told["employments"][0]) >= {"starts_on", "job", "position"}
            assert "wage" not in told["employments"][0]


def test_only_the_kind_that_tells_pay_names_the_wage() -> None:
    with_wage = {key for key, kind in KINDS.items() if any(item.key == "wage" for item in kind.items)}
    ours = {key for key in KINDS if key.startswith(("employment_certificate", "career_certificate"))}
    assert with_wage & ours == {key for key in ours if KINDS[key].tells_pay}
    assert len(ours) == 4


def test_in_english_the_words_are_english(office: Office) -> None:
    with translation.override("en"):
        said = employment(employed(office, -99, 100), "position", "wage", "hours")
    assert said["employments"] == [
        {
            "position": "Fixed-term worker",
            "wage": "Daily wage 96,968 won",
            "hours": "8 hours a day, 40 hours a week",
        }
    ]


def test_many_certificates_take_no_more_statements_than_one(office: Office) -> None:
    contracts = [employed(office, -99, 100, name) for name in ("가람", "나래", "다솜", "라온")]
    with counted_statements() as one:
        employment_certificates([asked(contracts[0])])
    with counted_statements() as many:
        found = employment_certificates([asked(contract) for contract in contracts])
    assert [said["name"] for said in found] == ["가람", "나래", "다솜", "라온"]
    assert len(many) == len(one)
