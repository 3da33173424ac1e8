"""Every page is graded by the rules of the HTTP Observatory, as docs/headers.md writes them down."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from office import Office, new_office
from openinsa.people.models import User
from openinsa.people.roles import Role
from openinsa.people.tenancy import set_context

pytestmark = pytest.mark.django_db
SIX_MONTHS = 15_768_000
LIBRARIES = {"", "v1"}  # of allauth some are walked below; the API describes itself


def grade(answer: HttpResponse) -> int:
    """The score of an answer; 100 and more is an A+."""
    return 100 + sum(
        rule(answer) for rule in (cookies, sharing, policy, transport, sniffing, framing, scripts)
    )


def cookies(answer: HttpResponse) -> int:
    jar: SimpleCookie = answer.cookies
    for name, one in jar.items():
        if not one["secure"]:
            return -40 if "session" in name else -20
        if "session" in name and not one["httponly"]:
            return -30
    return 0


def sharing(answer: HttpResponse) -> int:
    return -50 if answer.headers.get("Access-Control-Allow-Origin") == "*" else 0


def policy(answer: HttpResponse) -> int:
    told = answer.headers.get("Content-Security-Policy", "")
    if not told:
        return -25
    if "unsafe-inline" in told or "http:" in told:
        return -20
    if "unsafe-eval" in told:
        return -10
    return 10 if "default-src 'none'" in told else 5


def transport(answer: HttpResponse) -> int:
    found = re.search(r"max-age=(\d+)", answer.headers.get("Strict-Transport-Security", ""))
    return 0 if found and int(found[1]) >= SIX_MONTHS else -20


def sniffing(answer: HttpResponse) -> int:
    return 0 if answer.headers.get("X-Content-Type-Options") == "nosniff" else -5


def framing(answer: HttpResponse) -> int:
    if "frame-ancestors 'none'" in answer.headers.get("Content-Security-Policy", ""):
        return 5
    return 0 if answer.headers.get("X-Frame-Options") in {"DENY", "SAMEORIGIN"} else -20


def scripts(answer: HttpResponse) -> int:
    outside = re.findall(r"<script[^>]+src=[\"'](?:https?:)?//", body(answer))
    return -50 if outside else 0


def body(answer: HttpResponse) -> str:
    return "" if answer.streaming else answer.content.decode(errors="replace")


def walk(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    """The names of our rooms' addresses that need no id."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from walk(pattern, pattern.namespace or namespace)
        elif namespace not in LIBRARIES and pattern.name and not pattern.pattern.converters:
            yield f"{namespace}:{pattern.name}"


def addresses() -> list[str]:
    ours = sorted({reverse(name) for name in walk(get_resolver())})
    others = ["/accounts/login/", "/accounts/2fa/", "/accounts/password/change/", "/accounts/logout/"]
    return [*ours, *others, "/no-such-page/", "/staffing/people/?page=x"]


@pytest.fixture
def behind_tls(settings: Any) -> None:
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = settings.LANGUAGE_COOKIE_SECURE = True


def visitors(office: Office) -> dict[str, User | None]:
    roles = {role: office.user(role) for role in (Role.HR_OFFICER, Role.PAYROLL_OFFICER, Role.AUDITOR)}
    return {"nobody": None, **{str(role): user for role, user in roles.items()}}


def test_every_page_is_graded_a_plus_and_keeps_to_itself(behind_tls: None) -> None:
    low = []
    for who, user in visitors(new_office()).items():
        set_context(None)
        client = Client()
        if user:
            client.force_login(user)
        for address in addresses():
            set_context(None)
            answer = client.get(address, secure=True)
            closed = answer.headers.get("Cross-Origin-Opener-Policy") == "same-origin"
            alone = answer.headers.get("Cross-Origin-Resource-Policy") == "same-origin"
            quiet = answer.headers.get("Referrer-Policy") in {"same-origin", "no-referrer"}
            if grade(answer) < 110 or not (closed and alone and quiet):
                low.append((who, address, answer.status_code, grade(answer)))
    assert low == []


@pytest.mark.parametrize(
    "taken",
    [
        "Content-Security-Policy",
        "Strict-Transport-Security",
        "X-Content-Type-Options",
    ],
)
def test_a_page_that_misses_a_header_is_graded_lower(behind_tls: None, taken: str) -> None:
    answer = Client().get("/accounts/login/", secure=True)
    whole = grade(answer)
    del answer.headers[taken]
    assert grade(answer) < whole


def test_behind_tls_cookies_belong_to_this_host_alone() -> None:
    asked = "from openinsa.config import settings as s; print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME)"
    told = subprocess.run(
        [sys.executable, "-c", asked],
        env={**os.environ, "OPENINSA_HTTPS": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.split() == ["__Host-sessionid", "__Host-csrftoken"]


@pytest.mark.parametrize("onward", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_signing_in_leads_to_no_other_site(onward: str) -> None:
    office = new_office()
    username = office.clerk.username
    set_context(None)
    typed = {"login": username, "password": "a long enough word", "next": onward}
    assert Client().post("/accounts/login/", typed)["Location"] == "/"


def test_a_form_from_elsewhere_is_refused() -> None:
    office = new_office()
    clerk = office.clerk
    set_context(None)
    client = Client(enforce_csrf_checks=True)
    client.force_login(clerk)
    for address in ("/accounts/logout/", "/entrance/mine/end-others/", "/preferences/"):
        answer = client.post(address, {}, headers={"Origin": "https://evil.example"})
        assert answer.status_code in {403, 404}, address
