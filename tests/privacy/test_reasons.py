"""Why somebody looks: a code, and words that say something."""

import pytest
from django.test import Client
from django.urls import reverse

from office import Office, new_office
from openinsa.people.refusals import ReasonMissing
from openinsa.people.tenancy import set_context
from openinsa.privacy.models import AccessRecord
from openinsa.privacy.reasons import Reason, ReasonForm, ReasonTooShort, ReasonUnknown


@pytest.mark.parametrize(
    ("code", "text", "refused"),
    [
        ("pay", "  ", ReasonMissing),
        ("pay", "지급", ReasonTooShort),
        ("pay", "....지급....", ReasonTooShort),
        ("pay", "ㅋㅋㅋㅋㅋㅋ", ReasonTooShort),
        ("other", "지급 확인", ReasonTooShort),
        ("curious", "지급 계좌 확인", ReasonUnknown),
    ],
)
def test_a_reason_that_says_nothing_is_refused(code: str, text: str, refused: type[Exception]) -> None:
    with pytest.raises(refused):
        Reason(code, text)
    assert not ReasonForm({"reason_code": code, "reason": text}).is_valid()


@pytest.mark.parametrize(("code", "text"), [("pay", "지급 확인"), ("other", "의회 자료요구 제12호 확인")])
def test_a_code_and_a_few_words_are_enough(code: str, text: str) -> None:
    form = ReasonForm({"reason_code": code, "reason": f" {text} "})
    assert form.is_valid(), form.errors
    assert form.why.recorded["reason"] == text


@pytest.fixture
def office(db: None) -> Office:
    return new_office()


def asked(office: Office) -> tuple[Client, str]:
    """A browser of the payroll officer and the address that shows an account number."""
    person, officer = office.employ().person, office.payroll_officer
    client, address = Client(), reverse("staffing:show_value", args=[person.pk, "account"])
    set_context(None)
    client.force_login(officer)
    set_context(None)
    return client, address


def test_the_code_chosen_last_stands_there_and_the_words_never_do(office: Office) -> None:
    client, address = asked(office)
    shown = client.post(address, {"reason_code": "filing", "reason": "지급명세서 제출 확인"})
    assert shown.context["value"]
    set_context(None)
    again = client.get(address)
    form = again.context["form"]
    assert (form["reason_code"].value(), form["reason"].value()) == ("filing", None)
    assert "지급명세서 제출 확인" not in again.content.decode()


def test_without_words_the_number_stays_hidden_and_nothing_is_recorded(office: Office) -> None:
    client, address = asked(office)
    refused = client.post(address, {"reason_code": "pay", "reason": "1"})
    assert refused.context["value"] is None
    office.enter()
    assert not AccessRecord.objects.filter(verb="reveal").exists()


def test_a_dialogue_gets_the_form_alone(office: Office) -> None:
    client, address = asked(office)
    inside = client.get(address, headers={"X-Asked-In-Dialogue": "1"}).content.decode()
    assert 'id="asking-title"' in inside
    assert "<html" not in inside
