"""Certificates made for tests, a token, and a server that stamps the time: all real, all here."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

NOW = datetime(2026, 11, 10, 9, 30, tzinfo=UTC)
PASSWORD = "열려라 참깨"
SOFT_TOKEN = "/usr/lib/softhsm/libsofthsm2.so"


def elliptic() -> Any:
    return ec.generate_private_key(ec.SECP256R1())


@cache
def rsa_key() -> Any:
    return rsa.generate_private_key(65_537, 2048)


def certificate(
    key: Any,
    name: str = "가람시 나래구청",
    *,
    issuer: tuple[Any, x509.Certificate] | None = None,
    since: datetime = NOW - timedelta(days=365),
    until: datetime = NOW + timedelta(days=365),
    stamps: bool = False,
) -> x509.Certificate:
    """Signed by its issuer, or by itself."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    signer, by = issuer if issuer else (key, None)
    is_authority = issuer is None and not stamps
    usage = x509.KeyUsage(True, True, False, False, False, is_authority, False, False, False)
    building = (
        x509.CertificateBuilder(
            by.subject if by else subject, subject, key.public_key(), x509.random_serial_number()
        )
        .not_valid_before(since)
        .not_valid_after(until)
        .add_extension(usage, critical=True)
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
    )
    if stamps:
        building = building.add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True
        )
    return building.sign(signer, hashes.SHA256())


def key_file(key: Any, of: x509.Certificate | None, others: list[x509.Certificate] | None = None) -> bytes:
    sealed = serialization.BestAvailableEncryption(PASSWORD.encode())
    return pkcs12.serialize_key_and_certificates(b"seal", key, of, others, sealed)


def make_token(folder: Path, key: Any, of: x509.Certificate, label: str, monkeypatch: Any) -> None:
    """A soft token called `openinsa` with the PIN 1234, its files in a folder of the test."""
    settings = folder / "softhsm.conf"
    settings.write_text(f"directories.tokendir = {folder}\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(settings))
    pem = folder / "key.pem"
    pem.write_bytes(
        key.private_bytes(Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    _softhsm("--init-token", "--free", "--label", "openinsa", "--pin", "1234", "--so-pin", "5678")
    _softhsm("--import", str(pem), "--token", "openinsa", "--label", label, "--id", "A1", "--pin", "1234")
    put_certificate_on_token(of, label)


def put_certificate_on_token(of: x509.Certificate, label: str) -> None:
    import pkcs11
    from pkcs11.util.x509 import decode_x509_certificate

    library = pkcs11.lib(SOFT_TOKEN)
    library.reinitialize()
    with library.get_token(token_label="openinsa").open(rw=True, user_pin="1234") as session:
        attributes = decode_x509_certificate(of.public_bytes(Encoding.DER))
        session.create_object({**attributes, pkcs11.Attribute.LABEL: label, pkcs11.Attribute.TOKEN: True})


def _softhsm(*arguments: str) -> None:
    subprocess.run(["softhsm2-util", *arguments], check=True, capture_output=True)


class StampServer:
    """An RFC 3161 server on this machine. `answer` is what it says, so that a test can make it say nonsense."""

    def __init__(self) -> None:
        key = rsa_key()
        self.certificate = certificate(key, "시점확인 시험 서버", stamps=True)
        der = key.private_bytes(Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        known = asn1_x509.Certificate.load(self.certificate.public_bytes(Encoding.DER))
        stamper = DummyTimeStamper(known, keys.PrivateKeyInfo.load(der), fixed_dt=NOW + timedelta(seconds=7))
        self.answer = lambda asked: stamper.request_tsa_response(tsp.TimeStampReq.load(asked)).dump()
        self.kind = "application/timestamp-reply"
        self.address = ""
        self.moved_to = ""


@contextmanager
def stamp_server() -> Iterator[StampServer]:
    stamps = StampServer()

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = stamps.answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(307 if stamps.moved_to else 200)
            if stamps.moved_to:
                self.send_header("Location", stamps.moved_to)
            self.send_header("Content-Type", stamps.kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_said: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    stamps.address = f"http://127.0.0.1:{server.server_port}/"
    running = Thread(target=server.serve_forever, daemon=True)
    running.start()
    try:
        yield stamps
    finally:
        server.shutdown()
        server.server_close()
        running.join()
