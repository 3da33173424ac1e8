"""The keys of the institution: how many values each one seals, and a new one."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from openinsa.jobs.key_rotation import start_key_rotation
from openinsa.people.refusals import NotAllowed, require
from openinsa.privacy.models import DataKey
from openinsa.privacy.rotation import history_by_key, values_by_key
from openinsa.privacy.sealing import DATA
from openinsa.web.plain_tables import PlainTable
from openinsa.web.tables import Column, Kind


@dataclass(frozen=True)
class ShownKey:
    """A data key with what it seals."""

    pk: int
    number: int
    state: str | Promise
    made_at: datetime
    values: int
    history: int


IN_USE, ON_THE_WAY_OUT, FOR_THE_HISTORY = _("사용 중"), _("바꾸는 중"), _("이력 확인용")
KEYS = PlainTable(
    name="keys",
    caption=_("암호 열쇠"),
    order="-number",
    empty=_("암호 열쇠가 없습니다"),
    columns=(
        Column("number", _("열쇠"), kind=Kind.NUMBER, sort="number"),
        Column(
            "state",
            _("상태"),
            kind=Kind.BADGE,
            sort="",
            tones={IN_USE: "success", ON_THE_WAY_OUT: "information", FOR_THE_HISTORY: "gray"},
        ),
        Column("made_at", _("만든 일시"), kind=Kind.MOMENT, sort="made_at"),
        Column("values", _("암호화한 값"), kind=Kind.NUMBER, sort="values"),
        Column("history", _("변경 이력의 값"), kind=Kind.NUMBER, sort="history"),
    ),
)


def key_list(request: HttpRequest) -> HttpResponse:
    """Every data key, and how many values carry its number. No value is opened."""
    require(request.user.may("privacy.rotate_keys"), NotAllowed())
    return KEYS.respond(request, shown_keys(), "jobs/keys.html")


@require_POST
def rotate_keys(request: HttpRequest) -> HttpResponse:
    return redirect("jobs:job", start_key_rotation(request.user).pk)


def shown_keys() -> list[ShownKey]:
    values, history = values_by_key(), history_by_key()
    keys = list(DataKey.objects.filter(purpose=DATA).order_by("number"))
    newest = max((key.number for key in keys if key.retired_at is None), default=0)
    return [
        ShownKey(
            pk=key.pk,
            number=key.number,
            state=FOR_THE_HISTORY if key.retired_at else IN_USE if key.number == newest else ON_THE_WAY_OUT,
            made_at=key.made_at,
            values=values.get(key.number, 0),
            history=history.get(key.number, 0),
        )
        for key in keys
    ]
