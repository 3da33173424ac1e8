"""A real mail server on this machine: STARTTLS, a password, and receivers that behave badly when asked to."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

USER, PASSWORD = "openinsa", "seven grey herons"


@dataclass
class Mailbox:
    """What arrived, and how the server answers whom: a code by receiver, and where it hangs up."""

    messages: list[EmailMessage] = field(default_factory=list)
    envelopes: list[tuple[str, list[str]]] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    hangs_up_at: str = ""
    lines: int = 0

    async def handle_EHLO(self, server: Any, session: Any, envelope: Any, hostname: str, told: list) -> list:  # noqa: N802
        self.lines += session.ssl is None
        session.host_name = hostname
        return told

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        if self.hangs_up_at == f"rcpt {address}":
            self.hangs_up_at = ""
            server.transport.close()
            return "421 gone"
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 fine"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.messages.append(message)  # type: ignore[arg-type]
        self.envelopes.append((envelope.mail_from, envelope.rcpt_tos))
        if self.hangs_up_at == "data":
            self.hangs_up_at = ""
            server.transport.abort()
        return "250 taken"

    def texts(self) -> list[str]:
        """The words of what arrived, in order."""
        return [one.get_body(("plain",)).get_content().strip().replace("\r\n", "\n") for one in self.messages]


@dataclass
class MailServer:
    """A running server: where it listens, what to trust, what it got."""

    port: int
    certificate: Path
    box: Mailbox

    @property
    def url(self) -> str:
        return f"smtp://{USER}@localhost:{self.port}"


@contextmanager
def mail_server(folder: Path, *, port: int = 0, closed: bool = True) -> Iterator[MailServer]:
    """A server that wants TLS and a password, or with `closed=False` one that takes everything in clear."""
    box, certificate = Mailbox(), folder / "authority.pem"
    options: dict[str, Any] = {}
    if closed:
        options = {
            "tls_context": _tls(folder, certificate),
            "require_starttls": True,
            "auth_required": True,
            "authenticator": _right_password,
        }
    controller = Controller(box, hostname="127.0.0.1", port=port or free_port(), **options)
    controller.start()
    try:
        yield MailServer(controller.port, certificate, box)
    finally:
        controller.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _right_password(_server: Any, _session: Any, _envelope: Any, mechanism: str, given: Any) -> AuthResult:
    right = isinstance(given, LoginPassword) and (given.login, given.password) == (
        USER.encode(),
        PASSWORD.encode(),
    )
    return AuthResult(success=right)


def _tls(folder: Path, certificate: Path) -> ssl.SSLContext:
    key_file = folder / "key.pem"
    write_certificate(certificate, key_file)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key_file)
    return context


def write_certificate(certificate: Path, key_file: Path) -> None:
    """A certificate of this machine for a day, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    names = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, SHA256())
    )
    certificate.write_bytes(made.public_bytes(Encoding.PEM))
    key_file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
