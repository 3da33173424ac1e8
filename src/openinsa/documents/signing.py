"""Papers signed as PAdES with an institution's certificate, so that a changed byte shows. Bytes in, bytes out.

The signature certifies the whole file and allows no change (DocMDP 1). Its field is invisible and lies outside the
page, so that a file stays PDF/A-2a and PDF/UA-1.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property, partial
from io import BytesIO
from typing import Any, NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from django.utils.translation import gettext_lazy as _
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import (
    InvisSigSettings,
    MDPPerm,
    SigFieldSpec,
    SigSeedSubFilter,
    enumerate_sig_fields,
)
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigMDPSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import SignatureObject

from openinsa.documents.signing_cms import CmsMaker, LoadedKey
from openinsa.documents.signing_keys import Keyed, load_pkcs12, open_token
from openinsa.documents.signing_layout import DIGEST, ROOM_FOR_A_STAMP
from openinsa.documents.signing_reading import SignatureFinding, read_signature
from openinsa.documents.typesetting.pdf_file import RoomForSignature, text_string
from openinsa.documents.typesetting.tagged_pdf import SIGNATURE_IN_WORDS
from openinsa.people.refusals import Refused, require

__all__ = ["Seal", "SignatureFinding", "Signing", "read_signature", "sign_pdf"]

FIELD = "seal"
NO_CHANGES = (
    "/Reference[<</Type/SigRef/TransformMethod/DocMDP/TransformParams<</Type/TransformParams/P 1/V/1.2>>>>]"
)
SELF_MADE = "자체 발급(시험용)"
LONGEST_NAME_IN_A_CERTIFICATE = 64
"""In bytes (RFC 5280, ub-common-name)."""
YEARS_OF_A_SELF_MADE_ONE = 10


class CertificateExpired(Refused):
    status = 422
    sentence = _(
        "“%(name)s” 인증서는 %(until)s에 유효기간이 끝나 서명할 수 없습니다. 갱신한 인증서를 등록해 주세요. (서명하지 않았습니다.)"
    )


class CertificateNotYetValid(Refused):
    status = 422
    sentence = _(
        "“%(name)s” 인증서는 %(since)s부터 유효하여 아직 서명할 수 없습니다. 유효한 인증서를 등록해 주세요. (서명하지 않았습니다.)"
    )


class AlreadySigned(Refused):
    sentence = _("이미 서명된 문서입니다. 서명은 한 번만 합니다. (서명하지 않았습니다.)")


class NotSignable(Refused):
    status = 422
    sentence = _("PDF로 읽을 수 없는 파일이어서 서명할 수 없습니다. (서명하지 않았습니다.)")


class Seal:
    """Who signs: a key with its certificate. Made once and used for many papers.

    It travels to other processes when its key is in memory (`travels`); one on a token stays where it is.
    """

    def __init__(self, keyed: Keyed) -> None:
        self._keyed = keyed

    @classmethod
    def from_pkcs12(cls, content: bytes, password: str) -> "Seal":
        """Raises NoKeyFile, WrongKeyPassword, KeyWithoutCertificate, UnsuitableKey."""
        return cls(load_pkcs12(content, password))

    @classmethod
    def from_pkcs11(cls, library: str, token: str, pin: str, label: str) -> "Seal":
        """Raises TokenNotReachable, WrongTokenPin, KeyNotOnToken, UnsuitableKey."""
        return cls(open_token(library, token, pin, label))

    @classmethod
    def self_made(cls, name: str, since: datetime | None = None) -> "Seal":
        """For trying things out: the name says that nobody vouches for it. `to_pkcs12` keeps it."""
        key = ec.generate_private_key(ec.SECP256R1())
        pkcs8 = key.private_bytes(
            Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return cls(
            Keyed(LoadedKey(pkcs8), _self_made(key, name, since or datetime.now(UTC) - timedelta(days=1)), ())
        )

    @property
    def name(self) -> str:
        return name_of(self._keyed.certificate)

    @property
    def valid_from(self) -> datetime:
        return self._keyed.certificate.not_valid_before_utc

    @property
    def valid_until(self) -> datetime:
        return self._keyed.certificate.not_valid_after_utc

    @property
    def is_self_made(self) -> bool:
        return self._keyed.certificate.issuer == self._keyed.certificate.subject

    @property
    def certificate(self) -> bytes:
        """The certificate alone (DER), by which others check; it holds no secret."""
        return self._keyed.certificate.public_bytes(Encoding.DER)

    @property
    def travels(self) -> bool:
        return isinstance(self._keyed.key, LoadedKey)

    @cached_property
    def cms(self) -> CmsMaker:
        return CmsMaker(self._keyed.key, self._certificates)

    @property
    def _certificates(self) -> list[bytes]:
        """Its own, and what leads to its root."""
        return [one.public_bytes(Encoding.DER) for one in (self._keyed.certificate, *self._keyed.chain)]

    def to_pkcs12(self, password: str) -> bytes:
        """The key and its certificate as a file under a password. Only for a key in memory."""
        if not isinstance(self._keyed.key, LoadedKey):
            raise TypeError("a key on a token does not leave it")
        return self._keyed.key.to_pkcs12(self._keyed.certificate, password)

    def require_valid(self, at: datetime) -> None:
        """Raises CertificateExpired, CertificateNotYetValid."""
        until, since = (f"{moment:%Y-%m-%d}" for moment in (self.valid_until, self.valid_from))
        require(at <= self.valid_until, CertificateExpired(name=self.name, until=until))
        require(at >= self.valid_from, CertificateNotYetValid(name=self.name, since=since))

    def __reduce__(self) -> tuple[Any, ...]:
        return _arrived, (self._keyed.key, self._certificates)

    def signing(self, reason: str, at: datetime, timestamp_address: str = "") -> "Signing":
        """How it signs papers that are made with room for a signature. Raises CertificateExpired, CertificateNotYetValid."""
        self.require_valid(at)
        return Signing(self, reason, at, timestamp_address)


def _arrived(key: LoadedKey, certificates: Sequence[bytes]) -> Seal:
    own, *chain = map(x509.load_der_x509_certificate, certificates)
    return Seal(Keyed(key, own, chain))


class Signing(NamedTuple):
    """How papers are signed that are made with room for it: by whom, why, when, stamped by which server."""

    seal: Seal
    reason: str
    at: datetime
    timestamp_address: str = ""

    @property
    def size(self) -> int:
        """The most bytes that a signature takes."""
        return self.seal.cms.room + (ROOM_FOR_A_STAMP if self.timestamp_address else 0)

    @property
    def room(self) -> RoomForSignature:
        when = f"/M(D:{self.at.astimezone(UTC):%Y%m%d%H%M%S}Z)/Reason{text_string(self.reason)}"
        return RoomForSignature(
            f"/Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached{when}{NO_CHANGES}", self.size
        )

    @property
    def over(self) -> Callable[[bytes], bytes]:
        """From the SHA-256 of a file to its signature, which raises TimestampServerSilent, TimestampRefused.

        It travels without all that Seal imports, when the seal travels.
        """
        cms = self.seal.cms
        return partial(cms.stamped, self.timestamp_address) if self.timestamp_address else cms.over


def sign_pdf(pdf: bytes, seal: Seal, *, reason: str, at: datetime, timestamp_address: str = "") -> bytes:
    """The same PDF with a signature appended; what was there stays byte for byte.

    Raises CertificateExpired, CertificateNotYetValid, AlreadySigned, NotSignable, TimestampServerSilent,
    TimestampRefused.
    """
    signing = seal.signing(reason, at, timestamp_address)
    try:
        writer = _Appending(BytesIO(pdf))
        require(not list(enumerate_sig_fields(writer)), AlreadySigned())
        prepared, signed = _prepared(writer, signing)
    except (PdfError, ValueError, KeyError) as unreadable:
        raise NotSignable from unreadable
    prepared.fill_with_cms(signed, signing.over(prepared.document_digest))
    return signed.getvalue()


class _Appending(IncrementalPdfFileWriter):
    """What a file says of itself stays as its form wrote it: pyHanko would tell its own name and rewrite the
    description of schemas that PDF/A asks for."""

    def _update_meta(self) -> None:
        pass


def _prepared(writer: IncrementalPdfFileWriter, signing: Signing) -> tuple:
    """The file with room for its signature, and the digest of all the rest."""
    outside = InvisSigSettings(set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True)
    field = SigFieldSpec(FIELD, invis_sig_settings=outside, readable_field_name=SIGNATURE_IN_WORDS)
    steps = PdfCMSEmbedder(new_field_spec=field).write_cms(FIELD, writer)
    next(steps)
    page, _resources = writer.find_page_for_modification(0)
    page.get_object()[pdf_name("/Tabs")] = pdf_name("/S")
    placeholder = SignatureObject(
        signing.at, SigSeedSubFilter.PADES, reason=signing.reason, bytes_reserved=2 * signing.size
    )
    no_changes = SigMDPSetup(md_algorithm=DIGEST, certify=True, docmdp_perms=MDPPerm.NO_CHANGES)
    steps.send(SigObjSetup(placeholder, no_changes))
    return steps.send(SigIOSetup(md_algorithm=DIGEST))


def name_of(certificate: x509.Certificate) -> str:
    """The common name, or the whole name where there is none."""
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if names else certificate.subject.rfc4514_string()


def _self_made(key: ec.EllipticCurvePrivateKey, name: str, since: datetime) -> x509.Certificate:
    common = f"{SELF_MADE} {name}".encode()[:LONGEST_NAME_IN_A_CERTIFICATE].decode(errors="ignore")
    country = x509.NameAttribute(NameOID.COUNTRY_NAME, "KR")
    subject = x509.Name([country, x509.NameAttribute(NameOID.COMMON_NAME, common)])
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    return (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(since.replace(year=since.year + YEARS_OF_A_SELF_MADE_ONE, day=min(since.day, 28)))
        .add_extension(usage, critical=True)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
