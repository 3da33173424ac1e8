"""Taking files with people's data out of the site, as somebody does who gives a reason and a password."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.test import Client

from openinsa.exchange.workbook import without_password
from openinsa.privacy.reasons import Reason
from openinsa.web.handing_out import FORM

PASSWORD = "gold-9-meadow"
WHY = Reason("pay", "지급 전에 명세서와 맞춰 봄")
GIVEN = {"reason_code": WHY.code, "reason": WHY.text, "made_password": PASSWORD}


def taken_out(client: Client, address: str, asked: Mapping[str, str] | None = None) -> HttpResponse:
    """The file behind a link that asks why, opened with its password."""
    return opened(sent(client, f"{address}?{urlencode(asked or {})}"))


def taken_out_by_form(client: Client, address: str, typed: Mapping[str, Any]) -> HttpResponse:
    """The file behind a form that asks why once it is sent."""
    return opened(sent(client, address, **typed, held_up="POST"))


def sent(client: Client, address: str, **typed: Any) -> HttpResponse:
    """The answer to the form that asks why; what is not typed is filled in well."""
    filled = {"held_up": "GET", **GIVEN, **typed}
    return client.post(address, urlencode(filled, doseq=True), content_type=FORM)


def opened(answer: HttpResponse) -> HttpResponse:
    """The same answer with its workbook without the password."""
    if answer.status_code == 200 and "attachment" in answer.headers.get("Content-Disposition", ""):
        answer.content = without_password(answer.content, PASSWORD)
    return answer
