"""Coming in as a browser does, without one."""

from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from openinsa.people.models import User
from openinsa.people.tenancy import set_context

PASSWORD = "a long enough word"


def come_in(user: User, **sent: Any) -> Client:
    """A client that has typed the user's name and password."""
    set_context(None)
    client = Client(**sent)
    client.post(reverse("account_login"), {"login": user.username, "password": PASSWORD})
    return client


def is_in(client: Client, address: str = "/entrance/mine/", **sent: Any) -> bool:
    return get(client, address, **sent).status_code == 200


def get(client: Client, address: str, **sent: Any) -> HttpResponse:
    set_context(None)
    return client.get(address, **sent)


def post(client: Client, address: str, typed: dict[str, Any] | None = None, **sent: Any) -> HttpResponse:
    set_context(None)
    return client.post(address, typed or {}, **sent)
