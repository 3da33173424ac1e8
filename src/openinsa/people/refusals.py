"""A refusal is part of the product: one sentence that says what, where and how to mend it."""

from collections.abc import Mapping

from django.db import DatabaseError
from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """Base of every refusal of an action. `sentence` is a Korean msgid with named places."""

    status = 409
    sentence = _("할 수 없는 일입니다.")

    def __init__(self, **named: object) -> None:
        super().__init__()
        self.named: Mapping[str, object] = named

    def __str__(self) -> str:
        return str(self.sentence) % self.named


class NotAllowed(Refused):
    status = 403
    sentence = _("이 일을 할 권한이 없습니다. 권한이 필요하면 인사담당에게 말씀해 주세요.")


class NotFound(Refused):
    """Also said when the thing exists but is not this user's: a guessed id must not tell."""

    status = 404
    sentence = _("찾는 자료가 없거나 볼 수 있는 자료가 아닙니다.")


class ReasonMissing(Refused):
    status = 422
    sentence = _("사유를 적어 주세요. 사유 없이는 처리하지 않습니다.")


class Vanished(Refused):
    """Somebody else took the row away between looking and saving."""

    sentence = _(
        "그사이 다른 사람이 지운 자료입니다. 화면을 새로 고쳐 확인해 주세요. (아무것도 저장되지 않았습니다.)"
    )


def as_refusal(fault: Exception) -> Exception:
    """The refusal that a fault of the database means to people, or the fault itself.

    Django says so of a row that was there when it was read and is gone when it is saved.
    """
    return Vanished() if type(fault) is DatabaseError else fault


def require(condition: object, refusal: Refused) -> None:
    """Raise the refusal unless the condition holds."""
    if not condition:
        raise refusal
