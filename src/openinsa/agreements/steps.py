"""What is done with one or several agreements at once: a page that says with which, asks what is needed, and does it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from openinsa.agreements.actions import sending, signing
from openinsa.agreements.forms import NoWordsForm, ReasonForm, RemindForm
from openinsa.agreements.identity import proof_of
from openinsa.agreements.models import Agreement
from openinsa.agreements.proving import ask_who
from openinsa.agreements.refusals import NothingToDo
from openinsa.agreements.scope import agreements_of
from openinsa.entrance.devices import device_of
from openinsa.people.addresses import address_of
from openinsa.people.refusals import NotAllowed, require
from openinsa.privacy.reading import note_read
from openinsa.web.forms import form_done

State = Agreement.State
Act = Callable[..., Sequence[Agreement]]


@dataclass(frozen=True)
class Step:
    """A thing to do with agreements in some states.

    `proves` asks whoever does it to prove who it is within the minutes before.
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


def page_of(step: Step) -> Callable[[HttpRequest], HttpResponse]:
    """The page of a step: a list posts `row` to it, it asks, and its own form posts `done` with the same rows."""

    def page(request: HttpRequest) -> HttpResponse:
        require(request.user.may(step.permission), NotAllowed())
        rows = _picked(request, step)
        if step.proves and not _proven(request):
            return ask_who(request, f"{request.path}?{urlencode([('row', row.pk) for row in rows])}")
        form = step.form(request.POST if "done" in request.POST else None)
        if done := form_done(
            form, lambda typed: step.act(request.user, _ids(rows), **typed, **_proof(request, step))
        ):
            messages.success(request, step.done % {"count": len(done)})
            return redirect(_back(done))
        return render(request, "agreements/step.html", {"step": step, "rows": rows, "form": form})

    return page


def _picked(request: HttpRequest, step: Step) -> list[Agreement]:
    """The picked agreements that are in a state for this. Raises NothingToDo."""
    sent = [*request.POST.getlist("row"), *request.GET.getlist("row")]
    ids = {pk for pk in sent if pk.isascii() and pk.isdigit() and len(pk) < 19}
    rows = list(agreements_of(request.user, step.permission).filter(pk__in=ids, state__in=step.states))
    require(rows, NothingToDo())
    note_read("picked", [row.contract.person_id for row in rows])
    return rows


def _ids(rows: Sequence[Agreement]) -> list[int]:
    return [row.pk for row in rows]


def _proven(request: HttpRequest) -> bool:
    proof = proof_of(request, None, "")
    return proof is not None and proof.is_fresh


def _proof(request: HttpRequest, step: Step) -> dict[str, Any]:
    if not step.proves:
        return {}
    return {"proof": proof_of(request, address_of(request), device_of(request))}


def _back(done: Sequence[Agreement]) -> str:
    """To the one, or to the list of many."""
    return (
        reverse("agreements:agreement", args=[done[0].pk]) if len(done) == 1 else reverse("agreements:list")
    )
