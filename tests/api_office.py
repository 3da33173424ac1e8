"""A client of the API that comes as an integration of an office."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from office import Office
from openinsa.api.actions import make_integration, make_token
from openinsa.api.models import Integration
from openinsa.api.webhooks import subscribe
from openinsa.people.tenancy import set_context


class ApiClient:
    """Calls with a token; enters and leaves the office with every call."""

    def __init__(self, office: Office, integration: Integration, token: str) -> None:
        self.office, self.integration, self.token, self.client = office, integration, token, Client()

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> HttpResponse:
        set_context(None)
        sent = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        answer = self.client.generic(method, f"/api/v1{path}", headers=self.headers(headers), **sent)
        self.office.enter()
        return answer

    def headers(self, more: Mapping[str, str]) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} | {
            name.replace("_", "-"): value for name, value in more.items()
        }

    def get(self, path: str, **headers: str) -> HttpResponse:
        return self.call("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> HttpResponse:
        return self.call("POST", path, body, **headers)

    def patch(self, path: str, body: Any = None, **headers: str) -> HttpResponse:
        return self.call("PATCH", path, body, **headers)

    def delete(self, path: str, body: Any = None, **headers: str) -> HttpResponse:
        return self.call("DELETE", path, body, **headers)


def integrate(office: Office, rights: Mapping[str, str], name: str = "재무 시스템", **more: Any) -> ApiClient:
    """A new integration of the office with these rights, and a client with its token."""
    office.enter()
    usual = {"purpose": "시험", "responsible": office.hr_officer, "department": office.department}
    made = make_integration(office.hr_officer, name=name, rights=rights, **{**usual, **more})
    last_day = timezone.localdate() + timedelta(days=30)
    _token, written = make_token(office.hr_officer, made.pk, last_day=last_day)
    return ApiClient(office, made, written.text)


def ids_of_an_integration(office: Office) -> dict[str, int]:
    """An integration of the office with a token and a subscription, by the names that addresses use."""
    made = integrate(office, {"jobs.see": "institution"}, "낯선 시스템").integration
    subscription, _secret = subscribe(
        office.hr_officer, made.pk, url="https://example.com/hook", events=["run.paid"]
    )
    return {
        "integration_id": made.pk,
        "token_id": made.tokens.get().pk,
        "subscription_id": subscription.pk,
    }
