"""How somebody proved within the last minutes who it is. Asked again before each signature."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from django.http import HttpRequest
from django.utils import timezone

from openinsa.agreements.models import AgreementSignature
from openinsa.agreements.refusals import IdentityNotShown
from openinsa.people.refusals import require

Identity = AgreementSignature.Identity
MINUTES = 5
WAYS = {"password": Identity.PASSWORD, "code": Identity.CODE, "oidc": Identity.PROVIDER}
FACTORS = {"webauthn": Identity.PASSKEY}


@dataclass(frozen=True)
class Proof:
    """How somebody proved who it is, when, and from where."""

    way: str
    at: datetime
    address: str | None
    device: str

    def require_fresh(self) -> None:
        """Raises IdentityNotShown."""
        require(self.at >= timezone.now() - timedelta(minutes=MINUTES), IdentityNotShown(minutes=MINUTES))

    @property
    def is_fresh(self) -> bool:
        return self.at >= timezone.now() - timedelta(minutes=MINUTES)


def proof_of(request: HttpRequest, address: str | None, device: str) -> Proof | None:
    """The last step by which the session's user was identified anew; none if there was no such step.

    Whoever has neither password nor factor proves it by coming in: that step counts.
    """
    records = get_authentication_records(request, request.user)  # type: ignore[arg-type]
    if get_reauthentication_flows(request.user):  # type: ignore[arg-type]
        records = [one for one in records if one.get("reauthenticated")]
    if not records:
        return None
    last = records[-1]
    return Proof(_way(last), datetime.fromtimestamp(last["at"], UTC), address, device)


def _way(record: Mapping[str, Any]) -> str:
    if record["method"] == "mfa":
        return str(FACTORS.get(record.get("type", ""), Identity.SECOND_FACTOR))
    return str(WAYS.get(record["method"], Identity.CODE))
