"""The CMS of a signature as PAdES has it (ETSI EN 319 142-1), laid out by pyHanko, with a time stamp when asked."""

import asyncio
from collections.abc import Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import requests
from asn1crypto import tsp, x509
from django.utils.translation import gettext_lazy as _
from pyhanko.sign.signers import ExternalSigner
from pyhanko.sign.timestamps.api import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko_certvalidator.registry import SimpleCertificateStore

from openinsa.people.refusals import Refused

DIGEST = "sha256"
SECONDS_FOR_A_STAMP = 10
ROOM_FOR_A_STAMP = 16_384
UNREADABLE = (ValueError, TypeError, AttributeError)
"""The last is how pyHanko stumbles over a stamp that was made for another paper."""
ASKED, ANSWERED = "application/timestamp-query", "application/timestamp-reply"


class TimestampServerSilent(Refused):
    sentence = _(
        "시점확인 서버(%(address)s)가 답하지 않아 서명하지 않았습니다. 서버 주소와 연결을 확인한 뒤 다시 발급해 주세요."
    )


class TimestampRefused(Refused):
    sentence = _(
        "시점확인 서버(%(address)s)가 시점확인 토큰 대신 다른 답을 보내 서명하지 않았습니다. 서버 주소와 이용 자격을 확인해 주세요."
    )


class Stamper(TimeStamper):
    """Asks one server, and it alone: no answer leads elsewhere, and none is read beyond what a stamp takes."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self._address = address

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        with requests.post(
            self._address,
            req.dump(),
            headers={"Content-Type": ASKED, "Accept": ANSWERED},
            timeout=SECONDS_FOR_A_STAMP,
            allow_redirects=False,
            stream=True,
        ) as answer:
            content = answer.raw.read(ROOM_FOR_A_STAMP)
        if answer.status_code != requests.codes.ok or answer.headers.get("Content-Type") != ANSWERED:
            raise TimestampRequestError(f"status {answer.status_code}")
        return tsp.TimeStampResp.load(content)


def signed_attributes(certificates: Sequence[bytes], digest: bytes) -> bytes:
    """What a signature is computed over: the digest of the file, and whose certificate signs."""
    return finished(_signer(certificates, b"").signed_attrs(digest, DIGEST, use_pades=True)).dump()


def laid_out(certificates: Sequence[bytes], digest: bytes, signature: bytes, stamper: Any = None) -> bytes:
    """The whole CMS. certificates: the signer's own first."""
    signer = _signer(certificates, signature)
    return finished(signer.async_sign(digest, DIGEST, use_pades=True, timestamper=stamper)).dump()


def stamped(certificates: Sequence[bytes], digest: bytes, signature: bytes, address: str) -> bytes:
    """The whole CMS with a time stamp over the signature. Raises TimestampServerSilent, TimestampRefused."""
    try:
        return laid_out(certificates, digest, signature, Stamper(address))
    except requests.RequestException as silent:
        raise TimestampServerSilent(address=address) from silent
    except (TimestampRequestError, *UNREADABLE) as refused:
        raise TimestampRefused(address=address) from refused


def finished(work: Coroutine[Any, Any, Any]) -> Any:
    """In a thread of its own, since whoever calls may itself run inside an event loop."""
    with ThreadPoolExecutor(1) as aside:
        return aside.submit(asyncio.run, work).result()


def _signer(certificates: Sequence[bytes], signature: bytes) -> ExternalSigner:
    own, *others = map(x509.Certificate.load, certificates)
    known = SimpleCertificateStore()
    known.register_multiple(others)
    return ExternalSigner(own, known, signature_value=signature, embed_roots=False)
