"""Short messages over a real local server: signed, in the provider's shape, and never sent on to elsewhere."""

import hmac
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from office import new_office
from openinsa.delivery import gateways
from openinsa.delivery.gateways import GatewayWrong, ShortMessage, gateway_in_use, gateway_of
from openinsa.delivery.models import Message
from openinsa.delivery.outbox import Draft, said_error, write_messages
from openinsa.delivery.sending import send_chunk
from openinsa.delivery.transport import Became
from openinsa.privacy.sealing import Sealer

MESSAGE = ShortMessage("010-1234-5678", "인증번호 482913", "1.abc")
FIELDS = {
    "from": "{number}",
    "messages": [{"to": "{to}", "text": "{text}"}],
    "ref": "{reference}",
    "type": "SMS",
}


@dataclass
class Provider:
    """A provider: what it answers, and what it was told."""

    port: int = 0
    answers: list[int] = field(default_factory=list)
    told: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    silent: threading.Event = field(default_factory=threading.Event)

    def told_of(self, place: int) -> Any:
        return json.loads(self.told[place][2])

    def file(self, **more: Any) -> dict[str, Any]:
        usual = {"url": f"http://127.0.0.1:{self.port}/send?v=1", "number": "02-120", "fields": FIELDS}
        return {**usual, "secret": "grey heron", **more}


@pytest.fixture
def provider() -> Iterator[Provider]:
    known = Provider()

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            known.told.append((self.path, dict(self.headers), body))
            code = known.answers.pop(0) if known.answers else 200
            if code == 0:
                known.silent.wait(30)
                return
            self.send_response(code)
            self.send_header("Location", f"http://127.0.0.1:{known.port}/elsewhere")
            self.end_headers()

        def log_message(self, *_told: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    known.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield known
    known.silent.set()
    server.shutdown()
    server.server_close()


def test_a_message_goes_in_the_providers_own_shape_with_a_token(provider: Provider) -> None:
    gateway = gateway_of(provider.file(headers={"X-Service": "openinsa"}))
    assert gateway.send(MESSAGE).became == Became.SENT
    path, head, _body = provider.told[0]
    assert (path, head["Authorization"], head["X-Service"]) == ("/send?v=1", "Bearer grey heron", "openinsa")
    assert provider.told_of(0) == {
        "from": "02-120",
        "messages": [{"to": "01012345678", "text": "인증번호 482913"}],
        "ref": "1.abc",
        "type": "SMS",
    }


def test_a_message_may_be_signed_so_that_a_changed_one_is_noticed(provider: Provider) -> None:
    gateway_of(provider.file(sign="hmac", digits_only=False)).send(MESSAGE)
    _path, head, body = provider.told[0]
    signed = hmac.digest(b"grey heron", head["X-Timestamp"].encode() + b"." + body, sha256).hex()
    assert head["X-Signature"] == signed
    assert "Authorization" not in head
    assert provider.told_of(0)["messages"][0]["to"] == "010-1234-5678"


@pytest.mark.parametrize(
    ("code", "became"),
    [
        (400, Became.FAILED),
        (429, Became.LATER),
        (503, Became.LATER),
        (302, Became.FAILED),
        (307, Became.FAILED),
    ],
)
def test_every_answer_has_its_meaning_and_nobody_is_followed_elsewhere(
    provider: Provider, code: int, became: Became
) -> None:
    provider.answers = [code]
    assert gateway_of(provider.file()).send(MESSAGE).became == became
    assert len(provider.told) == 1


def test_a_provider_that_is_silent_or_not_there_is_told_apart(
    provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gateways, "PATIENCE", 0.2)
    provider.answers = [0]
    assert gateway_of(provider.file()).send(MESSAGE).became == Became.UNSURE
    assert gateway_of(provider.file(url="http://127.0.0.1:1/")).send(MESSAGE).became == Became.LATER


@pytest.mark.parametrize(
    "wrong",
    [
        {"url": "http://sms.example.com/send"},
        {"url": "ftp://127.0.0.1/"},
        {"url": ""},
        {"secret": ""},
        {"secret": "", "secret_file": "/nowhere"},
        {"sign": "none"},
        {"fields": {"to": "{to}"}},
        {"fields": []},
        {"retries": 3},
    ],
)
def test_a_file_that_cannot_be_meant_is_refused(provider: Provider, wrong: dict[str, Any]) -> None:
    with pytest.raises(GatewayWrong):
        gateway_of(provider.file(**wrong))


@pytest.mark.django_db
def test_a_short_message_of_the_outbox_goes_over_the_gateway_of_the_installation(
    provider: Provider, tmp_path: Path, settings: Any
) -> None:
    office = new_office()
    sealer = Sealer(office.institution.pk)
    (one,) = write_messages(sealer, [Draft("code", "010-1234-5678", "제목", "번호 1", channel="sms")])
    settings.SMS_FILE, settings.MAILS_A_MINUTE = str(tmp_path / "sms.json"), 1_000_000
    with pytest.raises(GatewayWrong):
        gateway_in_use()
    Path(settings.SMS_FILE).write_text(json.dumps(provider.file()), encoding="utf-8")
    send_chunk(office.institution.pk, ids=[one.pk])
    office.enter()
    stored = Message.objects.get()
    assert (stored.state, stored.text_sealed) == ("sent", None), "a code is forgotten once it was sent"
    assert provider.told_of(0)["messages"][0]["text"] == "번호 1"
    (two,) = write_messages(sealer, [Draft("code", "010-1234-5678", "제목", "번호 2", channel="sms")])
    settings.SMS_FILE = ""
    send_chunk(office.institution.pk, ids=[two.pk])
    office.enter()
    assert "문자 서버" in said_error(Message.objects.get(pk=two.pk).error)
