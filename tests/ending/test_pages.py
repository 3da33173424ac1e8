"""Ends of employments on screen: the list, one settlement explained, its way to payment, the settings."""

from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from ending_office import settled
from office import Office, new_office
from openinsa.ending.models import Settlement
from openinsa.people.models import User
from openinsa.people.tenancy import set_context

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return new_office()


class Browser:
    """A signed-in client that enters and leaves the office with every request."""

    def __init__(self, office: Office, user: User) -> None:
        self.office, self.client = office, Client()
        set_context(office.institution.pk)
        self.client.force_login(user)

    def get(self, page: str, /, *arguments: object, **asked: str) -> HttpResponse:
        set_context(None)
        answer = self.client.get(reverse(f"ending:{page}", args=arguments), asked)
        self.office.enter()
        return answer

    def post(self, page: str, /, *arguments: object, **typed: Any) -> HttpResponse:
        set_context(None)
        answer = self.client.post(reverse(f"ending:{page}", args=arguments), typed)
        self.office.enter()
        return answer


@pytest.fixture
def browser(office: Office) -> Browser:
    return Browser(office, office.payroll_officer)


def text(answer: HttpResponse) -> str:
    return " ".join(answer.content.decode().split())


def test_the_list_says_who_leaves_and_drafts_for_the_picked(office: Office, browser: Browser) -> None:
    contract = office.employ(ends_on=date(2026, 6, 30))
    assert "정산 전" in text(browser.get("list"))
    answer = browser.post("draft", row=contract.pk)
    one = Settlement.objects.get()
    assert answer["Location"] == reverse("ending:settlement", args=[one.pk])
    assert "작성됨" in text(browser.get("list", stage="drafted"))


def test_a_settlement_is_explained_down_to_the_paid_slips(office: Office, browser: Browser) -> None:
    one = settled(office, office.employ())
    shown = text(browser.get("settlement", one.pk))
    assert "2,909,040원" in shown
    assert "1일 평균임금 × 30일 × 재직일수 ÷ 365" in shown
    assert "2026-11 공원 환경정비" in shown
    assert "미사용 연차수당과 공정수당은 급여 항목으로 지급" in shown
