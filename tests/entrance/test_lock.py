"""After too many wrong passwords a login is locked for everybody alike, whoever counts and wherever."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from office import Office, new_office
from openinsa.entrance import attempts
from openinsa.entrance.actions import NotLocked, unlock_login
from openinsa.entrance.models import Attempt, Notice, SignIn
from openinsa.people.models import User
from openinsa.people.refusals import NotAllowed, NotFound
from openinsa.people.tenancy import NOBODY, set_context, within

PASSWORD = "a long enough word"
LOCKED = "여러 번 틀려 잠겼습니다"


@pytest.fixture
def office(db: None) -> Office:
    return new_office()


def tries(username: str, password: str, times: int = 1, **sent: str) -> list[str]:
    """What the door says to each of several tries."""
    set_context(None)
    said = []
    for _ in range(times):
        typed = {"login": username, "password": password}
        said.append(Client().post(reverse("account_login"), typed, **sent).content.decode())
    return said


def gets_in(username: str, **sent: str) -> bool:
    set_context(None)
    client = Client()
    client.post(reverse("account_login"), {"login": username, "password": PASSWORD}, **sent)
    return "_auth_user_id" in client.session


def test_the_sixth_try_is_refused_even_with_the_right_password(office: Office) -> None:
    username = office.clerk.username
    assert not any(LOCKED in page for page in tries(username, "wrong", 5))
    assert LOCKED in tries(username, PASSWORD)[0]
    assert not gets_in(username)


def test_a_login_that_does_not_exist_is_locked_in_the_same_words(office: Office) -> None:
    username = office.clerk.username
    known = tries(username, "wrong", 6)
    unknown = tries("nobody-at-all", "wrong", 6)
    assert [LOCKED in page for page in known] == [LOCKED in page for page in unknown]
    strip = [page.replace(username, "") for page in known[:1]]
    assert "nobody" not in strip[0]


def test_capitals_hide_no_try_from_the_history_and_the_owner_of_a_login(office: Office) -> None:
    tries(office.clerk.username.upper(), "wrong", 5)
    office.enter()
    outcomes = list(SignIn.objects.filter(user_id=office.clerk.pk).values_list("outcome", flat=True))
    assert outcomes.count(SignIn.Outcome.WRONG) == 5
    assert Notice.objects.get(user=office.clerk).kind == Notice.Kind.LOCK_BEGAN


def test_the_lock_ends_by_itself(office: Office) -> None:
    username = office.clerk.username
    tries(username, "wrong", 5)
    Attempt.objects.update(locked_until=timezone.now() - timedelta(hours=1))
    assert gets_in(username)


def test_a_right_password_lets_the_count_begin_anew(office: Office) -> None:
    username = office.clerk.username
    tries(username, "wrong", 4)
    assert gets_in(username)
    tries(username, "wrong", 4)
    assert gets_in(username)


def test_failures_of_long_ago_are_not_counted(office: Office) -> None:
    username = office.clerk.username
    tries(username, "wrong", 4)
    Attempt.objects.update(since=timezone.now() - timedelta(hours=1))
    tries(username, "wrong", 4)
    assert gets_in(username)


def test_an_address_that_tries_many_logins_is_locked_and_another_is_not(office: Office) -> None:
    username = office.clerk.username
    for number in range(50):
        tries(f"guess-{number}", "wrong")
    assert not gets_in(username)
    assert gets_in(username, REMOTE_ADDR="192.0.2.7")


def test_an_address_of_version_6_is_counted_with_its_neighbours() -> None:
    assert attempts.address_key("2001:db8::1") == attempts.address_key("2001:db8::ffff")
    assert attempts.address_key("2001:db8::1") != attempts.address_key("2001:db8:1::1")


def test_hr_unlocks_a_login_and_it_stands_in_the_history(office: Office) -> None:
    clerk, hr = office.clerk, office.hr_officer
    tries(clerk.username, "wrong", 5)
    office.enter()
    unlock_login(hr, clerk.pk)
    outcomes = list(SignIn.objects.order_by("pk").values_list("outcome", flat=True))
    assert outcomes == [*["wrong"] * 5, "lock_began", "unlocked"]
    assert gets_in(clerk.username)
    office.enter()
    with pytest.raises(NotLocked, match=clerk.username):
        unlock_login(hr, clerk.pk)


def test_only_hr_of_the_same_institution_unlocks(office: Office) -> None:
    clerk, head = office.clerk, office.head
    stranger = new_office("나래시").hr_officer
    with pytest.raises(NotFound):
        unlock_login(stranger, clerk.pk)
    with pytest.raises(NotAllowed):
        unlock_login(head, clerk.pk)


def test_the_owner_is_told_of_the_lock(office: Office) -> None:
    clerk = office.clerk
    tries(clerk.username, "wrong", 5)
    office.enter()
    assert Notice.objects.get().user == clerk
    assert Notice.objects.get().kind == Notice.Kind.LOCK_BEGAN


def test_a_login_that_nobody_has_is_never_stored_as_it_was_typed(office: Office) -> None:
    tries("my-secret-password", "wrong", 2)
    with within(NOBODY):
        lines = list(SignIn.objects.filter(user_id=None))
    assert len({bytes(line.login_token) for line in lines}) == 1
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT entrance_signin::text FROM entrance_signin UNION SELECT entrance_attempt::text FROM entrance_attempt"
        )
        assert "my-secret" not in str(cursor.fetchall())


def test_tries_at_the_same_moment_get_no_further_than_one_after_another(fresh_database: str) -> None:
    def guess() -> None:
        refused.append(attempts.count_try("clerk", "192.0.2.1").locked_until is not None)
        connections.close_all()

    refused: list[bool] = []
    threads = [threading.Thread(target=guess) for _ in range(12)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert refused.count(False) == 5
    assert not User.objects.exists()
