"""What every signed-in request must pass: an open session, an allowed network, a second factor where needed."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from openinsa.entrance.models import SignedIn
from openinsa.entrance.rules import may_come_from
from openinsa.entrance.sessions import Standing, end_session, note_use, standing_of
from openinsa.people.addresses import address_of
from openinsa.people.models import User

ENDED = {
    SignedIn.End.IDLE: _("오래 쓰지 않아 로그아웃했습니다. 다시 로그인해 주세요."),
    SignedIn.End.TOO_LONG: _("한 번 로그인으로 쓸 수 있는 시간이 지났습니다. 다시 로그인해 주세요."),
    SignedIn.End.ENDED: _("이 로그인은 끝났습니다. 다시 로그인해 주세요."),
}
ELSEWHERE = _("허용하지 않는 망에서 들어왔습니다. 기관의 망에서 다시 들어오거나 인사담당에게 말씀해 주세요.")
OPEN_WITHOUT_SECOND_FACTOR = ("/accounts/", "/entrance/second-factor/", "/i18n/", "/jsi18n/")


class EntranceMiddleware:
    """Stands inside the transaction of the request's institution, before every page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        standing = standing_of(request)
        request.standing = standing
        return self._stopped(request, standing) or self.get_response(request)

    def _stopped(self, request: HttpRequest, standing: Standing) -> HttpResponse | None:
        now = timezone.now()
        if end := standing.reason_to_end(now):
            return _shown_out(request, standing, end)
        user = request.user
        networks, anywhere = standing.allowed_networks, standing.workers_from_anywhere
        if not may_come_from(address_of(request), networks, user.roles, anywhere):
            return render(request, "web/refused.html", {"sentence": ELSEWHERE}, status=403)
        note_use(standing, now)
        if lacks_second_factor(user, standing) and not request.path.startswith(OPEN_WITHOUT_SECOND_FACTOR):
            return _sent(request, reverse("entrance:second_factor"))
        return None


def lacks_second_factor(user: User, standing: Standing) -> bool:
    """Whether a role of the user must have a second factor that the user has not set up."""
    wanted = standing.second_factor_roles
    if wanted is None:
        wanted = list(settings.SECOND_FACTOR_ROLES)
    return not standing.has_second_factor and bool(set(wanted) & set(user.roles))


def _shown_out(request: HttpRequest, standing: Standing, end: str) -> HttpResponse:
    end_session(standing.id, end)
    logout(request)
    messages.info(request, ENDED[SignedIn.End(end)])
    back = {"next": request.get_full_path()} if request.method == "GET" else {}
    return _sent(
        request, f"{reverse('account_login')}?{urlencode(back)}" if back else reverse("account_login")
    )


def _sent(request: HttpRequest, address: str) -> HttpResponse:
    """Send a page elsewhere; htmx is told to leave the page, not to put the other one into it."""
    if "HX-Request" in request.headers:
        return HttpResponse(status=401, headers={"HX-Redirect": address})
    return redirect(address)
