"""What is done with one or several agreements at once; each has a page of `step_pages.py`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openinsa.agreements.actions import countersigning, making, sending, signing
from openinsa.agreements.forms import NoWordsForm, ReasonForm, RemindForm
from openinsa.agreements.models import Agreement
from openinsa.jobs.models import Job

State = Agreement.State
Act = Callable[..., Sequence[Agreement]]


@dataclass(frozen=True)
class Step:
    """A thing to do with agreements in some states.

    `proves` asks whoever does it to prove who it is within the minutes before; `by_job` does it for many.
    """

    name: str
    label: Promise
    told: Promise
    done: Promise
    act: Act
    permission: str
    states: tuple[State, ...]
    form: type[forms.Form] = NoWordsForm
    icon: str = "check"
    tone: str = ""
    proves: bool = False
    by_job: Callable[..., Job] | None = None

    def is_job(self, rows: Sequence[Agreement]) -> bool:
        return self.by_job is not None and len(rows) > making.AT_ONCE


STEPS = (
    Step(
        "send",
        _("보내기"),
        _("근로자가 자기 화면에서 읽고 서명할 수 있게 됩니다. 보낸 뒤에는 내용이 바뀌지 않습니다."),
        _("%(count)d건을 보냈습니다."),
        sending.send,
        "agreements.send",
        (State.DRAFT,),
        icon="right",
    ),
    Step(
        "remind",
        _("다시 알리기"),
        _("아직 서명하지 않은 근로자에게 다시 알립니다. 지난 기한은 여기서 늘립니다."),
        _("%(count)d건을 다시 알렸습니다."),
        sending.remind,
        "agreements.send",
        (State.SENT, State.OPENED),
        form=RemindForm,
        icon="clock",
    ),
    Step(
        "countersign",
        _("기관 서명"),
        _("기관의 인증서로 서명하고 번호를 붙여 체결합니다. 두 쪽이 같은 파일을 가집니다."),
        _("%(count)d건을 체결했습니다."),
        signing.countersign,
        "agreements.countersign",
        (State.SIGNED,),
        icon="stamp",
        proves=True,
        by_job=countersigning.start_countersigning,
    ),
    Step(
        "cancel",
        _("취소"),
        _("근로자가 서명하지 않은 계약서를 거둡니다. 경과는 남습니다."),
        _("%(count)d건을 취소했습니다."),
        sending.cancel,
        "agreements.send",
        (State.DRAFT, State.SENT, State.OPENED),
        form=ReasonForm,
        icon="close",
        tone="danger",
    ),
)
