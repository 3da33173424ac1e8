"""Helping somebody who cannot come in: unlock a login, reset a lost second factor."""

from allauth.mfa.models import Authenticator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from openinsa.entrance import attempts
from openinsa.entrance.models import Notice, SignedIn, SignIn
from openinsa.entrance.records import notify
from openinsa.entrance.sessions import end_sessions_of
from openinsa.people.acting import action, record_verb
from openinsa.people.actions import NotOneself
from openinsa.people.models import User
from openinsa.people.refusals import NotFound, ReasonMissing, Refused, require
from openinsa.people.roles import Role
from openinsa.people.tenancy import within


class FactorOfOfficer(Refused):
    status = 403
    sentence = _(
        "%(name)s님은 인사담당이라 2단계 인증을 여기서 초기화할 수 없습니다. 운영자에게 서버에서 초기화해 달라고 하세요."
    )


class NotLocked(Refused):
    sentence = _("'%(username)s'은(는) 잠겨 있지 않습니다. 비밀번호를 잊었으면 새 초대를 만들어 주세요.")


@action(permission="people.manage", record="login_unlocked")
def unlock_login(by: User, user_id: int) -> User:
    """Open a login that failures have locked. Raises NotFound, NotLocked."""
    user = _of_own_institution(by, user_id)
    require(attempts.locked_until(user.username, user.pk), NotLocked(username=user.username))
    attempts.unlock(user.username, user.pk)
    SignIn.objects.create(institution_id=by.institution_id, user_id=user.pk, outcome=SignIn.Outcome.UNLOCKED)
    return user


@action(permission="people.manage", record="second_factor_reset")
def reset_second_factor(by: User, user_id: int, *, reason: str) -> User:
    """Take a lost second factor from a user, who is told at the next sign-in and sets up another.

    Not one's own, and not an HR officer's: nobody may take the factor of whoever could take it back.
    Raises NotFound, NotOneself, FactorOfOfficer, ReasonMissing.
    """
    user = _of_own_institution(by, user_id)
    require(user.pk != by.pk, NotOneself())
    require(Role.HR_OFFICER not in user.roles, FactorOfOfficer(name=user.name))
    require(reason.strip(), ReasonMissing())
    take_factors(user, by.name)
    return user


def reset_second_factor_on_the_server(username: str, *, reason: str) -> User:
    """The same for anybody, an HR officer too: an operator's work, on the server. Raises NotFound, ReasonMissing."""
    require(reason.strip(), ReasonMissing())
    with within(None):
        user = User.objects.filter(username=username).first()
    if user is None:
        raise NotFound
    with within(user.institution_id, None, reason.strip()):
        take_factors(user, str(Role.OPERATOR.label))
        if user.institution_id:
            record_verb(User(institution_id=user.institution_id), "second_factor_reset", user)
    return user


def take_factors(user: User, by: str) -> None:
    """Remove a user's factors and recovery codes, end the sessions and leave a notice. Inside the institution."""
    Authenticator.objects.filter(user=user).delete()
    end_sessions_of(user, SignedIn.End.RESET)
    notify(user, Notice.Kind.FACTOR_RESET, by=by)


def confirm_notices(user: User) -> int:
    """The user has read the notices about the own login. Returns how many there were."""
    return Notice.objects.filter(user=user, seen_at=None).update(seen_at=timezone.now())


def _of_own_institution(by: User, user_id: int) -> User:
    user = User.objects.filter(pk=user_id, institution_id=by.institution_id).first()
    require(user is not None, NotFound())
    return user  # type: ignore[return-value]
