"""The page of a step: it says with which agreements, asks what is needed, and does it."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from openinsa.agreements.identity import proof_of
from openinsa.agreements.models import Agreement
from openinsa.agreements.pages import agreements_table
from openinsa.agreements.proving import ask_who
from openinsa.agreements.queries import agreement_rows
from openinsa.agreements.refusals import NothingToDo
from openinsa.agreements.scope import agreements_of
from openinsa.agreements.steps import Step
from openinsa.entrance.devices import device_of
from openinsa.jobs.models import Job
from openinsa.people.addresses import address_of
from openinsa.people.refusals import NotAllowed, require
from openinsa.privacy.reading import note_read
from openinsa.web.forms import form_done

KEPT = "agreements_to_sign"
SHOWN = 200
"""Names on the page of a step; the rest is told as a number."""


def page_of(step: Step) -> Callable[[HttpRequest], HttpResponse]:
    """The page of a step: a list posts `row` to it, it asks, and its own form posts `done` with the same rows."""

    def page(request: HttpRequest) -> HttpResponse:
        require(request.user.may(step.permission), NotAllowed())
        rows = _picked(request, step)
        if step.proves and not _proven(request):
            request.session[KEPT] = _ids(rows)
            return ask_who(request, f"{request.path}?kept=1")
        form = step.form(request.POST if "done" in request.POST else None)
        if done := form_done(form, lambda typed: _act(request, step, rows, typed)):
            return _told(request, step, done)
        context = {"shown": rows[:SHOWN], "more": len(rows[SHOWN:]), "job": step.is_job(rows)}
        return render(request, "agreements/step.html", {"step": step, "rows": rows, "form": form, **context})

    return page


def _act(
    request: HttpRequest, step: Step, rows: Sequence[Agreement], typed: dict[str, Any]
) -> Job | Sequence[Agreement]:
    act = step.by_job if step.by_job and step.is_job(rows) else step.act
    return act(request.user, _ids(rows), **typed, **_proof(request, step))


def _told(request: HttpRequest, step: Step, done: Job | Sequence[Agreement]) -> HttpResponse:
    if isinstance(done, Job):
        return redirect("jobs:job", done.pk)
    messages.success(request, step.done % {"count": len(done)})
    return redirect(_back(done))


def _picked(request: HttpRequest, step: Step) -> list[Agreement]:
    """The picked agreements that are in a state for this, with `all` every one that the filters of the list show, with
    `kept` those picked before whoever signs was asked who it is. Raises NothingToDo."""
    within_reach = agreements_of(request.user, step.permission).filter(state__in=step.states)
    if "all" in request.GET and request.method == "GET":
        shown = agreements_table(request.user).show(request, agreement_rows(request.user))
        rows = list(within_reach.filter(pk__in=shown.all_rows.values("pk")))
    else:
        kept = request.session.get(KEPT, []) if "kept" in request.GET else []
        sent = [*request.POST.getlist("row"), *request.GET.getlist("row")]
        ids = {int(pk) for pk in sent if pk.isascii() and pk.isdigit() and len(pk) < 19}
        rows = list(within_reach.filter(pk__in=ids or kept))
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
