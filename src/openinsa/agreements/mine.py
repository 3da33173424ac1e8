"""A worker's own agreements: read on a phone, sign or decline, keep the file."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as say
from django.views.decorators.http import require_GET

from openinsa.agreements.actions.handing import take_own_file
from openinsa.agreements.actions.signing import decline, open_agreement, sign
from openinsa.agreements.contents import changed_since
from openinsa.agreements.forms import DeclineForm, SignForm
from openinsa.agreements.identity import proof_of
from openinsa.agreements.models import Agreement
from openinsa.agreements.pages import reading_in, sent_file
from openinsa.agreements.proving import ask_who
from openinsa.agreements.queries import TONES, story_of
from openinsa.agreements.refusals import AgreementOver, ContractChanged, IdentityNotShown, TermToSignOver
from openinsa.agreements.scope import own_agreements
from openinsa.entrance.devices import device_of
from openinsa.people.addresses import address_of
from openinsa.people.refusals import NotFound, require
from openinsa.people.roles import Role
from openinsa.privacy.reading import note_read
from openinsa.privacy.sealing import Sealer
from openinsa.staffing.scope import reach
from openinsa.web.forms import form_done


def _require_worker(request: HttpRequest) -> None:
    """These pages show one's own; whoever is no worker has none. Raises NotFound."""
    require(Role.WORKER in request.user.roles and request.user.person_id, NotFound())


def _own(request: HttpRequest, document_id: int) -> Agreement:
    _require_worker(request)
    return reach(own_agreements(request.user), document_id)


@require_GET
def own_list(request: HttpRequest) -> HttpResponse:
    """Everything that was sent to the worker, newest first."""
    _require_worker(request)
    note_read("agreement", [request.user.person_id])
    rows = own_agreements(request.user).order_by("-sent_at", "-pk")
    shown = [{"one": one, "tone": TONES[Agreement.State(one.state)], "waits": _waits(one)} for one in rows]
    return render(request, "agreements/mine/list.html", {"shown": shown})


def _waits(one: Agreement) -> bool:
    return one.state in Agreement.TO_SIGN and one.due_on >= timezone.localdate()


@require_GET
def own_agreement(request: HttpRequest, document_id: int) -> HttpResponse:
    """The contract to be read, in Korean or English; that it was opened is noted."""
    _own(request, document_id)
    one = open_agreement(request.user, document_id)
    language = request.GET.get("language") or ("ko" if get_language() == "ko" else "en")
    to_sign = one.state in Agreement.TO_SIGN
    context = {
        "one": one,
        "tone": TONES[Agreement.State(one.state)],
        "reading": reading_in(one, language),
        "english": language == "en",
        "to_sign": to_sign,
        "changed": to_sign and _changed(one),
        "late": to_sign and not _waits(one),
        "story": story_of(one),
    }
    return render(request, "agreements/mine/agreement.html", context)


def _changed(one: Agreement) -> bool:
    return bool(changed_since([one], Sealer(one.institution_id)))


def sign_own(request: HttpRequest, document_id: int) -> HttpResponse:
    """Sign with a finger, a mouse or the typed name, after proving who one is."""
    one = _own(request, document_id)
    require(one.state in Agreement.TO_SIGN, AgreementOver(state=one.get_state_display()))
    require(_waits(one), TermToSignOver(due=one.due_on))
    require(not _changed(one), ContractChanged(name=one.contract.person.name))
    proof = proof_of(request, address_of(request), device_of(request))
    if request.method == "GET" and not (proof and proof.is_fresh):
        return ask_who(request, reverse("agreements:sign", args=[one.pk]))
    form = SignForm(request.POST or None, initial={"shown": one.unsigned_sha256})

    def put(typed: dict[str, Any]) -> Agreement:
        typed.pop("read")
        if proof is None:
            raise IdentityNotShown(minutes=0)
        return sign(request.user, one.pk, proof=proof, **typed)

    if form_done(form, put):
        messages.success(request, say("서명했습니다. 기관이 서명하면 두 쪽이 같은 파일을 가집니다."))
        return redirect("agreements:own", one.pk)
    return render(
        request, "agreements/mine/sign.html", {"one": one, "form": form, "reading": reading_in(one, "ko")}
    )


def decline_own(request: HttpRequest, document_id: int) -> HttpResponse:
    """Not sign, and say why."""
    one = _own(request, document_id)
    require(one.state in Agreement.TO_SIGN, AgreementOver(state=one.get_state_display()))
    form = DeclineForm(request.POST or None)
    if form_done(form, lambda typed: decline(request.user, one.pk, **typed)):
        messages.success(request, say("담당자에게 서명하지 않는 까닭을 알렸습니다."))
        return redirect("agreements:own", one.pk)
    return render(request, "agreements/mine/decline.html", {"one": one, "form": form})


@require_GET
def own_file(request: HttpRequest, document_id: int) -> HttpResponse:
    """One's own file: what is read before signing, or what both hold."""
    _own(request, document_id)
    return sent_file(*take_own_file(request.user, document_id))
