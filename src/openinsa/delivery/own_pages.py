"""A worker's own mail address: asked for, then confirmed by the number that was sent to it."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as say

from openinsa.delivery.door_forms import ProofForm
from openinsa.delivery.forms import AddressForm
from openinsa.delivery.own_address import ask_for_change, confirm_change
from openinsa.entrance.code_pages import answered
from openinsa.entrance.codes import MINUTES, CodeWrong
from openinsa.people.addresses import address_of
from openinsa.people.refusals import NotFound, require
from openinsa.people.roles import Role
from openinsa.privacy.masking import mask_email
from openinsa.privacy.reading import note_read
from openinsa.privacy.sealing import Sealer


def my_address(request: HttpRequest) -> HttpResponse:
    """The own address, masked, and a line for another one."""
    _require_worker(request)
    form = AddressForm(request.POST or None)

    def ask(typed: dict[str, str]) -> bool:
        ask_for_change(request.user, typed["address"], address_of(request))
        return True

    if answered(form, ask):
        return redirect("delivery:confirm_address")
    now = mask_email(Sealer(request.user.institution_id).open(request.user.person.email_sealed))
    note_read("email", [request.user.person_id])
    return render(request, "delivery/my_address.html", {"form": form, "now": now})


def confirm_address(request: HttpRequest) -> HttpResponse:
    """The number that was sent to the new address."""
    _require_worker(request)
    form: forms.Form = ProofForm(request.POST or None)
    if form.is_valid():
        if confirm_change(request.user, form.cleaned_data["code"]):
            messages.success(request, say("전자우편 주소를 바꾸었습니다."))
            return redirect("delivery:my_address")
        form.add_error(None, str(CodeWrong()))
    return render(request, "delivery/confirm_address.html", {"form": form, "minutes": MINUTES})


def _require_worker(request: HttpRequest) -> None:
    require(Role.WORKER in request.user.roles and request.user.person_id, NotFound())
