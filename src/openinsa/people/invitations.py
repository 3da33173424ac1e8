"""Invitations: a link that lets its owner choose a password, once and for three days."""

import secrets
from collections.abc import Sequence

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from openinsa.people.acting import action, record_verb
from openinsa.people.actions import NotOneself, UserExists, require_within_reach
from openinsa.people.models import Person, User
from openinsa.people.refusals import NotFound, Refused, require
from openinsa.people.roles import Role

CLEAR_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"


class LoginExists(Refused):
    sentence = _(
        "%(name)s님은 이미 로그인 '%(username)s'이(가) 있습니다. 사용자 화면에서 새 초대를 만들어 주세요."
    )


class LoginStopped(Refused):
    sentence = _("'%(username)s'은(는) 사용이 멈춰 있습니다. 먼저 사용 중으로 바꿔 주세요.")


@action(permission="people.manage", record="user_invited")
def invite(by: User, user: User) -> str:
    """The address at which the user sets a password; it dies with its use, a new password or three days.

    Raises NotFound, NotOneself, LoginStopped, BeyondTheIntegration.
    """
    require(user.institution_id == by.institution_id, NotFound())
    require(user.pk != by.pk, NotOneself())
    require_within_reach(by, user.roles, user.pay_right)
    require(user.is_active, LoginStopped(username=user.username))
    return invitation_of(user)


def invitation_of(user: User) -> str:
    """The address itself; who may hand it out is the caller's matter."""
    named = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return reverse("account_reset_password_from_key", kwargs=named)


@action(permission="people.manage", record="user_made")
def make_worker_login(by: User, person: Person, username: str) -> User:
    """A login for a worker to see the own days and slips. Raises LoginExists, UserExists."""
    held = User.objects.filter(person=person).first()
    require(held is None, LoginExists(name=person.name, username=held.username if held else ""))
    try:
        with transaction.atomic():
            return User.objects.create_user(
                username,
                name=person.name,
                roles=[Role.WORKER],
                person=person,
                institution_id=by.institution_id,
            )
    except IntegrityError as broken:
        raise UserExists(username=username) from broken


@action(permission="people.manage")
def make_worker_logins(by: User, people: Sequence[Person]) -> dict[int, User]:
    """Logins with made-up names for those who have none yet, in one statement. All their logins, by person.

    A name is made by chance and says nothing of whose it is: people read it from their invitation.
    """
    held = {one.person_id: one for one in User.objects.filter(person__in=[one.pk for one in people])}
    missing = [one for one in people if one.pk not in held]
    made = User.objects.bulk_create([_worker(by, one) for one in missing], batch_size=500)
    for user in made:
        user.delegations = []  # nobody has lent a new user anything
    if made:
        record_verb(by, "user_made", *made)
    return held | {one.person_id: one for one in made}


def _worker(by: User, person: Person) -> User:
    user = User(
        username=made_login_name(),
        name=person.name,
        roles=[Role.WORKER],
        person=person,
        institution_id=by.institution_id,
    )
    user.set_unusable_password()
    return user


def made_login_name() -> str:
    """Eight signs that are not taken for one another when typed from paper: kf7m-2xq9."""
    signs = "".join(secrets.choice(CLEAR_SIGNS) for _place in range(8))
    return f"{signs[:4]}-{signs[4:]}"
