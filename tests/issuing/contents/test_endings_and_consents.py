"""Papers about the end of an employment and papers to be signed: given once it ended, with why only as it is known."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from closing import JUNE, MAY, close, fill
from ending_office import draft, mark
from office import Office, new_office
from openinsa.documents.printing import Paper, print_one
from openinsa.ending.actions import confirm_settlements
from openinsa.ending.models import Settlement
from openinsa.issuing.contents.ending import NotSettledYet, StillEmployed
from openinsa.issuing.kinds import KINDS, Asked
from openinsa.issuing.models import IssuingSetting
from openinsa.people.refusals import NotFound
from openinsa.staffing.models import Contract, Deduction
from statements import counted_statements

pytestmark = pytest.mark.django_db
APRIL, END = date(2026, 4, 1), date(2026, 6, 30)
ALL = ("department", "project", "job", "cause")
BLANKS = ("privacy_consent", "identifier_consent", "statement_delivery_consent", "deduction_consent")


@pytest.fixture
def office() -> Office:
    return new_office()


def told(kind: str, *contracts: Contract, items: tuple[str, ...] = ALL):  # noqa: ANN201 - as the kind gives them
    asked = [Asked("ko", person_id=one.person_id, subject_id=one.pk, items=items) for one in contracts]
    return KINDS[kind].contents(asked)


def leaver(office: Office, name: str = "김하늘", **fields: object) -> Contract:
    return office.employ(name, job="녹지 관리", ends_on=END, **fields)


def confirmed(office: Office, *contracts: Contract, cause: str = "contract_ended") -> list[Settlement]:
    """Settled after the three months before the end were paid."""
    for month in (APRIL, MAY, JUNE):
        close(office, month)
    drafts = [draft(office, contract, cause) for contract in contracts]
    return confirm_settlements(office.payroll_officer, [one.pk for one in drafts])


def test_an_end_is_certified_with_what_was_asked_for_and_nothing_else(office: Office) -> None:
    contract = leaver(office)
    (whole,) = told("exit_certificate", contract)
    assert (whole["starts_on"], whole["ends_on"], whole["service_days"]) == ("2026-01-01", "2026-06-30", 181)
    assert (whole["cause"], whole["job"]) == ("계약기간 만료", "녹지 관리")
    (bare,) = told("exit_certificate", contract, items=("job",))
    assert (bare["job"], bare["cause"], bare["project"], bare["department"]) == ("녹지 관리", "", "", "")
    assert print_one(Paper("exit_certificate", whole, "2026-11-10")).startswith(b"%PDF")


def test_the_reason_is_the_one_that_was_settled(office: Office) -> None:
    contract = leaver(office)
    confirmed(office, contract, cause="resigned")
    (content,) = told("exit_certificate", contract)
    assert content["cause"] == "본인 사정(의원면직)"


def test_a_contract_that_was_cut_short_and_not_settled_tells_no_reason(office: Office) -> None:
    contract = leaver(office)
    Contract.objects.filter(pk=contract.pk).update(agreed_end=date(2026, 12, 31))
    (content,) = told("exit_certificate", contract)
    assert content["cause"] == ""


def test_contracts_that_follow_each_other_are_one_employment(office: Office) -> None:
    number = "700101-1234568"
    first = office.employ("재계약", resident_number=number, ends_on=date(2026, 3, 31))
    office.employ("재계약", resident_number=number, starts_on=APRIL, ends_on=END)
    (content,) = told("exit_certificate", first)
    assert (content["starts_on"], content["ends_on"]) == ("2026-01-01", "2026-06-30")


@pytest.mark.parametrize("kind", ["exit_certificate", "separation_data"])
def test_who_is_still_employed_gets_none(office: Office, kind: str) -> None:
    today = timezone.localdate()
    project = office.new_project("올해", starts_on=today, ends_on=today + timedelta(days=40))
    contract = office.employ("김하늘", project=project.name, starts_on=today, ends_on=project.ends_on)
    (refused,) = told(kind, contract)
    assert isinstance(refused, StillEmployed)
    assert project.ends_on.isoformat() in str(refused)


def test_separation_data_count_paid_days_and_hold_the_settled_wages(office: Office) -> None:
    contract = leaver(office)
    mark(office, contract, date(2026, 4, 6), date(2026, 4, 6), "결", "absence")
    (settlement,) = confirmed(office, contract)
    (content,) = told("separation_data", contract)
    april, may, june = content["months"]
    assert (april["starts_on"], april["ends_on"], april["days"]) == ("2026-04-01", "2026-04-30", 30)
    assert (april["paid_days"], may["paid_days"], june["paid_days"]) == (30 - 4 - 2, 31 - 5, 30 - 4)
    assert [month["won"] for month in content["wages"]] == [month["won"] for month in settlement.months]
    assert content["average_daily_wage"].endswith("원")
    assert (content["daily_minutes"], content["weekly_minutes"]) == (480, 2400)
    assert content["severance"] == settlement.severance
    assert print_one(Paper("separation_data", content, "2026-11-10")).startswith(b"%PDF")


def test_without_a_settlement_separation_data_leave_the_wages_open(office: Office) -> None:
    contract = leaver(office)
    fill(office, JUNE)
    (content,) = told("separation_data", contract)
    assert (content["wages"], content["average_daily_wage"]) == ([], "")


def test_a_severance_statement_is_given_once_the_settlement_is_confirmed(office: Office) -> None:
    contract = leaver(office)
    (settlement,) = confirmed(office, contract)
    (content,) = told("severance_statement", contract)
    assert content["net"] == settlement.net
    Settlement.objects.update(state="drafted")
    (refused,) = told("severance_statement", contract)
    assert isinstance(refused, NotSettledYet)
    assert "김하늘" in str(refused)


def test_a_letter_of_resignation_is_addressed_to_the_office_that_signs(office: Office) -> None:
    contract = leaver(office)
    (content,) = told("resignation_letter", contract)
    assert content["addressed_to"] == office.institution.name
    IssuingSetting.objects.create(institution=office.institution, office="가온구청장")
    (content,) = told("resignation_letter", contract)
    assert (content["addressed_to"], content["starts_on"]) == ("가온구청장", "2026-01-01")


@pytest.mark.parametrize("kind", BLANKS)
def test_a_consent_is_filled_with_who_it_is(office: Office, kind: str) -> None:
    contract = office.employ("김하늘")
    (content,) = told(kind, contract)
    assert content["name"] == "김하늘"
    assert content["identifier"] == contract.person.birth_date.isoformat()
    assert print_one(Paper("consent", content, "2026-11-10")).startswith(b"%PDF")


def test_consent_to_deductions_lists_what_is_kept_back_from_now_on(office: Office) -> None:
    contract, today = office.employ("김하늘"), timezone.localdate()
    for name, until in (("식비", today + timedelta(days=30)), ("지난 식비", today - timedelta(days=1))):
        Deduction.objects.create(
            institution=office.institution,
            contract=contract,
            name=name,
            amount=60_000,
            valid_from=date(2026, 1, 1),
            valid_to=until,
            agreement="동의서",
        )
    (content,) = told("deduction_consent", contract)
    assert [(one["name"], one["amount"], one["how"]) for one in content["deductions"]] == [
        ("식비", 60_000, "월 정액")
    ]


@pytest.mark.parametrize("kind", ["exit_certificate", "severance_statement", "resignation_letter", *BLANKS])
def test_somebody_elses_contract_gives_nothing(office: Office, kind: str) -> None:
    contract, other = leaver(office), leaver(office, "이바다")
    asked = Asked("ko", person_id=other.person_id, subject_id=contract.pk, items=ALL)
    nobody = Asked("ko", person_id=0, subject_id=0, items=ALL)
    first, second = KINDS[kind].contents([asked, nobody])
    assert isinstance(second, NotFound)
    assert isinstance(first, NotFound) or first["name"] == "이바다"


@pytest.mark.parametrize(
    "kind", ["exit_certificate", "separation_data", "severance_statement", "resignation_letter", *BLANKS]
)
def test_many_take_as_many_statements_as_one(office: Office, kind: str) -> None:
    contracts = [leaver(office, f"근로자{n}") for n in range(3)]
    if kind in {"separation_data", "severance_statement"}:
        confirmed(office, *contracts)
    with counted_statements() as for_one:
        told(kind, contracts[0])
    with counted_statements() as for_many:
        contents = told(kind, *contracts)
    assert len(for_one) == len(for_many)
    assert [content["name"] for content in contents] == [f"근로자{n}" for n in range(3)]
