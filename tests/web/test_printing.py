"""A page that is made to be printed asks why, is on record, and bears who printed it, when and why."""

import pytest
from django.urls import reverse

from exports import WHY, sent
from office import Office, new_office
from openinsa.people.tenancy import set_context
from openinsa.privacy.exports import ReasonToPrintNeeded
from openinsa.privacy.models import AccessRecord
from openinsa.privacy.queries import exports_of
from openinsa.privacy.read_words import what_read
from openinsa.staffing.actions.papers import hand_out_month
from web.test_handing_out import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    office = new_office()
    office.employ("김하늘")
    office.employ("이바다")
    return office


def test_a_month_is_not_shown_for_print_without_a_reason(office: Office) -> None:
    month = office.month()
    with pytest.raises(ReasonToPrintNeeded):
        hand_out_month(office.clerk, month.pk, printed=True)
    page = signed_in(office.clerk).get(reverse("staffing:month_print", args=[month.pk])).content.decode()
    assert "인쇄할 화면 열기" in page
    assert "2명의 개인정보" in page
    assert "김하늘" not in page
    office.enter()
    assert not AccessRecord.objects.filter(verb="print").exists()


def test_a_printed_month_says_who_printed_it_when_and_why_and_stands_on_record(office: Office) -> None:
    address = reverse("staffing:month_print", args=[office.month().pk])
    page = sent(signed_in(office.clerk), address).content.decode()
    edge = page.split('class="print-edge"')[1].split("</p>")[0]
    for words in (office.institution.name, f"인쇄한 사람 {office.clerk.name}", WHY.text, "급여 지급", "2명"):
        assert words in edge
    office.enter()
    record = AccessRecord.objects.get(verb="print")
    assert (record.what, record.count, record.reason) == ("month_print", 2, WHY.text)
    person = office.project.contracts.first().person
    assert record in exports_of(person)


def test_any_other_page_bears_who_printed_it_and_which_it_was(office: Office) -> None:
    address = reverse("staffing:month", args=[office.month().pk])
    page = signed_in(office.clerk).get(address).content.decode()
    edge = page.split('class="print-edge"')[1].split("</p>")[0]
    assert f"{office.clerk.name} ({office.clerk.username})" in edge
    assert address in edge


def test_a_month_that_was_seen_and_one_that_was_taken_are_told_apart(office: Office) -> None:
    month = office.month()
    client = signed_in(office.clerk)
    client.get(reverse("staffing:month", args=[month.pk]))
    sent(client, reverse("staffing:month_download", args=[month.pk]))
    sent(client, reverse("staffing:month_print", args=[month.pk]))
    set_context(office.institution.pk, None)
    told = {
        what_read(one.what, one.verb)
        for one in AccessRecord.objects.filter(verb__in=("view", "download", "print"))
    }
    assert told == {"월 근무상황", "월 근무상황 엑셀", "월 근무상황 인쇄"}
    assert what_read("month_sheet", "view") == "월 근무상황"
