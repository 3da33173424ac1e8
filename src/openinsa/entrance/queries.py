"""What can be asked about coming in: one's own sessions and tries, and those of an institution."""

from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery

from openinsa.entrance.attempts import locked_until
from openinsa.entrance.models import Notice, SignedIn, SignIn
from openinsa.people.models import User
from openinsa.people.refusals import NotAllowed, require

NOTICES_AT_MOST = 20


def open_sessions(user: User) -> QuerySet[SignedIn]:
    """The sessions in which a user is signed in now, the latest used first."""
    return SignedIn.objects.filter(user=user, ended_at=None)


def own_sign_ins(user: User) -> QuerySet[SignIn]:
    return SignIn.objects.filter(user_id=user.pk)


def own_notices(user: User) -> QuerySet[Notice]:
    """What a user was told about the own login, the latest first, confirmed or not."""
    return Notice.objects.filter(user=user)[:NOTICES_AT_MOST]


def all_sign_ins(by: User) -> QuerySet[SignIn]:
    """The sign-ins of the user's institution with `user_name`; for an operator those that belong to none.

    Raises NotAllowed.
    """
    require(by.may("entrance.see_sign_ins"), NotAllowed())
    owner = User.objects.filter(pk=OuterRef("user_id"))
    named = {"user_name": Subquery(owner.values("name")), "person_id": Subquery(owner.values("person_id"))}
    return SignIn.objects.annotate(**named)


def lock_of(user: User) -> datetime | None:
    """Until when a login is locked, or None."""
    return locked_until(user.username, user.pk)
