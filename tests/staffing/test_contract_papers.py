"""What the employment contract on paper takes from the registered contracts: the terms, and nothing made up."""

from datetime import date
from typing import Any

import pytest

from documents.reading import text_of
from office import Office, new_office
from openinsa.documents.contracts import EmploymentContract
from openinsa.documents.printing import Paper, print_one
from openinsa.people.models import InstitutionSetting, InsuredState
from openinsa.people.settings_in_force import NoSettings
from openinsa.staffing.contract_papers import DutiesMissing, contract_contents
from openinsa.staffing.models import (
    Allowance,
    Consent,
    Contract,
    ContractVersion,
    CrewAssignment,
    Deduction,
    ShiftPattern,
    ShiftType,
)
from statements import counted_statements

pytestmark = pytest.mark.django_db

MORNINGS = {name: [540, 750, []] for name in ("mon", "tue", "wed", "thu")}
STARTS, ENDS = date(2026, 1, 1), date(2026, 12, 31)


@pytest.fixture
def office() -> Office:
    return new_office()


def told(contract: Contract, language: str = "ko") -> EmploymentContract:
    found = contract_contents([contract], language)[0]  # type: ignore[arg-type]
    assert not isinstance(found, Exception), found
    return found


def employed(office: Office, **fields: Any) -> Contract:
    return office.employ(**{"job": "공원 관리", **fields})


def version_of(contract: Contract) -> ContractVersion:
    return contract.versions.get()


def dated(contract: Contract, **fields: Any) -> dict[str, Any]:
    return {
        "institution_id": contract.institution_id,
        "valid_from": STARTS,
        "valid_to": ENDS,
        "contract": contract,
        **fields,
    }


def test_the_terms_are_those_of_the_register(office: Office) -> None:
    contract = employed(office, address="가온구 큰길 12", phone="010-0000-1234")
    said = told(contract)
    assert (said["kind"], said["starts_on"], said["ends_on"]) == ("fixed_term", "2026-01-01", "2026-12-31")
    assert (said["name"], said["address"], said["phone"]) == ("김하늘", "가온구 큰길 12", "010-0000-1234")
    assert said["workplace"] == "가온구 공원녹지과 (공원 환경정비)"
    assert (said["duties"], said["weekly_holiday"], said["leave"]) == ("공원 관리", "일요일", "by_law")
    assert said["wage"] == {"label": "일급", "shown": "96,968원", "how": "1일마다"}
    assert (said["paid"], said["pay_day"], said["to_account"]) == ("monthly", 10, True)
    assert said["hours"] == [
        {
            "days": "월·화·수·목·금",
            "starts": "09:00",
            "ends": "18:00",
            "breaks": "12:00 ~ 13:00",
            "minutes": 480,
        }
    ]


def test_the_paper_prints_in_both_languages(office: Office) -> None:
    contract = employed(office)
    for language, day in (("ko", "매주 일요일"), ("en", "Weekly holiday: Sunday")):
        data = told(contract, language)
        assert day in text_of(print_one(Paper("employment_contract", data, "2026-01-01")))


def test_a_part_timer_below_fifteen_hours_reads_each_day_and_what_is_not_due(office: Office) -> None:
    said = told(employed(office, part_time=True, schedule=MORNINGS, pay_basis="hourly", rate=12_121))
    assert said["kind"] == "part_time"
    assert [one["days"] for one in said["hours"]] == ["월", "화", "수", "목"]
    assert (said["week_minutes"], said["short_week"], said["leave"]) == (840, 15, "none")
    assert said["weekly_holiday"] == ""


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"day_labour": True, "tax_mode": "daily"}, "daily"),
        ({"resident_number": "100412-3000001"}, "minor"),
        ({"resident_number": "100412-3000001", "day_labour": True}, "minor"),
        ({"part_time": True, "daily_scheduled_minutes": 360}, "part_time"),
        ({"exception_reason": "open_ended"}, "open_ended"),
    ],
)
def test_everybody_gets_the_form_of_the_own_kind(office: Office, fields: dict[str, Any], kind: str) -> None:
    said = told(employed(office, **fields))
    assert said["kind"] == kind
    assert (said["ends_on"] == "") is (kind == "open_ended")


def test_a_day_labourer_is_paid_as_the_project_pays(office: Office) -> None:
    office.project.day_labour_payment = "weekly"
    office.project.save()
    said = told(employed(office, day_labour=True, tax_mode="daily", account="", bank=""))
    assert (said["paid"], said["to_account"]) == ("weekly", False)


def test_pay_items_say_how_they_are_reckoned_and_from_when_to_when(office: Office) -> None:
    contract = employed(office)
    Allowance.objects.create(**dated(contract, name="급식비", amount=140_000))
    Allowance.objects.create(
        **dated(contract, name="위험수당", amount=50_000, valid_from=date(2026, 7, 1), kind="per_worked_day")
    )
    Allowance.objects.create(
        **dated(contract, name="상여금", amount=500_000, kind="share", measure="basic_pay")
    )
    Deduction.objects.create(**dated(contract, name="조합비", amount=10_000, agreement="공제 동의서"))
    said = told(contract)
    assert said["allowances"] == [
        {"label": "급식비", "shown": "140,000원", "how": "월 정액"},
        {"label": "상여금", "shown": "50%", "how": "그 달의 기본급의 비율"},
        {"label": "위험수당", "shown": "50,000원", "how": "근무일당, 2026-07-01 ~ 2026-12-31"},
    ]
    assert said["deductions"] == [{"label": "조합비", "shown": "10,000원", "how": "월 정액, 공제 동의서"}]


def test_after_a_change_the_newest_terms_stand_with_their_first_day(office: Office) -> None:
    contract = employed(office)
    first = version_of(contract)
    first.valid_to = date(2026, 6, 30)
    first.save()
    later = ContractVersion.objects.get(pk=first.pk)
    later.pk, later.valid_from, later.valid_to, later.rate = None, date(2026, 7, 1), ENDS, 100_000
    later.save()
    said = told(contract)
    assert (said["terms_from"], said["wage"]["shown"]) == ("2026-07-01", "100,000원")


def test_who_follows_a_roster_reads_its_shifts(office: Office) -> None:
    contract = employed(office)
    shared = {"institution_id": contract.institution_id}
    pattern = ShiftPattern.objects.create(
        **shared, name="3조 2교대", starts_on=STARTS, cycle=["N", "off"], crew_offsets=[0, 1]
    )
    ShiftType.objects.create(
        **shared,
        pattern=pattern,
        mark="N",
        name="야간",
        starts=21 * 60,
        ends=31 * 60,
        breaks=[24 * 60, 25 * 60],
        scheduled_minutes=480,
    )
    CrewAssignment.objects.create(**dated(contract, pattern=pattern, crew=1))
    said = told(contract)
    assert said["roster"] == "3조 2교대"
    assert said["hours"] == [
        {"days": "야간", "starts": "21:00", "ends": "07:00", "breaks": "00:00 ~ 01:00", "minutes": 480}
    ]
    assert said["weekly_holiday"] == "그 주의 첫 휴무일(없으면 첫 비번일)"


def test_a_minors_papers_on_file_are_named(office: Office) -> None:
    contract = employed(office, resident_number="100412-3000001")
    shared = {"institution_id": contract.institution_id, "person": contract.person}
    Consent.objects.create(
        **shared, kind="parental", document="공원녹지과-12", valid_from=STARTS, dated_on=STARTS
    )
    assert told(contract)["minor_papers"] == "공원녹지과-12"


def test_an_insurance_that_was_declared_not_to_hold_is_named_until_it_holds_again(office: Office) -> None:
    contract = employed(office)
    shared = {"institution_id": contract.institution_id, "person": contract.person}
    for insurance, standing, since in (
        ("pension", "out", STARTS),
        ("health", "out", date(2025, 1, 1)),
        ("health", "in", date(2025, 7, 1)),
    ):
        InsuredState.objects.create(
            **shared, insurance=insurance, standing=standing, valid_from=since, ground="other_pension"
        )
    assert told(contract)["uninsured"] == ["국민연금(공무원연금 등 다른 연금)"]


def test_a_contract_without_duties_is_refused_by_name_and_the_others_are_made(office: Office) -> None:
    with_duties, without = employed(office), office.employ("이바다")
    found = contract_contents([without, with_duties], "ko")
    assert isinstance(found[0], DutiesMissing)
    assert "이바다" in str(found[0])
    assert not isinstance(found[1], Exception)


def test_without_settings_of_the_institution_nobody_knows_the_pay_day(office: Office) -> None:
    contract = employed(office)
    InstitutionSetting.objects.all().delete()
    assert isinstance(contract_contents([contract], "ko")[0], NoSettings)


def test_many_contracts_take_no_more_statements_than_one(office: Office) -> None:
    office.employ_many(12, job="공원 관리")
    contracts = list(Contract.objects.order_by("pk"))
    with counted_statements() as one:
        contract_contents(contracts[:1], "ko")
    with counted_statements() as many:
        found = contract_contents(contracts, "ko")
    assert [each["name"] for each in found] == [each.person.name for each in contracts]  # type: ignore[index]
    assert len(many) == len(one)
