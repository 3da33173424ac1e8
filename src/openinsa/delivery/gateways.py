"""Short messages: what a gateway must do, and one that speaks to any provider that takes JSON over HTTP.

The file named by OPENINSA_SMS_FILE says where and how:

    {"url": "https://sms.example.com/send", "number": "02-120", "fields": {"from": "{number}", "to": "{to}",
     "text": "{text}", "ref": "{reference}"}, "headers": {"X-Service": "openinsa"},
     "secret": "…", "sign": "bearer" or "hmac", "digits_only": true}

Nothing is sent anywhere but to that very address: redirects are refused, and a name is not looked up twice.
"""

import hmac
import json
import ssl
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import sha256
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext_noop

from openinsa.delivery.transport import TAKEN, Became, Outcome

PATIENCE = 10
READ_AT_MOST = 2_000
HERE = {"localhost"}
KEYS = {"url", "number", "fields", "headers", "secret", "secret_file", "sign", "digits_only", "ca_file"}
NOT_REACHED = Outcome(Became.LATER, gettext_noop("문자 서버에 이어지지 않습니다."))
NO_ANSWER = Outcome(
    Became.UNSURE, gettext_noop("문자 서버가 답하지 않아 갔는지 알 수 없습니다. 받았는지 확인해 주세요.")
)
SENT_ELSEWHERE = Outcome(
    Became.FAILED, gettext_noop("문자 서버가 다른 주소로 보내려 해서 보내지 않았습니다.")
)
REFUSED = {
    Became.LATER: gettext_noop("문자 서버가 지금은 받지 않습니다(%d)."),
    Became.FAILED: gettext_noop("문자 서버가 받지 않았습니다(%d)."),
}


class GatewayWrong(ValueError):
    """The file of the gateway cannot be used; the text says why."""


@dataclass(frozen=True)
class ShortMessage:
    """What goes to a telephone; `reference` tells one message from another for the provider's own record."""

    number: str
    text: str
    reference: str


class Gateway(Protocol):
    def send(self, message: ShortMessage) -> Outcome:
        """Give one message over. Never raises: what went wrong is the outcome."""


@dataclass(frozen=True)
class HttpGateway:
    """A provider that takes one message as a JSON body."""

    url: SplitResult
    number: str
    fields: Mapping[str, Any]
    headers: Mapping[str, str] = field(default_factory=dict)
    secret: str = ""
    sign: str = "bearer"
    digits_only: bool = True
    ca_file: str = ""

    def send(self, message: ShortMessage) -> Outcome:
        body = json.dumps(self._filled(message), ensure_ascii=False).encode()
        try:
            connection = self._connected()
        except OSError:
            return NOT_REACHED
        with closing(connection):
            try:
                connection.request("POST", self._path, body, self._head(body))
                answer = connection.getresponse()
                answer.read(READ_AT_MOST)
            except (OSError, HTTPException):
                return NO_ANSWER
        return _judged(answer.status)

    def _connected(self) -> HTTPConnection:
        host, port = self.url.hostname or "", self.url.port
        if self.url.scheme == "http":
            plain = HTTPConnection(host, port, timeout=PATIENCE)
            plain.connect()
            return plain
        trusting = ssl.create_default_context(cafile=self.ca_file or None)
        secured = HTTPSConnection(host, port, timeout=PATIENCE, context=trusting)
        secured.connect()
        return secured

    @property
    def _path(self) -> str:
        return (self.url.path or "/") + (f"?{self.url.query}" if self.url.query else "")

    def _head(self, body: bytes) -> dict[str, str]:
        head = {"Content-Type": "application/json; charset=utf-8", **self.headers}
        if self.sign == "bearer":
            return {**head, "Authorization": f"Bearer {self.secret}"}
        moment = str(int(time.time()))
        signed = hmac.digest(self.secret.encode(), moment.encode() + b"." + body, sha256).hex()
        return {**head, "X-Timestamp": moment, "X-Signature": signed}

    def _filled(self, message: ShortMessage) -> dict[str, Any]:
        to = message.number.replace("-", "") if self.digits_only else message.number
        values = {"number": self.number, "to": to, "text": message.text, "reference": message.reference}
        return {key: _put_in(told, values) for key, told in self.fields.items()}


def _put_in(told: Any, values: Mapping[str, str]) -> Any:
    """A field with its places filled; lists and objects inside are filled too."""
    if isinstance(told, str):
        for name, value in values.items():
            if told == f"{{{name}}}":
                return value
        return told
    if isinstance(told, list):
        return [_put_in(one, values) for one in told]
    if isinstance(told, dict):
        return {key: _put_in(one, values) for key, one in told.items()}
    return told


def _judged(status: int) -> Outcome:
    if status in range(200, 300):
        return TAKEN
    if status in range(300, 400):
        return SENT_ELSEWHERE
    became = Became.LATER if status == 429 or status >= 500 else Became.FAILED
    return Outcome(became, f"{REFUSED[became]}|{status}")


def gateway_of(given: Mapping[str, Any]) -> HttpGateway:
    """The gateway that a file describes. Raises GatewayWrong."""
    unknown = set(given) - KEYS
    if unknown:
        raise GatewayWrong(f"it has {', '.join(sorted(unknown))}, which nothing reads")
    url = urlsplit(str(given.get("url", "")))
    near = url.hostname in HERE or _is_loopback(url.hostname or "")
    if not url.hostname or url.scheme not in {"https", "http"} or (url.scheme == "http" and not near):
        raise GatewayWrong("url must begin with https://")
    secret = given.get("secret") or _read(str(given.get("secret_file", "")))
    sign = given.get("sign", "bearer")
    if not secret or sign not in {"bearer", "hmac"}:
        raise GatewayWrong("secret or secret_file is missing, or sign is neither bearer nor hmac")
    fields = given.get("fields")
    if not isinstance(fields, dict) or not {"{to}", "{text}"} <= set(_leaves(fields)):
        raise GatewayWrong("fields must say where {to} and {text} stand")
    return HttpGateway(
        url=url,
        number=str(given.get("number", "")),
        fields=fields,
        headers={str(key): str(value) for key, value in given.get("headers", {}).items()},
        secret=str(secret),
        sign=str(sign),
        digits_only=bool(given.get("digits_only", True)),
        ca_file=str(given.get("ca_file", "")),
    )


def _leaves(told: Any) -> list[str]:
    if isinstance(told, dict | list):
        inner = told.values() if isinstance(told, dict) else told
        return [leaf for one in inner for leaf in _leaves(one)]
    return [told] if isinstance(told, str) else []


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip() if path else ""
    except OSError as missing:
        raise GatewayWrong(f"{path} cannot be read") from missing


def gateway_in_use() -> Gateway | None:
    """The installation's gateway, None where it has none. Raises GatewayWrong."""
    if not settings.SMS_FILE:
        return None
    try:
        given = json.loads(Path(settings.SMS_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError) as unreadable:
        raise GatewayWrong(f"{settings.SMS_FILE} cannot be read as JSON") from unreadable
    return gateway_of(given)
