"""A slip told down to the rules: every value with its article, and the same won as stored."""

import json

import pytest
from django.urls import reverse

from documents.reading import text_of
from office import JUNE, Office, new_office
from office_client import OfficeClient, text
from openinsa.law.trees import Value
from openinsa.law.words import percent
from openinsa.payroll.actions.runs import prepare_runs
from openinsa.payroll.computing import compute_runs
from openinsa.payroll.explaining import NotComputable, Retold, retell
from openinsa.payroll.models import Payslip, PayslipLine
from openinsa.privacy.models import AccessRecord
from openinsa.staffing.actions.months import approve_month, fill_month, submit_month
from openinsa.staffing.models import ContractVersion
from openinsa.web.templatetags.web import won

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    office = new_office()
    office.employ("김하늘")
    return office


@pytest.fixture
def slip(office: Office) -> Payslip:
    month = office.month(JUNE)
    fill_month(office.clerk, month.pk)
    submit_month(office.clerk, month.pk)
    approve_month(office.head, month.pk)
    (run,) = prepare_runs(office.payroll_officer, JUNE)
    compute_runs([run.pk], office.payroll_officer.pk)
    return Payslip.objects.get()


def pages_of(office: Office) -> OfficeClient:
    return OfficeClient(office, office.payroll_officer, "payroll")


def told(slip: Payslip, label: str) -> Retold:
    return next(line for line in retell(slip) if line.label == label)


def every_value(value: Value) -> list[Value]:
    return [value, *(inner for one in value.inputs for inner in every_value(one))]


def test_every_line_computed_afresh_is_the_stored_one(slip: Payslip) -> None:
    lines = retell(slip)
    assert len(lines) == slip.lines.count()
    assert all(line.same for line in lines)


def test_a_premium_is_told_down_to_its_rate_with_the_article_and_the_day_it_began(slip: Payslip) -> None:
    tree = told(slip, "건강보험").tree
    assert tree is not None
    (rate,) = [value for value in every_value(tree) if value.label == "건강보험료율(노사 합계)"]
    assert rate.shown == "7.19%"
    assert "국민건강보험법 시행령 제44조" in rate.law
    assert rate.since == "2026-01-01"


def test_base_pay_is_told_down_to_the_entered_days(slip: Payslip) -> None:
    days = told(slip, "기본급").days
    assert len(days) == 21
    assert days[0] == ("2026-06-01", "8:00")


def test_a_slip_that_the_stored_days_no_longer_give_shows_both_values(slip: Payslip) -> None:
    PayslipLine.objects.filter(slip=slip, code="base").update(amount=1)
    line = told(slip, "기본급")
    assert not line.same
    assert (line.stored, line.now) == (1, slip.gross - sum_of_other_earnings(slip))


def sum_of_other_earnings(slip: Payslip) -> int:
    others = slip.lines.filter(side="earning").exclude(code="base")
    return sum(others.values_list("amount", flat=True))


def test_a_line_that_only_the_slip_holds_stands_at_the_end(slip: Payslip) -> None:
    PayslipLine.objects.filter(slip=slip, code="base").update(label_ko="옛 기본급")
    assert (retell(slip)[-1].label, retell(slip)[-1].now) == ("옛 기본급", None)


def test_a_slip_whose_contract_can_no_longer_be_computed_says_so(slip: Payslip) -> None:
    ContractVersion.objects.filter(contract=slip.contract).delete()
    with pytest.raises(NotComputable) as refusal:
        retell(slip)
    assert "다시 계산할 수 없습니다" in str(refusal.value)


@pytest.mark.parametrize(
    ("ppm", "shown"), [(71_900, "7.19%"), (9_000, "0.9%"), (500_000, "50%"), (0, "0%"), (-71_900, "-7.19%")]
)
def test_parts_per_million_read_as_percent(ppm: int, shown: str) -> None:
    assert percent(ppm) == shown


def test_the_page_shows_rules_and_marks_what_is_not_verified(office: Office, slip: Payslip) -> None:
    page = text(pages_of(office).get("explanation", slip.pk))
    assert "명세서와 모두 같습니다" in page
    assert "국민건강보험법 시행령 제44조" in page
    assert "확인되지 않음" in page


def test_a_rule_and_a_value_behind_an_amount_lead_to_their_pages_and_an_entry_does_not(slip: Payslip) -> None:
    tree = told(slip, "건강보험").tree
    assert tree is not None
    urls = {value.label: value.url for value in every_value(tree)}
    assert urls["건강보험료율(노사 합계)"] == reverse("law:value", args=["health_rate"])
    assert urls["건강보험료 전체"] == reverse("law:rule", args=["health_premium"])
    assert urls["보수월액"] == ""


def test_how_a_payslip_came_about_is_printed_with_every_line_rule_and_day(
    office: Office, slip: Payslip
) -> None:
    answer = pages_of(office).take("calculation", slip.pk)
    printed = text_of(answer.content)
    for line in slip.lines.all():
        assert f"{line.label} {won(line.amount)}" in printed
    assert "건강보험료율(노사 합계) 7.19%" in printed
    assert "06-01 8:00" in printed


def test_the_same_as_data_holds_every_line_in_both_languages_down_to_the_rates(
    office: Office, slip: Payslip
) -> None:
    answer = pages_of(office).take("calculation_data", slip.pk)
    data = json.loads(answer.content)
    assert [line["amount"] for line in data["lines"]] == [line["now"] for line in data["lines"]]
    assert (data["gross"], data["net"]) == (slip.gross, slip.net)
    health = next(line for line in data["lines"] if line["code"] == "health")
    assert (health["label_ko"], health["label_en"]) == ("건강보험", "Health insurance")
    assert health["tree"]["value"] == health["amount"]
    base = next(line for line in data["lines"] if line["code"] == "base")
    assert base["inputs"]["days"][0] == ["2026-06-01", 480]


def test_who_takes_the_calculation_away_stands_in_the_access_record(office: Office, slip: Payslip) -> None:
    pages_of(office).take("calculation", slip.pk)
    record = AccessRecord.objects.filter(what="calculation").get()
    assert (record.actor_id, record.person_id) == (office.payroll_officer.pk, slip.person_id)
