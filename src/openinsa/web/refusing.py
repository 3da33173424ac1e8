"""A refusal that no page caught becomes its sentence on the screen, and nothing else happens."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from openinsa.people.institutions import InstitutionSuspended
from openinsa.people.refusals import NotAllowed, NotFound, Refused, as_refusal

WAY_OUT = "account_logout"


class RefusalMiddleware:
    """Missing rows and rights get their page, htmx its status with the sentence, a form its toast, a wrong method its page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        return _method_told(request, response) if _is_bare_method_refusal(response) else response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        exception = as_refusal(exception)
        if not isinstance(exception, Refused):
            return None
        if isinstance(exception, NotFound):
            return render(request, "404.html", status=404)
        if isinstance(exception, NotAllowed):
            return render(request, "403.html", status=403)
        if "HX-Request" in request.headers:
            return HttpResponse(
                str(exception), status=exception.status, content_type="text/plain; charset=utf-8"
            )
        if request.method == "POST" and (back := came_from(request)):
            messages.error(request, str(exception))
            return redirect(back)
        return render(request, "web/refused.html", {"sentence": str(exception)}, status=exception.status)


def _is_bare_method_refusal(response: HttpResponse) -> bool:
    """Whether an address said of the method alone that it takes another one: Django says that without a word."""
    return isinstance(response, HttpResponseNotAllowed) and not response.content


def _method_told(request: HttpRequest, refusal: HttpResponse) -> HttpResponse:
    told = render(request, "405.html", {"back": came_from(request) or "/"}, status=refusal.status_code)
    told["Allow"] = refusal["Allow"]
    return told


class SuspensionMiddleware:
    """Answer every page asked by somebody of a suspended institution with one sentence; the way out stays open."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], *given: Any
    ) -> HttpResponse | None:
        way_out = request.resolver_match is not None and request.resolver_match.view_name == WAY_OUT
        if way_out or not request.user.is_authenticated or not request.user.is_suspended:
            return None
        refusal = InstitutionSuspended()
        if "HX-Request" in request.headers:
            return HttpResponse(str(refusal), status=refusal.status, content_type="text/plain; charset=utf-8")
        return render(request, "web/suspended.html", {"sentence": str(refusal)}, status=refusal.status)


def came_from(request: HttpRequest) -> str:
    """The page of ours that sent the form, or nothing."""
    back = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return back if ours else ""
