"""A client of the site that is signed in as somebody of an office, without a browser."""

from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from exports import taken_out
from office import Office
from openinsa.people.models import User
from openinsa.people.tenancy import set_context


class OfficeClient:
    """A signed-in client of one room that enters and leaves the office with every request."""

    def __init__(self, office: Office, user: User, room: str) -> None:
        self.office, self.room, self.client = office, room, Client()
        set_context(office.institution.pk)
        self.client.force_login(user)

    def get(self, page: str, /, *arguments: object, **asked: str) -> HttpResponse:
        set_context(None)
        answer = self.client.get(reverse(f"{self.room}:{page}", args=arguments), asked)
        self.office.enter()
        return answer

    def post(self, page: str, /, *arguments: object, **typed: Any) -> HttpResponse:
        set_context(None)
        answer = self.client.post(reverse(f"{self.room}:{page}", args=arguments), typed)
        self.office.enter()
        return answer

    def take(self, page: str, /, *arguments: object, **asked: str) -> HttpResponse:
        """A file with people's data, for a reason; opened with its password."""
        set_context(None)
        answer = taken_out(self.client, reverse(f"{self.room}:{page}", args=arguments), asked)
        self.office.enter()
        return answer


def text(answer: HttpResponse) -> str:
    """What a page says, its white space made single."""
    return " ".join(answer.content.decode().split())
