"""The pages on which rights are lent and taken back."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from entrance.door import come_in, get, post
from office import Office, new_office
from openinsa.people.models import Delegation

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def office() -> Office:
    return new_office()


def typed(office: Office) -> dict[str, Any]:
    return {
        "taker_id": office.clerk.pk,
        "kind": "acting",
        "rights": ["staffing.approve_month"],
        "valid_from": TODAY.isoformat(),
        "valid_to": (TODAY + timedelta(days=3)).isoformat(),
        "grounds": "여름휴가",
    }


def test_a_head_lends_sees_and_takes_back_a_right(office: Office) -> None:
    given = typed(office)
    head = come_in(office.head)
    assert post(head, "/entrance/delegations/new/", given)["Location"] == "/entrance/delegations/"
    taker = come_in(office.enter().clerk)
    page = get(taker, "/entrance/delegations/").content.decode()
    assert "여름휴가" in page
    assert "월 근무상황 승인" in page
    office.enter()
    one = f"/entrance/delegations/{Delegation.objects.get().pk}/revoke/"
    assert "거두기" not in get(taker, one).content.decode()
    assert "거두기" in get(head, one).content.decode()
    assert post(head, one).status_code == 302
    office.enter()
    assert Delegation.objects.get().revoked_at is not None


def test_the_form_says_what_is_wrong_and_offers_only_ones_own_rights(office: Office) -> None:
    given = typed(office)
    head = come_in(office.head)
    late = {**given, "valid_to": (TODAY - timedelta(days=1)).isoformat()}
    assert "위임은 오늘이나 그 뒤에 끝나고" in post(head, "/entrance/delegations/new/", late).content.decode()
    page = get(head, "/entrance/delegations/new/").content.decode()
    assert "급여 계산" not in page.split("<main")[1]
    forged = {**given, "rights": ["payroll.pay"]}
    assert post(head, "/entrance/delegations/new/", forged).status_code == 200
    office.enter()
    assert not Delegation.objects.exists()


def test_whoever_has_nothing_to_lend_gets_no_form(office: Office) -> None:
    assert get(come_in(office.clerk), "/entrance/delegations/new/").status_code == 403
