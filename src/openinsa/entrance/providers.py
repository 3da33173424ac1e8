"""OpenID providers: those of the whole installation from a file, one of each institution from its own page."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from openinsa.entrance.models import Provider
from openinsa.people.acting import action
from openinsa.people.models import Institution, User
from openinsa.people.refusals import Refused, require
from openinsa.people.tenancy import within
from openinsa.privacy.sealing import Sealer

HERE = {"localhost", "127.0.0.1", "::1"}


class IssuerNotAllowed(Refused):
    sentence = _(
        "'%(host)s'은(는) 이 설치에서 쓰도록 허용한 통합로그인 서버가 아닙니다. 운영자에게 OPENINSA_OIDC_HOSTS에 더해 달라고 하세요."
    )


class NoProvider(Refused):
    status = 404
    sentence = _(
        "이 기관코드로 쓸 수 있는 통합로그인이 없습니다. 기관코드를 확인하거나 비밀번호로 로그인해 주세요."
    )


@dataclass(frozen=True)
class SignOn:
    """A provider as the protocol needs it. Without an institution it serves the whole installation."""

    key: str
    name: str
    issuer: str
    client_id: str
    client_secret: str
    claim: str = "preferred_username"
    institution_id: int | None = None
    hosts: frozenset[str] = field(default_factory=frozenset)

    def user(self, login: str) -> User | None:
        """The invited user behind a login name; of this institution where the provider is an institution's."""
        with within(self.institution_id):
            found = User.objects.filter(username=login, rights__isnull=True).first()
        if found is None or (self.institution_id and found.institution_id != self.institution_id):
            return None
        return found


def installed() -> list[SignOn]:
    """The providers that the operator's file names. Raises ValueError when it cannot be read."""
    if not settings.OIDC_FILE:
        return []
    given = json.loads(Path(settings.OIDC_FILE).read_text(encoding="utf-8"))
    return [SignOn(**{**one, "hosts": _hosts(one["issuer"], *one.get("hosts", ()))}) for one in given]


def sign_on(key: str) -> SignOn:
    """A provider of the installation by its key, or an institution's by its code. Raises NoProvider."""
    found = next((one for one in installed() if one.key == key), None) or _of_institution(key)
    if found is None:
        raise NoProvider
    return found


def _of_institution(code: str) -> SignOn | None:
    with within(None):
        institution = Institution.objects.filter(code=code, suspended_at=None).first()
    if institution is None:
        return None
    with within(institution.pk):
        stored = Provider.objects.filter(is_active=True).first()
        return _opened(stored, institution) if stored else None


def _opened(stored: Provider, institution: Institution) -> SignOn:
    return SignOn(
        key=institution.code,
        name=stored.name,
        issuer=stored.issuer,
        client_id=stored.client_id,
        client_secret=Sealer(institution.pk).open(stored.client_secret_sealed),
        claim=stored.claim,
        institution_id=institution.pk,
        hosts=frozenset(settings.OIDC_HOSTS),
    )


@action(permission="people.manage", record="provider_set")
def set_provider(
    by: User, *, name: str, issuer: str, client_id: str, client_secret: str, claim: str, is_active: bool
) -> Provider:
    """Set the provider of one's institution; an empty secret keeps the one before. Raises IssuerNotAllowed."""
    issuer = issuer.rstrip("/")
    require(may_be_asked(issuer, settings.OIDC_HOSTS), IssuerNotAllowed(host=urlsplit(issuer).netloc[:80]))
    values = {"name": name, "issuer": issuer, "client_id": client_id, "claim": claim, "is_active": is_active}
    if client_secret:
        values["client_secret_sealed"] = Sealer(by.institution_id).seal(client_secret)
    stored, _made = Provider.objects.update_or_create(institution_id=by.institution_id, defaults=values)
    return stored


def may_be_asked(url: str, hosts: "frozenset[str] | list[str] | set[str]") -> bool:
    """Whether the server may send a request there: a named host, by TLS unless it is this machine."""
    parts = urlsplit(url)
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in HERE)
    return safe and not parts.username and parts.netloc in hosts


def _hosts(*addresses: str) -> frozenset[str]:
    return frozenset(urlsplit(one).netloc or one for one in addresses)
