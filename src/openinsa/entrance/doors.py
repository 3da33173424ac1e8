"""What is said at the door: one sentence for every wrong try, the same whether the login exists or not."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openinsa.entrance import attempts
from openinsa.entrance.attempts import Try
from openinsa.entrance.models import Notice, SignIn
from openinsa.entrance.records import method_of, note_try, notify, user_named
from openinsa.entrance.rules import may_come_from, rules_of
from openinsa.people.addresses import address_of
from openinsa.people.models import User
from openinsa.people.refusals import Refused
from openinsa.people.tenancy import within

Outcome = SignIn.Outcome
REFUSALS: dict[str, str | Promise] = {
    Outcome.SUSPENDED: _(
        "소속 기관의 이용이 멈춰 있어 지금은 들어올 수 없습니다. 기관 담당자나 운영자에게 문의해 주세요."
    ),
    Outcome.EXPIRED: _("이 로그인의 사용 기간이 끝났습니다. 계속 써야 하면 인사담당에게 말씀해 주세요."),
    Outcome.ELSEWHERE: _(
        "허용하지 않는 망에서 들어왔습니다. 기관의 망에서 다시 들어오거나 인사담당에게 말씀해 주세요."
    ),
}


WRONG = _("로그인 이름이나 비밀번호가 맞지 않습니다.")


class Locked(Refused):
    status = 429
    sentence = _("여러 번 틀려 잠겼습니다. %(minutes)d분 뒤에 다시 해 보거나 인사담당에게 말씀해 주세요.")


def tried_in_vain(request: HttpRequest, login: str, tried: Try) -> str:
    """Write down a wrong or a locked try; the sentence for a locked one. Locks what has failed too often."""
    return _in_vain(request, user_named(login), tried, Outcome.WRONG, login=login)


def factor_in_vain(request: HttpRequest, user: User, tried: Try) -> str:
    """The same for a second factor, of which it is known whose it is."""
    return _in_vain(request, user, tried, Outcome.FACTOR_WRONG, method=method_of(request))


def code_in_vain(request: HttpRequest, user: User | None, tried: Try, login: str) -> str:
    """The same for a one-time code."""
    return _in_vain(request, user, tried, Outcome.CODE_WRONG, login=login, method="code")


def _in_vain(request: HttpRequest, user: User | None, tried: Try, wrong: str, **known: str) -> str:
    note_try(request, user, Outcome.LOCKED if tried.locked_until else wrong, **known)
    if not tried.locked_until and attempts.lock_if_too_many(tried):
        note_try(request, user, Outcome.LOCK_BEGAN, **known)
        if user is not None:
            notify(user, Notice.Kind.LOCK_BEGAN, request=request)
    return str(Locked(minutes=tried.minutes))


def refused_at_the_door(request: HttpRequest, user: User) -> HttpResponse | None:
    """The page for somebody whose password is right and who still may not come in, written down."""
    with within(user.institution_id, user.pk):
        outcome = reason_against(request, user)
    if not outcome:
        return None
    note_try(request, user, outcome, method=method_of(request))
    return render(request, "web/refused.html", {"sentence": REFUSALS[outcome]}, status=403)


def reason_against(request: HttpRequest, user: User) -> str:
    """Why a user may not come in now, or an empty text. Inside the user's institution."""
    if user.is_suspended:
        return str(Outcome.SUSPENDED)
    if not user.is_in_time:
        return str(Outcome.EXPIRED)
    rules = rules_of(user.institution_id)
    networks, anywhere = rules.allowed_networks, rules.workers_from_anywhere
    if not may_come_from(address_of(request), networks, user.roles, anywhere):
        return str(Outcome.ELSEWHERE)
    return ""
