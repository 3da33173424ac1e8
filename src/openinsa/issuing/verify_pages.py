"""The public page: enter a code or follow the QR code, and see whether the paper is true. For everybody, nobody signs in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from openinsa.issuing.codes import LONGEST, read_code
from openinsa.issuing.verifying import UNKNOWN, Compared, Match, Shown, Standing, compare, look_up
from openinsa.people.addresses import address_of
from openinsa.people.refusals import Refused

LANGUAGES = ("ko", "en")
HEADINGS = {
    Standing.TRUE: _("진본입니다"),
    Standing.REVOKED: _("취소한 문서입니다"),
    Standing.REPLACED: _("새로 발급하여 대신한 문서입니다"),
    Standing.EXPIRED: _("유효기한이 지난 문서입니다"),
    Standing.UNKNOWN: _("발급한 적이 없는 문서입니다"),
}
EXPLAINED = {
    Standing.TRUE: _(
        "이 기관이 발급한 문서이고 지금 유효합니다. 아래 내용이 손에 든 문서와 같은지 확인해 주세요."
    ),
    Standing.REVOKED: _("이 기관이 발급했으나 그 뒤에 취소했습니다. 이 문서를 받지 마세요."),
    Standing.REPLACED: _(
        "이 기관이 발급했으나 그 뒤에 새 문서로 바꾸어 발급했습니다. 새 문서를 요청해 주세요."
    ),
    Standing.EXPIRED: _("이 기관이 발급했으나 유효기한이 지났습니다. 새 문서를 요청해 주세요."),
    Standing.UNKNOWN: _(
        "이 확인번호의 문서가 없습니다. 글자를 다시 확인해 주세요. 번호가 맞다면 이 기관이 발급한 문서가 아닙니다."
    ),
}
TONES = {
    Standing.TRUE: "success",
    Standing.REVOKED: "danger",
    Standing.REPLACED: "warning",
    Standing.EXPIRED: "warning",
    Standing.UNKNOWN: "danger",
}
MATCHES = {
    Match.SAME: _("올린 파일은 발급한 파일과 한 글자도 다르지 않습니다."),
    Match.ANOTHER: _("올린 파일은 이 기관이 서명한 온전한 파일이지만, 이 확인번호로 발급한 문서가 아닙니다."),
    Match.FOREIGN: _("올린 파일은 이 기관이 아닌 다른 사람이 서명한 파일입니다."),
    Match.DIFFERENT: _("올린 파일은 발급한 파일과 다릅니다."),
}


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("확인번호"),
        max_length=LONGEST,
        help_text=_("문서 아래쪽 QR 코드 옆에 있습니다. 대시(-)와 대소문자는 달라도 됩니다."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "dir": "ltr"}
        ),
    )


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("받은 PDF 파일"),
        help_text=_("발급한 파일과 글자 하나까지 같은지 확인합니다. 파일은 보관하지 않습니다."),
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
    )


Page = Callable[..., HttpResponse]


def public(page: Page) -> Page:
    """A page for everybody: in the language of `?language=`, never kept or listed; a refusal is said on it."""

    @login_not_required
    @never_cache
    @csrf_exempt  # nobody is signed in and nothing is changed for anybody
    @wraps(page)
    def shown_to_everybody(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        asked = request.GET.get("language")
        with translation.override(asked if asked in LANGUAGES else _language_of(request)):
            try:
                response = page(request, *arguments, **named)
            except Refused as refused:
                context = {"refused": str(refused), "form": CodeForm()}
                response = _rendered(request, context, status=refused.status)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return shown_to_everybody


def _language_of(request: HttpRequest) -> str:
    language = translation.get_language_from_request(request)
    return language if language in LANGUAGES else "en"


@public
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Where a code is typed."""
    form = CodeForm(request.POST or None)
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data["code"]
        return _sent(request, str(read_code(typed) or typed.replace("/", " ")))
    return _rendered(request, {"form": form})


@public
@require_http_methods(["GET", "HEAD", "POST"])
def shown(request: HttpRequest, code: str) -> HttpResponse:
    """What is told of the paper with a code; with a file, whether it is the very one."""
    found = look_up(code, address_of(request))
    if found is UNKNOWN:
        return _rendered(
            request, {"form": CodeForm(initial={"code": code[:LONGEST]}), **_told(found, code)}, 404
        )
    files = FileForm(request.POST or None, request.FILES or None) if request.method == "POST" else FileForm()
    compared = _compared(request, code, files) if files.is_bound else None
    return _rendered(request, {**_told(found, code), "files": files, "compared": compared})


def _compared(request: HttpRequest, code: str, files: FileForm) -> dict[str, Any] | None:
    if not files.is_valid():
        return None
    try:
        found = compare(code, address_of(request), files.cleaned_data["file"].read())
    except Refused as refused:
        files.add_error("file", str(refused))
        return None
    return _said(found) if found else None


def _said(found: Compared) -> dict[str, Any]:
    same = found.match is Match.SAME
    return {"same": same, "heading": MATCHES[found.match], "sentence": found.sentence}


def _told(found: Shown, code: str) -> dict[str, Any]:
    known = read_code(code)
    return {
        "found": found,
        "heading": HEADINGS[found.standing],
        "explained": EXPLAINED[found.standing],
        "tone": TONES[found.standing],
        "code": str(known or code[:LONGEST]),
    }


def _sent(request: HttpRequest, code: str) -> HttpResponse:
    language = request.GET.get("language")
    target = redirect("verify:shown", code)
    if language in LANGUAGES:
        target["Location"] += f"?language={language}"
    return target


def _rendered(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    other = "en" if translation.get_language() == "ko" else "ko"
    return render(request, "issuing/verify.html", {**context, "other_language": other}, status=status)
