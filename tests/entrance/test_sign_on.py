"""Single sign-on against a real OpenID provider that runs beside the test."""

import json
import os
import socket
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.utils.html import escape
from oidc_provider_mock import User as Claims
from oidc_provider_mock import run_server_in_thread

from entrance.door import come_in, get, is_in, post
from office import Office, new_office
from openinsa.entrance.bonds import BoundToAnother, NotBound, loosen_bond
from openinsa.entrance.models import Provider, SignIn, SignInRules
from openinsa.entrance.oidc import (
    JourneyLost,
    ProviderSilent,
    SignOnDenied,
    TokenExpired,
    TokenUntrue,
    WrongAudience,
    WrongIssuer,
)
from openinsa.entrance.providers import IssuerNotAllowed, NoProvider, may_be_asked, set_provider
from openinsa.entrance.sign_on_pages import NobodyByThatName
from openinsa.people.institutions import operator_at_the_server, suspend_institution
from openinsa.people.models import User
from openinsa.people.refusals import NotAllowed, NotFound, ReasonMissing, Refused
from openinsa.people.roles import Role
from openinsa.people.tenancy import NOBODY, within
from openinsa.privacy.models import ChangeRecord

pytestmark = pytest.mark.django_db
CLERK, STRANGER, NAMELESS = "sub-of-the-clerk", "sub-of-a-stranger", "sub-without-a-name"
PEOPLE = (
    Claims(sub=CLERK, claims={"preferred_username": "clerk-1"}),
    Claims(sub=STRANGER, claims={"preferred_username": "nobody-here"}),
    Claims(sub=NAMELESS, claims={}),
)
os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # the provider of the test speaks without TLS, on this machine


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with run_server_in_thread(user_claims=PEOPLE, require_nonce=True) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def office(issuer: str, settings: Any) -> Office:
    settings.OIDC_HOSTS = [urlsplit(issuer).netloc]
    office = new_office(code="GAON")
    User.objects.filter(pk=office.clerk.pk).update(username="clerk-1")
    set_up(office, issuer)
    return office


def set_up(office: Office, issuer: str, **changed: Any) -> Provider:
    usual = {
        "name": "가온구 통합인증",
        "issuer": issuer,
        "client_id": "openinsa",
        "client_secret": "a very secret word",
        "claim": "preferred_username",
        "is_active": True,
    }
    return set_provider(office.hr_officer, **{**usual, **changed})


def start(client: Client, key: str = "GAON", onward: str = "") -> str:
    """The address at the provider to which the browser is sent."""
    return get(client, f"/entrance/sign-on/start/?key={key}&next={onward}")["Location"]


def approve(address: str, sub: str = CLERK) -> str:
    """Sign in at the provider; the address with which it sends the browser back."""
    answer = requests.post(address, data={"sub": sub}, allow_redirects=False, timeout=10)
    return answer.headers["Location"]


def back(client: Client, address: str) -> HttpResponse:
    parts = urlsplit(address)
    return get(client, f"{parts.path}?{parts.query}")


def whole_way(client: Client, sub: str = CLERK, before_back: Callable[[], Any] | None = None) -> HttpResponse:
    address = approve(start(client), sub)
    if before_back:
        before_back()
    return back(client, address)


def sentence_of(refusal: type[Refused], **named: str) -> str:
    return escape(str(refusal(**named)))


def assert_refused(client: Client, answer: HttpResponse, refusal: type[Refused], **named: str) -> None:
    """One sentence, nobody in, and a line in the history."""
    assert answer.status_code == refusal.status
    assert sentence_of(refusal, **named) in answer.content.decode()
    assert not is_in(client)


def test_an_invited_user_comes_in_and_where_the_way_was_to_lead(office: Office) -> None:
    client = Client()
    address = approve(start(client, onward="/staffing/people/"))
    assert back(client, address)["Location"] == "/staffing/people/"
    assert is_in(client)
    office.enter()
    assert SignIn.objects.get().method == "provider"
    assert SignIn.objects.get().user_id == office.clerk.pk


def test_the_way_out_carries_state_nonce_and_pkce_and_no_secret(office: Office) -> None:
    first, second = (parse_qs(urlsplit(start(Client())).query) for _ in range(2))
    assert first["code_challenge_method"] == ["S256"]
    for name in ("state", "nonce", "code_challenge"):
        assert len(first[name][0]) >= 43
        assert first[name] != second[name]
    assert "secret" not in str(first)


@pytest.mark.parametrize("onward", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_the_way_never_leads_to_another_site(office: Office, onward: str) -> None:
    client = Client()
    assert back(client, approve(start(client, onward=onward)))["Location"] == "/"


def test_whoever_was_not_invited_gets_no_login(office: Office) -> None:
    client = Client()
    before = User.objects.count()
    assert_refused(client, whole_way(client, STRANGER), NobodyByThatName)
    office.enter()
    assert User.objects.count() == before
    with within(NOBODY):
        line = SignIn.objects.get(outcome=SignIn.Outcome.PROVIDER_REFUSED)
    assert line.user_id is None
    assert line.login_token


def test_a_user_of_another_institution_does_not_come_in_over_this_one(office: Office) -> None:
    User.objects.filter(username="clerk-1").update(username="moved")
    neighbour = new_office("나래시")
    User.objects.filter(pk=neighbour.clerk.pk).update(username="clerk-1")
    client = Client()
    assert_refused(client, whole_way(client), NobodyByThatName)


def test_another_person_under_the_same_login_name_is_refused_until_hr_lets_go(office: Office) -> None:
    client = Client()
    whole_way(client)
    assert is_in(client)
    office.enter()
    User.objects.filter(pk=office.clerk.pk).update(username="nobody-here")
    other = Client()
    assert_refused(other, whole_way(other, STRANGER), BoundToAnother, login="nobody-here")
    office.enter()
    with pytest.raises(ReasonMissing):
        loosen_bond(office.hr_officer, office.clerk.pk, reason=" ")
    typed = {"reason": "통합로그인을 다시 만듦, 본인 확인"}
    page = f"/entrance/users/{office.clerk.pk}/loosen-bond/"
    assert post(come_in(office.hr_officer), page, typed).status_code == 302
    office.enter()
    line = ChangeRecord.objects.get(verb="bond_loosened")
    assert (line.row_id, line.reason) == (office.clerk.pk, typed["reason"])
    with pytest.raises(NotBound):
        loosen_bond(office.hr_officer, office.clerk.pk, reason="한 번 더")
    anew = Client()
    whole_way(anew, STRANGER)
    assert is_in(anew)


def test_whoever_renames_at_the_provider_does_not_become_a_colleague(office: Office) -> None:
    """통합로그인에서 이름을 바꾼 사람이 아직 들어온 적 없는 동료가 되지 못한다."""
    whole_way(Client())
    office.enter()
    User.objects.filter(pk=office.clerk.pk).update(username="clerk-before")
    User.objects.filter(pk=office.head.pk).update(username="clerk-1")
    client = Client()
    assert_refused(client, whole_way(client), BoundToAnother, login="clerk-1")


def test_only_who_manages_people_of_the_same_institution_loosens_a_bond(office: Office) -> None:
    with pytest.raises(NotAllowed):
        loosen_bond(office.head, office.clerk.pk, reason="다시 묶기")
    stranger = new_office("나래시").clerk
    office.enter()
    with pytest.raises(NotFound):
        loosen_bond(office.hr_officer, stranger.pk, reason="다시 묶기")
    assert get(come_in(office.hr_officer), f"/entrance/users/{stranger.pk}/loosen-bond/").status_code == 404


def test_a_provider_that_answers_drop_by_drop_is_not_waited_for(
    office: Office, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("localhost", 0)) as server:
        drops = Thread(target=trickle, args=[server], daemon=True)
        drops.start()
        host = f"localhost:{server.getsockname()[1]}"
        settings.OIDC_HOSTS = [host]
        Provider.objects.update(issuer=f"http://{host}")
        monkeypatch.setattr("openinsa.entrance.oidc.WHOLE_CALL", 0.3)
        silent = get(Client(), "/entrance/sign-on/start/?key=GAON")
    drops.join()
    assert (silent.status_code, sentence_of(ProviderSilent) in silent.content.decode()) == (500, True)


def trickle(server: socket.socket) -> None:
    """Answer one request a byte at a time, each in time by itself, until nobody listens any more."""
    caller, _address = server.accept()
    with caller, suppress(OSError):
        caller.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n")
        for _byte in range(20):
            caller.sendall(b"x")
            time.sleep(0.1)


def test_a_state_of_somebody_else_is_refused(office: Office) -> None:
    theirs = approve(start(Client()))
    client = Client()
    start(client)
    assert_refused(client, back(client, theirs), JourneyLost)


def test_a_way_back_works_once(office: Office) -> None:
    client = Client()
    address = approve(start(client))
    back(client, address)
    post(client, "/accounts/logout/")
    answer = back(client, address)
    assert answer.status_code in {JourneyLost.status, NoProvider.status}
    assert not is_in(client)


def test_a_way_that_took_too_long_is_refused(office: Office) -> None:
    client = Client()
    assert_refused(client, whole_way(client, before_back=lambda: put(client, at=0)), JourneyLost)


def put(client: Client, **changed: Any) -> None:
    """Change what the session remembers of the way."""
    session = client.session
    session["sign_on"] = {**session["sign_on"], **changed}
    session.save()


def test_a_token_with_another_nonce_is_refused(office: Office) -> None:
    client = Client()
    assert_refused(client, whole_way(client, before_back=lambda: put(client, nonce="other")), TokenUntrue)


def test_a_token_for_another_program_is_refused(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()
    address = approve(start(client))
    office.enter()
    from openinsa.entrance import oidc

    exchange = oidc._exchange
    monkeypatch.setattr(oidc, "_exchange", lambda one, *rest: exchange(replaced(one, "openinsa"), *rest))
    set_up(office, Provider.objects.get().issuer, client_id="another-program")
    assert_refused(client, back(client, address), WrongAudience)


def replaced(one: Any, client_id: str) -> Any:
    """The provider as it was asked before its client id was changed."""
    from dataclasses import replace

    return replace(one, client_id=client_id)


def test_a_provider_that_says_it_is_another_is_refused(office: Office, issuer: str, settings: Any) -> None:
    by_number = issuer.replace("localhost", "127.0.0.1")
    settings.OIDC_HOSTS = [urlsplit(issuer).netloc, urlsplit(by_number).netloc]
    client = Client()
    address = approve(start(client))
    office.enter()
    Provider.objects.update(issuer=f"{by_number}/")
    other = issuer.replace("localhost", "LOCALHOST")
    Provider.objects.update(issuer=other)
    settings.OIDC_HOSTS.append(urlsplit(other).netloc)
    assert_refused(client, back(client, address), WrongIssuer)


def test_an_expired_token_is_refused(settings: Any) -> None:
    with run_server_in_thread(user_claims=PEOPLE, access_token_max_age=timedelta(hours=-1)) as server:
        issuer = f"http://localhost:{server.server_port}"
        settings.OIDC_HOSTS = [urlsplit(issuer).netloc]
        office = new_office(code="GAON")
        User.objects.filter(pk=office.clerk.pk).update(username="clerk-1")
        set_up(office, issuer)
        client = Client()
        assert_refused(client, whole_way(client), TokenExpired)


def test_a_provider_that_names_nobody_is_refused(office: Office) -> None:
    client = Client()
    assert_refused(client, whole_way(client, NAMELESS), TokenUntrue)


def test_whoever_turns_back_at_the_provider_is_told_so(office: Office) -> None:
    client = Client()
    state = parse_qs(urlsplit(start(client)).query)["state"][0]
    answer = get(client, f"/entrance/sign-on/back/?error=access_denied&state={state}")
    assert_refused(client, answer, SignOnDenied)


def test_the_word_that_redeems_the_code_stays_in_the_session(office: Office) -> None:
    client = Client()
    address = start(client)
    verifier = client.session["sign_on"]["verifier"]
    digest = urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    assert parse_qs(urlsplit(address).query)["code_challenge"] == [digest]
    assert verifier not in address


def test_a_user_switched_off_run_out_or_of_a_suspended_institution_stays_outside(office: Office) -> None:
    clerk = User.objects.filter(username="clerk-1")
    for change in ({"is_active": False}, {"is_active": True, "valid_to": "2020-01-01"}):
        office.enter()
        clerk.update(**change)
        client = Client()
        assert whole_way(client).status_code in {302, 403}
        assert not is_in(client)
    office.enter()
    clerk.update(valid_to=None)
    client = Client()
    address = approve(start(client))
    suspend_institution(operator_at_the_server(), office.institution.pk, reason="계약 종료")
    assert back(client, address).status_code in {403, 404}
    assert not is_in(client)


def test_the_second_factor_is_asked_for_all_the_same(office: Office) -> None:
    SignInRules.objects.create(institution=office.institution, second_factor_roles=["project_clerk"])
    client = Client()
    whole_way(client)
    assert get(client, "/")["Location"] == "/entrance/second-factor/"


def test_an_unknown_code_and_a_silent_provider_are_told_in_a_sentence(office: Office, settings: Any) -> None:
    unknown = get(Client(), "/entrance/sign-on/start/?key=NOWHERE")
    assert (unknown.status_code, sentence_of(NoProvider) in unknown.content.decode()) == (404, True)
    office.enter()
    settings.OIDC_HOSTS = ["localhost:9"]
    Provider.objects.update(issuer="http://localhost:9")
    silent = get(Client(), "/entrance/sign-on/start/?key=GAON")
    assert (silent.status_code, sentence_of(ProviderSilent) in silent.content.decode()) == (500, True)


def test_requests_go_to_named_hosts_alone(office: Office) -> None:
    hosts = {"sso.example.kr", "localhost:9"}
    assert may_be_asked("https://sso.example.kr/token", hosts)
    assert may_be_asked("http://localhost:9/token", hosts)
    for address in (
        "http://sso.example.kr/token",
        "https://sso.example.kr.evil.example/",
        "https://sso.example.kr@evil.example/",
        "https://user@sso.example.kr/",
        "https://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "",
    ):
        assert not may_be_asked(address, hosts), address
    with pytest.raises(IssuerNotAllowed, match=r"evil\.example"):
        set_up(office, "https://evil.example")
    with pytest.raises(NotAllowed):
        set_provider(
            office.clerk,
            name="x",
            issuer="https://evil.example",
            client_id="x",
            client_secret="",
            claim="sub",
            is_active=True,
        )


def test_the_secret_is_sealed_kept_when_left_empty_and_never_shown(office: Office, issuer: str) -> None:
    client = come_in(office.hr_officer)
    typed = {"name": "새 이름", "issuer": issuer, "client_id": "openinsa", "claim": "sub", "is_active": "on"}
    assert post(client, "/entrance/provider/", typed).status_code == 302
    page = get(client, "/entrance/provider/").content.decode()
    assert "새 이름" in page
    assert "a very secret word" not in page
    office.enter()
    with connection.cursor() as cursor:
        cursor.execute("SELECT entrance_provider::text FROM entrance_provider")
        assert "secret word" not in str(cursor.fetchall())
    assert Provider.objects.get().client_secret_sealed


def test_a_provider_of_the_installation_serves_every_institution(
    office: Office, issuer: str, settings: Any, tmp_path: Path
) -> None:
    Provider.objects.all().delete()
    file = tmp_path / "providers.json"
    given = {
        "key": "gov",
        "name": "정부 통합인증",
        "issuer": issuer,
        "client_id": "all",
        "client_secret": "s",
    }
    file.write_text(json.dumps([given]), encoding="utf-8")
    settings.OIDC_FILE, settings.OIDC_HOSTS = str(file), []
    client = Client()
    assert "정부 통합인증" in get(client, "/entrance/sign-on/").content.decode()
    back(client, approve(start(client, "gov")))
    assert is_in(client)
    office.enter()
    assert office.user(Role.WORKER)
