"""The frame of every call: who comes, one transaction of their institution, one answer, errors as problems."""

import logging
from collections.abc import Callable, Collection
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DataError, IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from openinsa.api.authentication import Caller, caller_of
from openinsa.api.keeping import Claim, key_of
from openinsa.api.problems import BodyTooLarge, MethodNotKnown, UploadUnreadable, problem
from openinsa.people.refusals import Refused, as_refusal, require
from openinsa.people.tenancy import within

log = logging.getLogger(__name__)
View = Callable[..., HttpResponse]
MEGABYTE = 2**20
REFUSED = 400


class DatabaseRefused(Refused):
    sentence = _(
        "데이터베이스의 규칙에 어긋나 저장하지 않았습니다. 보낸 값이 서로 맞는지 확인해 주세요. (아무것도 저장되지 않았습니다.)"
    )


class Unexpected(Refused):
    status = 500
    sentence = _(
        "예상하지 못한 오류입니다. 아무것도 저장되지 않았습니다. 되풀이되면 운영자에게 시각을 알려 주세요."
    )


def framed(view: View, methods: Collection[str] = ()) -> View:
    """A view of the API: a token instead of a session, and never a page as an answer.

    `methods` are those that it takes; none are named where there is nothing.

    Whatever a cookie says of who comes counts for nothing here; so nothing can be forged across sites either.
    """

    @wraps(view)
    def answer(request: HttpRequest, **path: Any) -> HttpResponse:
        try:
            return _called(request, view, path, methods)
        except Refused as refused:
            return problem(request, refused)
        except MultiPartParserError:
            return problem(request, UploadUnreadable())
        except (IntegrityError, DataError):
            log.exception("the database refused a call")
            return problem(request, DatabaseRefused())
        except Exception as fault:
            if isinstance(refusal := as_refusal(fault), Refused):
                return problem(request, refusal)
            log.exception("a call failed")
            return problem(request, Unexpected())

    return login_not_required(csrf_exempt(answer))


def _called(request: HttpRequest, view: View, path: dict[str, Any], methods: Collection[str]) -> HttpResponse:
    _measure(request)
    caller = caller_of(request)
    request.user = caller.user
    known = not methods or request.method in methods
    require(known, MethodNotKnown(method=request.method, allowed=", ".join(sorted(methods))))
    with within(caller.user.institution_id, caller.user.pk):
        answer = _once(request, caller, lambda: view(request, **path))
        if answer.status_code >= REFUSED:
            transaction.set_rollback(True)
    return answer


def _once(request: HttpRequest, caller: Caller, work: Callable[[], HttpResponse]) -> HttpResponse:
    """Do the work; under a key only where it was not done before."""
    key = key_of(request)
    if not key:
        return _done(request, work)
    claim = Claim(caller.user.institution_id, caller.integration_id, key)
    kept = claim.take(request)
    if kept is not None:
        return kept
    answer = _done(request, work)
    if answer.status_code < REFUSED:
        claim.keep(answer, shown_once=getattr(request, "shown_once", False))
    return answer


def _done(request: HttpRequest, work: Callable[[], HttpResponse]) -> HttpResponse:
    answer = work()
    answer.headers.setdefault("Cache-Control", "no-store")
    return answer


def _measure(request: HttpRequest) -> None:
    """Refuse a body that is too large before it is read. Raises BodyTooLarge."""
    upload = request.content_type == "multipart/form-data"
    most = settings.FILE_UPLOAD_MAX_MEMORY_SIZE if upload else settings.API_BODY_BYTES
    told = request.META.get("CONTENT_LENGTH") or "0"
    require(told.isdecimal() and int(told) <= most, BodyTooLarge(most=most // MEGABYTE))
