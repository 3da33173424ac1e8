"""What a signature in a PDF holds: a CMS over the digest of the file, as PAdES has it (ETSI EN 319 142-1)."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import requests
from asn1crypto import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.utils.translation import gettext_lazy as _
from pyhanko.sign.signers import ExternalSigner
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from openinsa.documents.signing_keys import Keyed
from openinsa.people.refusals import Refused

DIGEST = "sha256"
SOME_DIGEST = bytes(range(0xA0, 0xC0))
SET, INSIDE_A_SIGNATURE = b"\x31", b"\xa0"
"""How signed attributes begin where they are signed, and where they stand in the CMS (RFC 5652, 5.4)."""
SECONDS_FOR_A_STAMP = 10
ROOM_FOR_A_STAMP = 16_384


class TimestampServerSilent(Refused):
    status = 503
    sentence = _(
        "시점확인 서버(%(address)s)가 답하지 않아 서명하지 않았습니다. 서버 주소와 연결을 확인한 뒤 다시 발급해 주세요."
    )


class TimestampRefused(Refused):
    status = 503
    sentence = _(
        "시점확인 서버(%(address)s)가 시점확인 토큰 대신 다른 답을 보내 서명하지 않았습니다. 서버 주소와 이용 자격을 확인해 주세요."
    )


class Shape(NamedTuple):
    """A CMS for signatures of one length, without the digest and the signature."""

    head: bytes
    between: bytes
    tail: bytes


class CmsMaker:
    """Writes the CMS of one signer.

    pyHanko lays it out once for each length of a signature; from then on digest and signature are put in, which
    is fifty times as fast and gives the same bytes.
    """

    def __init__(self, keyed: Keyed) -> None:
        self._key = keyed.key
        self._certificate = _as_asn1(keyed.certificate)
        self._others = SimpleCertificateStore()
        self._others.register_multiple([_as_asn1(one) for one in keyed.chain])
        self._signed = self._finished(
            self._signer(b"").signed_attrs(SOME_DIGEST, DIGEST, use_pades=True)
        ).dump()
        self._shapes: dict[int, Shape] = {}

    @property
    def room(self) -> int:
        """The most bytes that a CMS without a time stamp takes."""
        return self._key.longest + sum(map(len, self._shape(self._key.longest))) + len(SOME_DIGEST)

    def over(self, digest: bytes) -> bytes:
        """The CMS over a file with this SHA-256."""
        signature = self._key.sign(self._signed.replace(SOME_DIGEST, digest))
        shape = self._shape(len(signature))
        return digest.join(shape[:2]) + signature + shape.tail

    def stamped(self, digest: bytes, address: str) -> bytes:
        """The same with a time stamp (RFC 3161) over the signature. Raises TimestampServerSilent, TimestampRefused."""
        signature = self._key.sign(self._signed.replace(SOME_DIGEST, digest))
        stamper = RequestsHTTPTimeStamper(address, timeout=SECONDS_FOR_A_STAMP)
        try:
            return self._laid_out(signature, digest, stamper)
        except TimestampRequestError as refused:
            silent = isinstance(refused.__cause__, requests.RequestException)
            raise (TimestampServerSilent if silent else TimestampRefused)(address=address) from refused
        except ValueError as unreadable:
            raise TimestampRefused(address=address) from unreadable

    def _shape(self, length: int) -> Shape:
        if length not in self._shapes:
            some_signature = b"\x5a" * length
            head, rest = self._laid_out(some_signature, SOME_DIGEST).split(SOME_DIGEST)
            between, tail = rest.split(some_signature)
            self._shapes[length] = Shape(head, between, tail)
        return self._shapes[length]

    def _laid_out(self, signature: bytes, digest: bytes, stamper: Any = None) -> bytes:
        signer = self._signer(signature)
        return self._finished(signer.async_sign(digest, DIGEST, use_pades=True, timestamper=stamper)).dump()

    def _signer(self, signature: bytes) -> ExternalSigner:
        return ExternalSigner(self._certificate, self._others, signature_value=signature, embed_roots=False)

    @staticmethod
    def _finished(work: Coroutine[Any, Any, Any]) -> Any:
        """In a thread of its own, since whoever calls may itself run inside an event loop."""
        with ThreadPoolExecutor(1) as aside:
            return aside.submit(asyncio.run, work).result()


def _as_asn1(certificate: Any) -> x509.Certificate:
    return x509.Certificate.load(certificate.public_bytes(Encoding.DER))
