"""Around every request: its number, one log line, its place in the metrics and, where wanted, in a trace."""

import logging
import re
import secrets
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from openinsa.config.watching import telemetry
from openinsa.config.watching.logs import REQUEST, route_of
from openinsa.config.watching.metrics import count_request

log = logging.getLogger("openinsa.request")
NUMBER = re.compile(r"[0-9a-f]{32}")


class WatchingMiddleware:
    """The outermost: what it measures is what the client waited for inside of this process."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.number = _number(request)  # type: ignore[attr-defined]
        token, began = REQUEST.set(request), time.perf_counter()
        try:
            with telemetry.request_span(request) as span:
                response = self.get_response(request)
                seconds = time.perf_counter() - began
                telemetry.tell_response(span, request, response.status_code, seconds)
            count_request(route_of(request), request.method or "", response.status_code, seconds)
            _tell(request, response.status_code, seconds)
        finally:
            REQUEST.reset(token)
        response["X-Request-ID"] = request.number  # type: ignore[attr-defined]
        return response


def _number(request: HttpRequest) -> str:
    """The number that a proxy gave, if it looks like one; anything else could be a name."""
    given = request.headers.get("X-Request-ID", "").replace("-", "").lower()
    return given if NUMBER.fullmatch(given) else secrets.token_hex(16)


def _tell(request: HttpRequest, status: int, seconds: float) -> None:
    level = logging.ERROR if status >= 500 else logging.INFO
    known = {"method": request.method, "status": status, "ms": round(1000 * seconds, 1)}
    log.log(level, "answered", extra=known)
