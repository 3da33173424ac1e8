"""The rule book's pages as a signed-in reader opens them."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from office import Office, new_office
from openinsa.people.tenancy import set_context

Read = Callable[..., HttpResponse]


@pytest.fixture
def office() -> Office:
    return new_office()


@pytest.fixture
def read(office: Office) -> Read:
    """Open an address as a clerk, in Korean unless told otherwise."""
    client = Client()
    clerk = office.clerk
    set_context(None)
    client.force_login(clerk)

    def open_page(address: str, language: str = "ko") -> HttpResponse:
        set_context(None)
        return client.get(address, headers={"accept-language": language})

    return open_page
