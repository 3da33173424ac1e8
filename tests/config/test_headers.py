"""What every page says to the browser about itself."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_page_may_load_nothing_from_outside_and_run_nothing_inline() -> None:
    """화면은 이 서버가 보낸 것만 쓰고, 본문에 적힌 스크립트와 스타일은 쓰지 않는다."""
    policy = Client().get("/accounts/login/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_nobody_makes_a_login_for_themselves() -> None:
    """스스로 가입할 수 없다."""
    answer = Client().post(
        "/accounts/signup/", {"username": "a", "password1": "long enough 1", "password2": "long enough 1"}
    )
    assert answer.status_code in {200, 403, 404}
    from openinsa.people.models import User

    assert not User.objects.filter(username="a").exists()
