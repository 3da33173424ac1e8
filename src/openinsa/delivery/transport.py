"""One line to the mail server of the installation, and what became of each message given to it.

    OPENINSA_SMTP_URL=smtp://user@mail.example.go.kr:587     STARTTLS, or nothing is said
    OPENINSA_SMTP_URL=smtps://user@mail.example.go.kr:465    TLS from the first byte
    OPENINSA_SMTP_URL=smtp://localhost:25?tls=off            in clear, without a password
    OPENINSA_SMTP_URL=file:///where/it/lies                  the demo alone: a file for each, nothing on a network

The steps of a message are taken one by one, because it matters where a line breaks: before the whole message was
given it may be tried again, after that nobody can tell whether it was taken, and it is never sent twice.
"""

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from enum import StrEnum
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from django.conf import settings
from django.utils.translation import gettext_noop

PATIENCE = 30
LONE_DOT = re.compile(rb"(?m)^\.")
PORTS = {"smtp": 587, "smtps": 465}
NOT_ACCEPTED_FOR_NOW, GIVEN_UP = range(400, 500), range(500, 600)


class TransportWrong(ValueError):
    """OPENINSA_SMTP_URL cannot be used; the text says why."""


class Became(StrEnum):
    """What became of a message: taken, to be tried again, refused for good, or nobody can tell."""

    SENT = "sent"
    LATER = "later"
    FAILED = "failed"
    UNSURE = "unsure"


@dataclass(frozen=True)
class Outcome:
    """What became of it, and why in words that name nobody (a msgid)."""

    became: Became
    why: str = ""


@dataclass(frozen=True)
class Letter:
    """A message as it leaves: from, to, and the whole text with its head."""

    sender: str
    address: str
    content: EmailMessage


TAKEN = Outcome(Became.SENT)
NO_LINE = Outcome(Became.LATER, gettext_noop("메일 서버에 이어지지 않습니다."))
CUT = Outcome(Became.LATER, gettext_noop("보내는 중에 메일 서버가 끊었습니다."))
CUT_AT_THE_END = Outcome(
    Became.UNSURE, gettext_noop("다 보낸 뒤 답을 받지 못했습니다. 받았는지 확인해 주세요.")
)
REFUSED = {
    Became.LATER: gettext_noop("메일 서버가 지금은 받지 않습니다(%d)."),
    Became.FAILED: gettext_noop("메일 서버가 이 주소를 받지 않습니다(%d)."),
}


@dataclass(frozen=True)
class Transport:
    """Where mail is given to, and how the line is closed to others."""

    host: str
    port: int
    tls: str
    user: str = ""
    password: str = ""

    @contextmanager
    def line(self) -> Iterator["Line"]:
        """A line that is ready for messages. Raises OSError, smtplib.SMTPException."""
        server = self._opened()
        try:
            if self.user:
                server.login(self.user, self.password)
            yield Line(server)
        finally:
            with suppress(OSError, smtplib.SMTPException):
                server.quit()

    def _opened(self) -> smtplib.SMTP:
        if self.tls == "from_start":
            return smtplib.SMTP_SSL(self.host, self.port, timeout=PATIENCE, context=_trusting())
        server = smtplib.SMTP(self.host, self.port, timeout=PATIENCE)
        if self.tls == "starttls":
            try:
                server.starttls(context=_trusting())
            except BaseException:
                server.close()
                raise
        server.ehlo_or_helo_if_needed()
        return server


def _trusting() -> ssl.SSLContext:
    """Trust the system's authorities, or the one that the operator names."""
    return ssl.create_default_context(cafile=settings.SMTP_CA_FILE or None)


@dataclass(frozen=True)
class Folder:
    """Where the demo's mail goes: each message a file that mail programs open. Nothing leaves the machine."""

    path: Path

    @contextmanager
    def line(self) -> Iterator["FolderLine"]:
        """Something to give messages to, as a server's line. Raises OSError."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        yield FolderLine(self.path)


class FolderLine:
    """Takes every message, and keeps it under its own number."""

    broken = False

    def __init__(self, path: Path) -> None:
        self.path = path

    def send(self, letter: Letter) -> Outcome:
        """Keep one message. Raises OSError."""
        number = str(letter.content["Message-ID"]).strip("<>").partition("@")[0]
        (self.path / f"{number}.eml").write_bytes(letter.content.as_bytes(policy=SMTP))
        return TAKEN


def transport_of(url: str, password: str) -> "Transport | Folder":
    """The transport that a setting names. Raises TransportWrong."""
    if url.startswith("file:"):
        return _folder(urlsplit(url))
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS[parts.scheme]
        asked = parse_qs(parts.query)
        tls = "from_start" if parts.scheme == "smtps" else asked.get("tls", ["starttls"])[0]
    except (ValueError, KeyError) as unreadable:
        raise TransportWrong("write it like smtp://user@mail.example.go.kr:587") from unreadable
    if not parts.hostname or tls not in {"from_start", "starttls", "off"}:
        raise TransportWrong("write it like smtp://user@mail.example.go.kr:587, tls is starttls or off")
    user = unquote(parts.username or "")
    if parts.password:
        raise TransportWrong("put the password into OPENINSA_SMTP_PASSWORD, not into the address")
    if user and not password:
        raise TransportWrong("it names a user; set OPENINSA_SMTP_PASSWORD or OPENINSA_SMTP_PASSWORD_FILE")
    if user and tls == "off":
        raise TransportWrong("a password would cross the network in clear; leave tls=off out")
    return Transport(parts.hostname, port, tls, user, password)


def _folder(parts: SplitResult) -> Folder:
    """The folder of the demo: mails hold codes and links, which a real site leaves lying nowhere."""
    if not settings.DEMO:
        raise TransportWrong("a folder takes the mail of the demo alone; name a mail server")
    return Folder(Path(unquote(parts.path)))


def transport_in_use() -> Transport | Folder | None:
    """The installation's transport, None where it has none. Raises TransportWrong."""
    return transport_of(settings.SMTP_URL, settings.SMTP_PASSWORD) if settings.SMTP_URL else None


class Line:
    """An open line; messages go over it one after another until it breaks."""

    def __init__(self, server: smtplib.SMTP) -> None:
        self.server = server
        self.broken = False

    def send(self, letter: Letter) -> Outcome:
        """Give one message over. Never raises: what went wrong is the outcome."""
        content = letter.content.as_bytes(policy=SMTP)
        try:
            refused = self._asked(letter)
            if refused is not None:
                return refused
            self.server.send(LONE_DOT.sub(b"..", content) + b".\r\n")
        except (OSError, smtplib.SMTPException, UnicodeError):
            self.broken = True
            return CUT
        try:
            code, _said = self.server.getreply()
        except (OSError, smtplib.SMTPException):
            self.broken = True
            return CUT_AT_THE_END
        return self._judged(code) or TAKEN

    def _asked(self, letter: Letter) -> Outcome | None:
        """Sender, receiver, and leave to give the content; why not, or nothing."""
        for step in (
            lambda: self.server.mail(letter.sender),
            lambda: self.server.rcpt(letter.address),
            lambda: self.server.docmd("data"),
        ):
            code, _said = step()
            if refused := self._judged(code):
                return refused
        return None

    def _judged(self, code: int) -> Outcome | None:
        if code in NOT_ACCEPTED_FOR_NOW or code in GIVEN_UP:
            self.broken = self.broken or code == 421
            if not self.broken:
                self.server.rset()
            became = Became.LATER if code in NOT_ACCEPTED_FOR_NOW else Became.FAILED
            return Outcome(became, f"{REFUSED[became]}|{code}")
        return None
