"""What an access record says of a look: who, whose, from where, by which way; and what it never says."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from office import Office, new_office
from office_client import OfficeClient
from openinsa.people.addresses import networks_in
from openinsa.people.tenancy import set_context, within
from openinsa.privacy.models import AccessRecord
from openinsa.privacy.reading import note_read

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    office = new_office("가온구")
    office.employ("김하늘")
    office.employ("이바다")
    return office


def looks(office: Office) -> list[AccessRecord]:
    return list(AccessRecord.objects.filter(actor_id=office.clerk.pk).order_by("number"))


def test_a_list_is_one_record_with_everybody_on_the_page_shown(office: Office) -> None:
    OfficeClient(office, office.clerk, "staffing").get("people")
    (look,) = looks(office)
    assert (look.verb, look.what, look.channel, look.count, len(look.people)) == (
        "view",
        "people",
        "page",
        2,
        2,
    )
    assert (look.person_id, look.address) == (None, "127.0.0.1")


def test_a_search_is_on_record_with_whom_it_found_and_never_with_what_was_typed(office: Office) -> None:
    client = OfficeClient(office, office.clerk, "staffing")
    client.get("people", q="하늘")
    client.get("people", q="850412-1234567")
    found, nobody = looks(office)
    assert (found.verb, found.channel, found.count) == ("search", "search", 1)
    assert (nobody.verb, nobody.people, nobody.count) == ("search", [], 0)
    said = {str(value) for look in (found, nobody) for value in vars(look).values()}
    assert not any("하늘" in one or "850412" in one for one in said)


def test_an_answer_that_leads_on_or_finds_nothing_shows_nothing(office: Office) -> None:
    client = OfficeClient(office, office.clerk, "staffing")
    client.post("open_month", office.project.pk, month="2026-06")
    client.get("person", 10**9)
    assert looks(office) == []


@pytest.mark.parametrize(("trusted", "seen"), [("", "127.0.0.1"), ("127.0.0.1/32", "203.0.113.9")])
def test_the_address_is_the_clients_and_only_a_named_proxy_is_believed(
    office: Office, monkeypatch: pytest.MonkeyPatch, trusted: str, seen: str
) -> None:
    monkeypatch.setattr(settings, "TRUSTED_PROXIES", networks_in(trusted))
    client = Client(headers={"X-Forwarded-For": "198.51.100.1, 203.0.113.9"})
    client.force_login(office.clerk)
    set_context(None)
    client.get(reverse("staffing:people"))
    office.enter()
    assert looks(office)[0].address == seen


def test_what_a_job_reads_is_on_record_as_a_job_without_an_address(office: Office) -> None:
    with within(office.institution.pk, office.clerk.pk):
        note_read("slip", [7])
    (look,) = looks(office)
    assert (look.channel, look.address, look.person_id) == ("job", None, 7)


def test_looks_of_one_kind_in_one_transaction_become_one_record(office: Office) -> None:
    with within(office.institution.pk, office.clerk.pk):
        with within(office.institution.pk, office.clerk.pk):
            note_read("slip", [7])
        note_read("slip", [8, None, 7])
        note_read("person", [7])
        note_read("person", [])
    assert [(look.what, look.people) for look in looks(office)] == [("slip", [7, 8]), ("person", [7])]
