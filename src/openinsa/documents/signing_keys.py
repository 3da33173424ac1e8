"""Private keys that seal papers: loaded from a PKCS#12 file, or staying on a PKCS#11 token; and what is refused."""

from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

import pkcs11
from asn1crypto import algos, core
from asn1crypto.pkcs12 import Pfx
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from django.utils.translation import gettext_lazy as _
from pkcs11 import Attribute, Mechanism, ObjectClass
from pkcs11.util.ec import encode_ecdsa_signature

from openinsa.documents.signing_cms import Key, LoadedKey, longest_signature
from openinsa.people.refusals import Refused, require

SMALLEST_RSA_KEY = 2048


class NoKeyFile(Refused):
    status = 422
    sentence = _(
        "올린 파일은 PKCS#12 인증서 파일(.p12, .pfx)이 아니거나 손상되었습니다. 발급 기관에서 받은 파일을 그대로 올려 주세요. "
        "(아무것도 저장되지 않았습니다.)"
    )


class WrongKeyPassword(Refused):
    status = 422
    sentence = _(
        "인증서 파일의 비밀번호가 맞지 않습니다. 다시 입력해 주세요. (아무것도 저장되지 않았습니다.)"
    )


class KeyWithoutCertificate(Refused):
    status = 422
    sentence = _(
        "인증서 파일에 개인키와 그 짝인 인증서가 함께 들어 있지 않습니다. 개인키를 포함하여 다시 내보낸 파일을 올려 주세요. "
        "(아무것도 저장되지 않았습니다.)"
    )


class UnsuitableKey(Refused):
    status = 422
    sentence = _(
        "“%(name)s” 인증서의 키 또는 암호 방식으로는 문서에 서명할 수 없습니다. RSA 2048비트 이상이나 "
        "타원곡선(P-256, P-384, P-521) 키를 AES로 보호한 파일을 쓰세요. (아무것도 저장되지 않았습니다.)"
    )


class TokenNotReachable(Refused):
    status = 422
    sentence = _(
        "보안토큰 라이브러리 “%(library)s”에서 토큰 “%(token)s”을(를) 열 수 없습니다. 라이브러리 경로와 토큰 이름, "
        "장치 연결을 확인해 주세요."
    )


class WrongTokenPin(Refused):
    status = 422
    sentence = _(
        "보안토큰 “%(token)s”의 PIN이 맞지 않습니다. 여러 번 틀리면 토큰이 잠기니 확인한 뒤 다시 입력해 주세요."
    )


class KeyNotOnToken(Refused):
    status = 422
    sentence = _(
        "보안토큰 “%(token)s”에 이름이 “%(label)s”인 개인키와 인증서가 하나씩 있지 않습니다. 이름을 확인해 주세요."
    )


class Keyed(NamedTuple):
    """A key with its certificate, and the certificates between it and its root as far as they came along."""

    key: Key
    certificate: x509.Certificate
    chain: Sequence[x509.Certificate]


class TokenKey:
    """A key that stays on its token: only digests go there. It works in this process alone, one call at a time."""

    def __init__(self, handle: Any, public: Any) -> None:
        self._handle, self._one_at_a_time = handle, Lock()
        self._elliptic = isinstance(public, ec.EllipticCurvePublicKey)
        self.longest = longest_signature(public)

    def sign(self, data: bytes) -> bytes:
        digest = _sha256(data)
        with self._one_at_a_time:
            if self._elliptic:
                return encode_ecdsa_signature(self._handle.sign(digest, mechanism=Mechanism.ECDSA))
            return self._handle.sign(_named_digest(digest), mechanism=Mechanism.RSA_PKCS)


def load_pkcs12(content: bytes, password: str) -> Keyed:
    """Raises NoKeyFile, WrongKeyPassword, KeyWithoutCertificate, UnsuitableKey."""
    _require_pkcs12(content)
    try:
        private, certificate, others = pkcs12.load_key_and_certificates(content, password.encode() or None)
    except UnsupportedAlgorithm as unknown:
        raise UnsuitableKey(name="PKCS#12") from unknown
    except ValueError as refused:
        raise WrongKeyPassword from refused
    found = [one for one in (certificate, *others) if one and private and _fit(private, one)]
    require(found, KeyWithoutCertificate())
    require_suitable(found[0])
    own, chain = found[0], [one for one in others if one != found[0]]
    pkcs8 = private.private_bytes(  # type: ignore[union-attr]
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return Keyed(LoadedKey(pkcs8), own, chain)


def open_token(library: str, token: str, pin: str, label: str) -> Keyed:
    """The key and the certificate called `label`. Raises TokenNotReachable, WrongTokenPin, KeyNotOnToken, UnsuitableKey."""
    session = _session(library, token, pin)
    handles = list(session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.LABEL: label}))
    own = list(session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE, Attribute.LABEL: label}))
    require(len(handles) == len(own) == 1, KeyNotOnToken(token=token, label=label))
    certificate = x509.load_der_x509_certificate(own[0][Attribute.VALUE])
    require_suitable(certificate)
    return Keyed(TokenKey(handles[0], certificate.public_key()), certificate, ())


def require_suitable(certificate: x509.Certificate) -> None:
    """Raises UnsuitableKey."""
    key = certificate.public_key()
    large = isinstance(key, rsa.RSAPublicKey) and key.key_size >= SMALLEST_RSA_KEY
    curve = isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name in (
        "secp256r1",
        "secp384r1",
        "secp521r1",
    )
    require(large or curve, UnsuitableKey(name=certificate.subject.rfc4514_string()))


def _require_pkcs12(content: bytes) -> None:
    try:
        known = Pfx.load(content, strict=True)["version"].native == "v3"
    except ValueError as unreadable:
        raise NoKeyFile from unreadable
    require(known, NoKeyFile())


def _fit(private: Any, certificate: x509.Certificate) -> bool:
    return private.public_key() == certificate.public_key()


def _session(library: str, token: str, pin: str) -> Any:
    try:
        place = pkcs11.lib(str(Path(library))).get_token(token_label=token)
        return _opened(place, pin)
    except (pkcs11.PinIncorrect, pkcs11.PinLenRange, pkcs11.PinInvalid) as wrong:
        raise WrongTokenPin(token=token) from wrong
    except (pkcs11.PKCS11Error, RuntimeError, OSError) as unreachable:
        raise TokenNotReachable(library=library, token=token) from unreachable


def _opened(place: Any, pin: str) -> Any:
    """Who has opened a token once in a process may go on using it; then no PIN is taken a second time."""
    try:
        return place.open(user_pin=pin)
    except pkcs11.UserAlreadyLoggedIn:
        return place.open()


def _sha256(data: bytes) -> bytes:
    digest = hashes.Hash(hashes.SHA256())
    digest.update(data)
    return digest.finalize()


def _named_digest(digest: bytes) -> bytes:
    """As RSA signs it (PKCS#1 v1.5): the digest with the name of its way."""
    way = {"algorithm": "sha256", "parameters": core.Null()}
    return algos.DigestInfo({"digest_algorithm": way, "digest": digest}).dump()
