"""The sign-in rules of an institution: asked at every request, changed by its HR officers."""

from collections.abc import Collection, Iterable
from ipaddress import IPv4Network, IPv6Network

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from openinsa.entrance.models import SignInRules
from openinsa.people.acting import action
from openinsa.people.addresses import networks_in, within
from openinsa.people.models import User
from openinsa.people.refusals import Refused, require
from openinsa.people.roles import Role


class NetworkUnreadable(Refused):
    status = 422
    sentence = _(
        "'%(network)s'은(는) 망 주소로 읽을 수 없습니다. 192.0.2.0/24 또는 2001:db8::/32처럼 써 주세요."
    )


class NetworkShutsOneselfOut(Refused):
    sentence = _(
        "지금 쓰고 있는 주소 %(address)s이(가) 적은 망에 들어 있지 않아 저장하지 않았습니다. 저장하면 바로 들어올 수 없게 됩니다."
    )


def rules_of(institution_id: int | None) -> SignInRules:
    """The rules of an institution, or the defaults; an operator has those. Inside that institution's transaction."""
    found = SignInRules.objects.filter(institution_id=institution_id).first() if institution_id else None
    return found or SignInRules(second_factor_roles=list(settings.SECOND_FACTOR_ROLES))


@action(permission="people.manage", record="sign_in_rules_changed")
def change_rules(
    by: User,
    *,
    second_factor_roles: Iterable[str],
    idle_minutes: int,
    longest_hours: int,
    allowed_networks: str,
    workers_from_anywhere: bool,
    address: str | None,
    code_roles: Iterable[str] | None = None,
) -> SignInRules:
    """Set how the users of an institution come in; `address` is the acting user's own.

    Without `code_roles` those who may come in by a one-time code stay as they are.

    Raises NetworkUnreadable, NetworkShutsOneselfOut.
    """
    networks = _readable(allowed_networks)
    require(not networks or within(address, networks), NetworkShutsOneselfOut(address=address or "-"))
    values = {
        "second_factor_roles": sorted(set(second_factor_roles) - {Role.OPERATOR}),
        "idle_minutes": idle_minutes,
        "longest_hours": longest_hours,
        "allowed_networks": [str(network) for network in networks],
        "workers_from_anywhere": workers_from_anywhere,
    }
    if code_roles is not None:
        values["code_roles"] = sorted(set(code_roles) - {Role.OPERATOR})
    changed, _made = SignInRules.objects.update_or_create(institution_id=by.institution_id, defaults=values)
    return changed


def _readable(text: str) -> list[IPv4Network | IPv6Network]:
    found = []
    for one in text.replace(",", " ").split():
        try:
            found += networks_in(one)
        except ValueError as unreadable:
            raise NetworkUnreadable(network=one[:60]) from unreadable
    return found


def may_come_from(
    address: str | None, networks: Iterable[str], roles: Collection[str], workers_from_anywhere: bool
) -> bool:
    """Whether somebody of these roles may come from an address; workers alone may be let in from anywhere."""
    allowed = list(networks)
    if not allowed or (workers_from_anywhere and set(roles) <= {Role.WORKER}):
        return True
    return within(address, allowed)
