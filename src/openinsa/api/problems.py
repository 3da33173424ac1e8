"""Errors as RFC 9457 says: a stable type, a title, and one sentence that says how to mend it."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext_lazy as _

from openinsa.people.refusals import Refused

CONTENT_TYPE = "application/problem+json"
PLACE = "/api/problems/"


class TokenMissing(Refused):
    status = 401
    sentence = _("토큰이 없습니다. 'Authorization: Bearer <토큰>' 머리글로 보내 주세요.")


class TokenRefused(Refused):
    status = 401
    sentence = _(
        "토큰이 틀렸거나 끝났거나 없어졌습니다. '연계' 화면에서 새 토큰을 만들어 주세요. (아무것도 저장되지 않았습니다.)"
    )


class AddressNotAllowed(Refused):
    status = 403
    sentence = _("이 토큰은 %(address)s에서 쓸 수 없습니다. '연계' 화면의 접속 허용 주소를 확인해 주세요.")


class TooManyCalls(Refused):
    status = 429
    sentence = _("1분에 %(most)d번까지 부를 수 있습니다. %(seconds)d초 뒤에 다시 불러 주세요.")


class BodyUnreadable(Refused):
    status = 400
    sentence = _("본문을 읽을 수 없습니다. UTF-8로 쓴 JSON 개체 하나를 보내 주세요.")


class UploadUnreadable(Refused):
    status = 400
    sentence = _("올린 본문을 나눌 수 없습니다. 'multipart/form-data; boundary=…' 형식대로 보내 주세요.")


class BodyTooLarge(Refused):
    status = 413
    sentence = _("본문이 %(most)dMB보다 큽니다. 나누어 보내 주세요. (아무것도 저장되지 않았습니다.)")


class WrongContentType(Refused):
    status = 415
    sentence = _("이 주소는 '%(wanted)s' 본문을 받습니다. Content-Type 머리글을 확인해 주세요.")


class MethodNotKnown(Refused):
    status = 405
    sentence = _("이 주소는 %(method)s을(를) 받지 않습니다. 받는 것: %(allowed)s.")


class FieldsRefused(Refused):
    """Carries what is wrong with which field."""

    status = 422
    sentence = _("고칠 곳이 %(count)d군데 있습니다. errors를 보아 주세요. (아무것도 저장되지 않았습니다.)")

    def __init__(self, errors: Iterable[Mapping[str, str]]) -> None:
        self.errors = list(errors)
        super().__init__(count=len(self.errors))


class CursorRefused(Refused):
    status = 422
    sentence = _("cursor가 이 목록의 것이 아닙니다. 앞 답의 next를 그대로 쓰거나 처음부터 읽어 주세요.")


class KeyUnreadable(Refused):
    status = 422
    sentence = _("Idempotency-Key는 보이는 ASCII 글자 1~200자여야 합니다. UUID를 쓰면 알맞습니다.")


class KeyOfAnotherRequest(Refused):
    status = 422
    sentence = _(
        "이 Idempotency-Key는 다른 요청에 이미 쓰였습니다. 새 일에는 새 열쇠를 써 주세요. (아무것도 저장되지 않았습니다.)"
    )


class SameRequestUnderWay(Refused):
    status = 409
    sentence = _("같은 Idempotency-Key의 요청이 아직 처리되고 있습니다. 잠시 뒤에 다시 보내 주세요.")


class AnswerNotKept(Refused):
    status = 409
    sentence = _("이 요청은 이미 처리되었고, 한 번만 보여 주는 답이어서 다시 보여 주지 않습니다.")


def named(refusal: type[Refused]) -> str:
    """The name under which a refusal has its page: MonthNotOpen is month-not-open."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", refusal.__name__).lower()


def title_of(refusal: type[Refused]) -> str:
    return named(refusal).replace("-", " ").capitalize()


def problem(request: HttpRequest, refused: Refused) -> JsonResponse:
    """The answer that says what was refused."""
    told: dict[str, Any] = {
        "type": f"{PLACE}{named(type(refused))}/",
        "title": title_of(type(refused)),
        "status": refused.status,
        "detail": str(refused),
        "instance": request.path,
    }
    if isinstance(refused, FieldsRefused):
        told["errors"] = refused.errors
    answer = JsonResponse(told, status=refused.status, json_dumps_params={"ensure_ascii": False})
    answer["Content-Type"] = CONTENT_TYPE
    _tell_headers(answer, refused)
    return answer


def _tell_headers(answer: JsonResponse, refused: Refused) -> None:
    if refused.status == TokenMissing.status:
        answer["WWW-Authenticate"] = 'Bearer realm="OpenInsa"'
    if isinstance(refused, TooManyCalls):
        answer["Retry-After"] = str(refused.named["seconds"])
    if isinstance(refused, MethodNotKnown):
        answer["Allow"] = str(refused.named["allowed"])
