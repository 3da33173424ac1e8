"""Files and prints of people's data: the page or dialogue that asks why and for a password, and the file that follows.

Any page may hand out such a file: what it calls refuses with `ReasonNeeded` until there is a reason. The middleware
answers that with a form. The form comes back to the same address; the middleware takes its own fields out of it,
gives the request back the shape it had when it was held up, and the page runs again, now with `why(request)`.
A workbook is locked on its way out; no page can forget that.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from openinsa.exchange.locking import lock
from openinsa.people.refusals import Refused
from openinsa.privacy.exports import ReasonNeeded
from openinsa.privacy.passwords import made_password, require_strong
from openinsa.privacy.reading import DOWNLOAD, PRINT
from openinsa.privacy.reasons import Reason, ReasonForm, reason_form
from openinsa.web.asking import ask
from openinsa.web.files import KINDS
from openinsa.web.refusing import came_from

HELD_UP = "held_up"
FORM = "application/x-www-form-urlencoded"
"""Ours carries no file; the body of any other is left to its page."""
WORKBOOK = KINDS[".xlsx"]
PASSWORD = {"autocomplete": "new-password"}


@dataclass(frozen=True)
class Words:
    """How the form speaks of what follows it; a file leaves the form standing, a page to print takes its place."""

    title: Promise
    about: Promise
    button: Promise
    icon: str
    leaves_a_file: bool


ASKED = {
    DOWNLOAD: Words(
        _("내려받기: %(what)s"),
        _("%(count)d명의 개인정보가 들어 있습니다. 누가 왜 내려받았는지 파일과 접속기록에 남습니다."),
        _("내려받기"),
        "download",
        leaves_a_file=True,
    ),
    PRINT: Words(
        _("인쇄: %(what)s"),
        _("%(count)d명의 개인정보가 들어 있습니다. 누가 왜 인쇄했는지 종이와 접속기록에 남습니다."),
        _("인쇄할 화면 열기"),
        "print",
        leaves_a_file=False,
    ),
}


@dataclass(frozen=True)
class HandingOut:
    """A reason given for this request, and the password that its workbook gets."""

    why: Reason
    password: str


class HandOutForm(ReasonForm):
    """Why a file is taken out."""

    own_fields = ("reason_code", "reason", HELD_UP)
    held_up = forms.CharField(widget=forms.HiddenInput)

    @property
    def password(self) -> str:
        return ""


class LockedHandOutForm(HandOutForm):
    """Why a workbook is taken out, and its password: the one made here unless another is typed twice."""

    own_fields = (*HandOutForm.own_fields, "made_password", "password_1", "password_2")
    made_password = forms.CharField(
        label=_("파일 비밀번호"),
        help_text=_(
            "엑셀에서 파일을 열 때 묻습니다. 지금 적어 두세요. 어디에도 보관하지 않아 다시 볼 수 없습니다."
        ),
        widget=forms.TextInput(attrs={"readonly": True, "autocomplete": "off", "class": "short"}),
    )
    password_1 = forms.CharField(
        label=_("직접 정한 비밀번호"),
        required=False,
        help_text=_("비워 두면 위의 비밀번호를 씁니다."),
        widget=forms.PasswordInput(attrs=PASSWORD),
    )
    password_2 = forms.CharField(
        label=_("직접 정한 비밀번호 한 번 더"), required=False, widget=forms.PasswordInput(attrs=PASSWORD)
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("password_1", "") != given.get("password_2", ""):
            self.add_error("password_2", say("두 번 적은 비밀번호가 서로 다릅니다. 똑같이 적어 주세요."))
        try:
            require_strong(given.get("password_1") or given.get("made_password", ""))
        except Refused as weak:
            self.add_error("password_1", str(weak))
        return given

    @property
    def password(self) -> str:
        return self.cleaned_data["password_1"] or self.cleaned_data["made_password"]


def hands_out_workbook(bound_to: str = "") -> Callable[[Callable], Callable]:
    """Say of a page, whose address does not tell, that it hands out a workbook.

    `bound_to`, such as `month:{month_id}`: its made password is the same all through a session, so that the file
    opens by itself when it comes back.
    """

    def say_so(view: Callable) -> Callable:
        view.hands_out_workbook, view.password_bound_to = True, bound_to  # type: ignore[attr-defined]
        return view

    return say_so


def password_in_session(request: HttpRequest, bound_to: str) -> str:
    """The made password of a workbook that comes and goes within one session."""
    return made_password(f"{request.session.session_key}:{bound_to}")


def why(request: HttpRequest) -> Reason | None:
    """The reason that came with this request."""
    given = getattr(request, "handing_out", None)
    return given.why if given else None


class HandOutMiddleware:
    """Ask before a file with people's data leaves, and lock workbooks that do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.handing_out = None
        response = self.get_response(request)
        if request.handing_out and response.get("Content-Type") == WORKBOOK:
            response.content = lock(response.content, request.handing_out.password)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable, arguments: tuple, named: dict[str, Any]
    ) -> None:
        request.is_workbook = (
            getattr(view, "hands_out_workbook", False)
            or request.path.endswith(".xlsx")
            or "download" in request.GET
        )
        request.password_bound_to = getattr(view, "password_bound_to", "").format(**named)
        if request.method == "POST" and request.content_type == FORM and HELD_UP in request.POST:
            _go_on(request)

    def process_exception(self, request: HttpRequest, refusal: Exception) -> HttpResponse | None:
        return _asked(request, refusal) if isinstance(refusal, ReasonNeeded) else None


def _go_on(request: HttpRequest) -> None:
    """Take the reason out of a request and let it be what it was when it was held up."""
    request.sensitive_post_parameters = LockedHandOutForm.own_fields
    request.hand_out_form = form = reason_form(request, _form_class(request))
    if form.is_valid():
        request.handing_out = HandingOut(form.why, form.password)
    rest = request.POST.copy()
    (method,) = rest.pop(HELD_UP)[-1:]
    for name in form.own_fields:
        rest.pop(name, None)
    if method == "GET":
        request.method, rest = "GET", QueryDict()
    request.POST = rest


def _asked(request: HttpRequest, needed: ReasonNeeded) -> HttpResponse:
    form = getattr(request, "hand_out_form", None) or _new_form(request)
    kept = [(name, one) for name, many in request.POST.lists() for one in many]
    words = ASKED[needed.verb]
    context = {
        "form": form,
        "about": str(words.about) % needed.named,
        "does": words,
        "kept": [pair for pair in kept if pair[0] != "csrfmiddlewaretoken"],
        "back": came_from(request) or "/",
    }
    return ask(request, "web/handing_out.html", context, title=str(words.title) % needed.named)


def _form_class(request: HttpRequest) -> type[HandOutForm]:
    return LockedHandOutForm if request.is_workbook else HandOutForm


def _new_form(request: HttpRequest) -> HandOutForm:
    bound_to = request.password_bound_to
    made = password_in_session(request, bound_to) if bound_to else made_password()
    return _form_class(request)(
        initial={
            HELD_UP: request.method,
            "made_password": made,
            "reason_code": request.session.get("reason_code", ""),
        }
    )
