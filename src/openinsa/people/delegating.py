"""Lending rights for a time: made by whoever has them, ended by itself, never passed on."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from openinsa.people.acting import action
from openinsa.people.models import Delegation, User
from openinsa.people.refusals import NotAllowed, NotFound, ReasonMissing, Refused, require
from openinsa.people.roles import DELEGABLE, Role, Scope

LONGEST = timedelta(days=366)


class NotYoursToLend(Refused):
    status = 403
    sentence = _(
        "본인의 역할로 가진 권한만 맡길 수 있습니다. 다른 사람에게서 맡은 일은 다시 맡길 수 없습니다."
    )


class NobodyToLendTo(Refused):
    sentence = _("맡을 사람은 같은 기관에서 사용 중인 다른 직원이어야 합니다. 다시 골라 주세요.")


class LentForTooLong(Refused):
    status = 422
    sentence = _("위임은 오늘이나 그 뒤에 끝나고 1년을 넘지 않아야 합니다. 첫날과 마지막 날을 확인해 주세요.")


@action(permission="people.delegate", record="rights_delegated")
def delegate(
    by: User,
    taker_id: int,
    *,
    kind: str,
    rights: Iterable[str],
    valid_from: date,
    valid_to: date,
    grounds: str,
) -> Delegation:
    """Lend rights of one's own roles to somebody of the institution, within one's own reach.

    Raises NobodyToLendTo, NotYoursToLend, LentForTooLong, ReasonMissing.
    """
    lent = sorted(set(rights))
    taker = _takers(by).filter(pk=taker_id).first()
    require(taker is not None, NobodyToLendTo())
    require(lent and set(lent) <= set(rights_to_lend(by)), NotYoursToLend())
    span = valid_to - valid_from
    require(timedelta(0) <= span < LONGEST and valid_to >= timezone.localdate(), LentForTooLong())
    require(grounds.strip(), ReasonMissing())
    return Delegation.objects.create(
        institution_id=by.institution_id,
        giver=by,
        taker=taker,
        kind=kind,
        rights=lent,
        valid_from=valid_from,
        valid_to=valid_to,
        grounds=grounds.strip(),
    )


def revoke_delegation(by: User, delegation_id: int) -> Delegation:
    """Take back what one lent; HR may do it for everybody. Raises NotFound, NotAllowed."""
    revoke = _revoke_any if by.may("people.manage") else _revoke_own
    return revoke(by, delegation_id)


@action(permission="people.manage", record="delegation_revoked")
def _revoke_any(by: User, delegation_id: int) -> Delegation:
    return _take_back(Delegation.objects.all(), delegation_id)


@action(permission="people.delegate", record="delegation_revoked")
def _revoke_own(by: User, delegation_id: int) -> Delegation:
    return _take_back(Delegation.objects.filter(giver=by), delegation_id)


def _take_back(rows: QuerySet[Delegation], delegation_id: int) -> Delegation:
    found = rows.filter(pk=delegation_id, revoked_at=None).first()
    if found is None:
        raise NotFound
    found.revoked_at = timezone.now()
    found.save(update_fields=["revoked_at"])
    return found


def rights_to_lend(user: User) -> list[str]:
    """What a user may lend: rights of the own roles, never those lent by others."""
    return [right for right in DELEGABLE if user.own_scope(right)]


def delegations_seen_by(user: User) -> QuerySet[Delegation]:
    """Those that a user gave or took; for HR and auditors all of the institution."""
    every = Delegation.objects.select_related("giver", "taker")
    return (
        every
        if user.own_scope("people.see_delegations") == Scope.INSTITUTION
        else every.filter(Q(giver=user) | Q(taker=user))
    )


def _takers(by: User) -> QuerySet[User]:
    """Who may be lent something: other staff of the institution, no integration and nobody who is a worker only."""
    others = User.objects.filter(institution_id=by.institution_id, is_active=True, rights__isnull=True)
    return others.exclude(pk=by.pk).exclude(roles=[]).exclude(roles=[Role.WORKER])


def takers_of(by: User) -> QuerySet[User]:
    """Whom a user may choose on the form. Raises NotAllowed."""
    require(by.may("people.delegate"), NotAllowed())
    return _takers(by)
