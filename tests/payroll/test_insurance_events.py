"""Who is to be reported as gained or lost by an insurance, and by when."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from exports import taken_out
from office import JUNE, Office, new_office
from openinsa.payroll.insurance_events import events_of
from openinsa.people.tenancy import set_context
from openinsa.staffing.models import Contract
from payroll.test_bill_pages import asked
from payroll.test_bills import number_of
from statements import counted_statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return new_office()


def told(month: date) -> list[tuple[str, str, str, str]]:
    """(name, kind, insurance, due) of a month's events."""
    found = events_of(month, Contract.objects.all())
    return [(one.name, one.kind, one.insurance_word, f"{one.due}") for one in found]


def test_somebody_hired_within_a_month_is_reported_to_all_four(office: Office) -> None:
    office.employ(starts_on=date(2026, 6, 10))
    assert sorted(told(JUNE)) == [
        ("김하늘", "gained", "건강보험(장기요양 포함)", "2026-06-24"),
        ("김하늘", "gained", "고용보험", "2026-07-15"),
        ("김하늘", "gained", "국민연금", "2026-07-15"),
        ("김하늘", "gained", "산재보험", "2026-07-15"),
    ]


def test_a_loss_is_of_the_day_after_the_last_one(office: Office) -> None:
    office.employ(ends_on=date(2026, 5, 31))
    found = events_of(JUNE, Contract.objects.all())
    assert {(one.kind, one.on) for one in found} == {("lost", date(2026, 6, 1))}
    assert events_of(date(2026, 5, 1), Contract.objects.all()) == []


def test_whoever_goes_on_in_another_project_is_neither_lost_nor_gained(office: Office) -> None:
    first = office.employ(ends_on=date(2026, 6, 14))
    office.new_project("다른 사업")
    number = number_of(first)
    office.employ(project="다른 사업", resident_number=number, starts_on=date(2026, 6, 15))
    assert told(JUNE) == []


def test_somebody_of_sixty_is_not_reported_to_the_pension(office: Office) -> None:
    office.employ(resident_number="600412-1000555", starts_on=JUNE)
    assert "국민연금" not in {insurance for _name, _kind, insurance, _due in told(JUNE)}


def test_day_labour_is_marked_to_be_looked_at(office: Office) -> None:
    contract = office.employ(starts_on=JUNE)
    Contract.objects.filter(pk=contract.pk).update(day_labour=True)
    certain = {one.insurance_word: one.certain for one in events_of(JUNE, Contract.objects.all())}
    assert not certain["국민연금"]
    assert certain["고용보험"]


def test_events_take_the_same_number_of_statements_for_any_number_of_people(office: Office) -> None:
    office.employ(starts_on=JUNE)
    with counted_statements() as few:
        events_of(JUNE, Contract.objects.all())
    for name in ("박새봄", "최바다", "정가람"):
        office.employ(name, starts_on=JUNE)
    with counted_statements() as many:
        assert len(events_of(JUNE, Contract.objects.all())) == 16
    assert len(many) == len(few)


def test_the_list_is_seen_and_downloaded_by_whoever_sees_pay(office: Office) -> None:
    office.employ(starts_on=date(2026, 6, 10))
    client = Client()
    set_context(office.institution.pk)
    client.force_login(office.payroll_officer)
    set_context(None)
    page = client.get(reverse("payroll:insurance_events"), {"month": "2026-06"}).content.decode()
    assert "2026-06-24" in page
    lost = client.get(reverse("payroll:insurance_events"), {"month": "2026-06", "kind": "lost"})
    assert "김하늘" not in lost.content.decode()
    sheet = taken_out(client, reverse("payroll:insurance_events"), {"month": "2026-06", "download": "xlsx"})
    assert sheet["Content-Type"].startswith("application/vnd.openxmlformats")
    office.enter()
    assert asked(office, office.head, "insurance_events").status_code == 403
