"""The keys that sign an institution's papers: put in, taken out of use, and ready to sign."""

import secrets
from datetime import datetime

from cryptography import x509
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from openinsa.documents.signing import Seal
from openinsa.issuing.models import SigningKey
from openinsa.people.acting import action
from openinsa.people.models import Institution, User
from openinsa.people.refusals import NotFound, Refused, require
from openinsa.privacy.sealing import Sealer

LARGEST_KEY_FILE = 100_000
Source = SigningKey.Source


class NoSigningKey(Refused):
    sentence = _(
        "문서에 서명할 인증서가 없어 발급할 수 없습니다. 인사담당이 '발급 설정'에서 기관의 인증서를 등록해 주세요."
        " 발급한 것은 없습니다."
    )


class KeyFileTooLarge(Refused):
    status = 422
    sentence = _(
        "인증서 파일이 100KB보다 큽니다. PKCS#12(.p12, .pfx) 파일을 올려 주세요. 저장하지 않았습니다."
    )


class NoKeyDevice(Refused):
    sentence = _(
        "이 서버에 보안 장치가 연결되어 있지 않습니다. 운영자에게 OPENINSA_PKCS11_LIBRARY 설정을 요청해 주세요."
        " 저장하지 않았습니다."
    )


class KeyNotInUse(Refused):
    sentence = _("이미 쓰지 않는 인증서입니다. 새 인증서를 등록하면 그것으로 서명합니다.")


@action(permission="issuing.set", record="signing_key_added")
def add_key_file(by: User, *, content: bytes, password: str) -> SigningKey:
    """Sign with a certificate from a file from now on; the one before is kept for checking.

    Raises KeyFileTooLarge and what reading the file and its validity refuse.
    """
    require(len(content) <= LARGEST_KEY_FILE, KeyFileTooLarge())
    seal = Seal.from_pkcs12(content, password)
    return _kept_file(by.institution_id, Source.FILE, seal, content, password, by)  # type: ignore[arg-type]


@action(permission="issuing.set", record="signing_key_added")
def add_device_key(by: User, *, token: str, label: str, pin: str) -> SigningKey:
    """Sign with a key in the server's device from now on; it never leaves the device.

    Raises NoKeyDevice and what the device refuses.
    """
    require(settings.PKCS11_LIBRARY, NoKeyDevice())
    seal = Seal.from_pkcs11(settings.PKCS11_LIBRARY, token, pin, label)
    sealed = Sealer(by.institution_id).seal(pin)  # type: ignore[arg-type]
    return _put_into_use(
        by.institution_id,  # type: ignore[arg-type]
        seal,
        source=Source.DEVICE,
        token=token,
        label=label,
        password_sealed=sealed,
        added_by=by,
    )


@action(permission="issuing.set", record="signing_key_added")
def make_own_key(by: User) -> SigningKey:
    """Sign with a certificate that nobody else vouches for; checked by the public page alone."""
    return make_first_key(by.institution, by)  # type: ignore[arg-type]


def make_first_key(
    institution: Institution, by: User | None = None, since: datetime | None = None
) -> SigningKey:
    """Give an institution a self-made certificate; the demo's way, and a test's."""
    password, seal = secrets.token_urlsafe(24), Seal.self_made(institution.name, since)
    return _kept_file(institution.pk, Source.SELF_MADE, seal, seal.to_pkcs12(password), password, by)


@action(permission="issuing.set", record="signing_key_retired")
def retire_key(by: User, key_id: int) -> SigningKey:
    """Sign no more with a key; its secret part is destroyed, its papers are checked as before.

    Raises NotFound, KeyNotInUse.
    """
    key = SigningKey.objects.select_for_update(of=("self",)).filter(pk=key_id).first()
    require(key is not None, NotFound())
    require(key.retired_at is None, KeyNotInUse())  # type: ignore[union-attr]
    _retire(key)  # type: ignore[arg-type]
    return key  # type: ignore[return-value]


def _retire(key: SigningKey) -> None:
    key.retired_at, key.key_file_sealed, key.password_sealed = timezone.now(), None, None
    key.save(update_fields=["retired_at", "key_file_sealed", "password_sealed"])


def _kept_file(
    institution_id: int, source: Source, seal: Seal, content: bytes, password: str, by: User | None
) -> SigningKey:
    sealer = Sealer(institution_id)
    return _put_into_use(
        institution_id,
        seal,
        source=source,
        key_file_sealed=sealer.seal_bytes(content),
        password_sealed=sealer.seal_bytes(password.encode()),
        added_by=by,
    )


def _put_into_use(institution_id: int, seal: Seal, **fields: object) -> SigningKey:
    """The newest key signs alone. Raises CertificateExpired, CertificateNotYetValid."""
    seal.require_valid(timezone.now())
    for before in SigningKey.objects.select_for_update(of=("self",)).filter(retired_at=None):
        _retire(before)
    return SigningKey.objects.create(
        institution_id=institution_id,
        name=seal.name[:200],
        issuer=_issuer_of(seal)[:200],
        valid_from=seal.valid_from,
        valid_to=seal.valid_until,
        certificate=seal.certificate,
        **fields,
    )


def _issuer_of(seal: Seal) -> str:
    issuer = x509.load_der_x509_certificate(seal.certificate).issuer
    names = issuer.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if names else issuer.rfc4514_string()


def signing_now(institution_id: int) -> tuple[SigningKey, Seal]:
    """The key in use and what signs with it. Raises NoSigningKey and what a device refuses."""
    key = SigningKey.objects.filter(institution_id=institution_id, retired_at=None).first()
    if key is None:
        raise NoSigningKey()
    return key, _opened(key)


def _opened(key: SigningKey) -> Seal:
    """Opened once per process: deriving a file's key anew for each paper would cost more than the paper."""
    known = (key.institution_id, key.pk, bytes(key.certificate))
    return OPENED.get(known) or OPENED.keep(known, _open(key))


def _open(key: SigningKey) -> Seal:
    sealer = Sealer(key.institution_id)
    password = sealer.open(key.password_sealed)
    if key.source == Source.DEVICE:
        return Seal.from_pkcs11(settings.PKCS11_LIBRARY, key.token, password, key.label)
    return Seal.from_pkcs12(sealer.open_bytes(key.key_file_sealed), password)  # type: ignore[arg-type]


class _Opened:
    """The last few opened keys."""

    MOST = 16

    def __init__(self) -> None:
        self._seals: dict[tuple[int, int, bytes], Seal] = {}

    def get(self, known: tuple[int, int, bytes]) -> Seal | None:
        return self._seals.get(known)

    def keep(self, known: tuple[int, int, bytes], seal: Seal) -> Seal:
        while len(self._seals) >= self.MOST:
            self._seals.pop(next(iter(self._seals)), None)
        self._seals[known] = seal
        return seal


OPENED = _Opened()


def trusted_by(institution_id: int) -> list[bytes]:
    """Every certificate that ever signed for the institution, by which its papers are checked."""
    certificates = SigningKey.objects.filter(institution_id=institution_id).values_list(
        "certificate", flat=True
    )
    return [bytes(one) for one in certificates]
