"""An institution may name the networks from which its staff come in, and nobody locks oneself out."""

from typing import Any

import pytest

from entrance.door import come_in, get, is_in
from office import Office, new_office
from openinsa.entrance.models import SignIn, SignInRules
from openinsa.entrance.rules import NetworkShutsOneselfOut, NetworkUnreadable, change_rules
from openinsa.people.refusals import NotAllowed
from openinsa.people.roles import Role

pytestmark = pytest.mark.django_db
INSIDE, OUTSIDE = "192.0.2.7", "203.0.113.5"
RULES: dict[str, Any] = {
    "second_factor_roles": [],
    "idle_minutes": 30,
    "longest_hours": 12,
    "allowed_networks": "192.0.2.0/24\n2001:db8::/32",
    "workers_from_anywhere": True,
    "address": INSIDE,
}


@pytest.fixture
def office() -> Office:
    office = new_office()
    change_rules(office.hr_officer, **RULES)
    return office


@pytest.mark.parametrize(
    ("address", "lets_in"), [(INSIDE, True), (OUTSIDE, False), ("2001:db8::9", True), ("2001:db9::9", False)]
)
def test_staff_come_in_from_the_named_networks_alone(office: Office, address: str, lets_in: bool) -> None:
    assert is_in(come_in(office.clerk, REMOTE_ADDR=address)) == lets_in
    office.enter()
    outcome = SignIn.Outcome.SIGNED_IN if lets_in else SignIn.Outcome.ELSEWHERE
    assert SignIn.objects.get().outcome == outcome


def test_a_session_carried_elsewhere_opens_no_page_there_and_goes_on_at_home(office: Office) -> None:
    client = come_in(office.clerk, REMOTE_ADDR=INSIDE)
    answer = get(client, "/entrance/mine/", REMOTE_ADDR=OUTSIDE)
    assert answer.status_code == 403
    assert "허용하지 않는 망" in answer.content.decode()
    assert is_in(client, REMOTE_ADDR=INSIDE)


def test_workers_may_be_let_in_from_anywhere_and_staff_who_are_workers_too_may_not(office: Office) -> None:
    worker = office.user(Role.WORKER)
    both = office.user(Role.WORKER)
    both.roles.append(Role.PROJECT_CLERK)
    both.save()
    assert is_in(come_in(worker, REMOTE_ADDR=OUTSIDE))
    assert not is_in(come_in(both, REMOTE_ADDR=OUTSIDE))
    office.enter()
    change_rules(office.hr_officer, **{**RULES, "workers_from_anywhere": False})
    assert not is_in(come_in(worker, REMOTE_ADDR=OUTSIDE))


def test_a_forged_header_opens_nothing(office: Office) -> None:
    assert not is_in(come_in(office.clerk, REMOTE_ADDR=OUTSIDE, HTTP_X_FORWARDED_FOR=INSIDE))


def test_nobody_names_networks_without_the_own_address(office: Office) -> None:
    with pytest.raises(NetworkShutsOneselfOut, match=INSIDE):
        change_rules(office.hr_officer, **{**RULES, "allowed_networks": "198.51.100.0/24"})
    assert SignInRules.objects.get().allowed_networks == ["192.0.2.0/24", "2001:db8::/32"]


def test_what_is_no_network_is_named(office: Office) -> None:
    with pytest.raises(NetworkUnreadable, match=r"192\.0\.2\.0/33"):
        change_rules(office.hr_officer, **{**RULES, "allowed_networks": "192.0.2.0/24 192.0.2.0/33"})


def test_only_hr_changes_the_rules_and_only_its_own(office: Office) -> None:
    with pytest.raises(NotAllowed):
        change_rules(office.payroll_officer, **RULES)
    neighbour = new_office("나래시")
    assert not SignInRules.objects.exists()
    assert is_in(come_in(neighbour.clerk, REMOTE_ADDR=OUTSIDE))


def test_the_page_stores_the_rules_and_says_what_is_wrong(office: Office) -> None:
    client = come_in(office.hr_officer, REMOTE_ADDR=INSIDE)
    typed = {**RULES, "idle_minutes": 20, "second_factor_roles": [Role.AUDITOR]}
    del typed["address"]
    answer = client.post("/entrance/rules/", {**typed, "allowed_networks": "10.0.0.0/8"}, REMOTE_ADDR=INSIDE)
    assert "지금 쓰고 있는 주소 192.0.2.7" in answer.content.decode()
    assert client.post("/entrance/rules/", typed, REMOTE_ADDR=INSIDE).status_code == 302
    office.enter()
    assert SignInRules.objects.get().idle_minutes == 20
