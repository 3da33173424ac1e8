"""An address that only takes what a button sends says so on a page with a way back."""

import pytest
from django.conf import settings
from django.http import HttpResponseNotAllowed
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from office import new_office
from web.test_handing_out import signed_in

pytestmark = pytest.mark.django_db


def test_opened_by_its_address_it_says_so_and_leads_back() -> None:
    client = signed_in(new_office().hr_officer)
    came_from = "http://testserver/entrance/mine/"
    answer = client.get(reverse("entrance:end_others"), headers={"Referer": came_from})
    page = answer.content.decode()
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "단추를 눌렀을 때만" in page
    assert f'href="{came_from}"' in page


@pytest.mark.parametrize("referer", ["https://evil.example/", ""])
def test_the_way_back_never_leads_to_another_site(referer: str) -> None:
    client = signed_in(new_office().hr_officer)
    page = client.get(reverse("entrance:end_others"), headers={"Referer": referer}).content.decode()
    assert "evil" not in page
    assert 'class="krds-btn" href="/"' in page


def test_no_page_answers_a_wrong_method_with_nothing() -> None:
    """단추로만 여는 모든 주소가 빈 화면 대신 한 문장으로 답한다."""
    client, asked = signed_in(new_office().hr_officer), 0
    for name in names_without_numbers():
        answer = client.get(reverse(name))
        if answer.status_code == HttpResponseNotAllowed.status_code:
            asked += 1
            assert "단추를 눌렀을 때만" in answer.content.decode(), name
    assert asked > 5


def names_without_numbers() -> list[str]:
    """The rooms' addresses that name no row."""
    rooms = {app.split(".")[1] for app in settings.INSTALLED_APPS if app.startswith("openinsa.")}
    found = []
    for room in get_resolver().url_patterns:
        if isinstance(room, URLResolver) and room.namespace in rooms:
            plain = (one for one in room.url_patterns if isinstance(one, URLPattern))
            found += [f"{room.namespace}:{one.name}" for one in plain if "<" not in str(one.pattern)]
    return found
