"""The settings of issuing on screen: office, numbers, seal, keys."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as say
from django.views.decorators.http import require_POST

from openinsa.issuing import keys as act
from openinsa.issuing.forms import KeyDeviceForm, KeyFileForm, OfficeForm, SealForm
from openinsa.issuing.models import SigningKey
from openinsa.issuing.pictures import data_address
from openinsa.issuing.settings import change_setting, seal_picture, set_seal, setting_of
from openinsa.people.refusals import NotAllowed, require
from openinsa.web.forms import form_done

SETS = "issuing.set"


def office(request: HttpRequest) -> HttpResponse:
    """Everything that papers have in common, on one page."""
    require(request.user.may(SETS), NotAllowed())
    form = OfficeForm(request.POST or None, setting=setting_of(request.user.institution_id))
    if form_done(form, lambda typed: change_setting(request.user, **form.cleaned_data)):
        return _saved(request)
    return _page(request, office=form)


@require_POST
def seal(request: HttpRequest) -> HttpResponse:
    """A picture of the seal, checked and made anew."""
    form = SealForm(request.POST, request.FILES)
    return _done(request, "seal", form, lambda typed: set_seal(request.user, typed["file"].read()))


@require_POST
def drop_seal(request: HttpRequest) -> HttpResponse:
    set_seal(request.user, None)
    return _saved(request)


@require_POST
def key_file(request: HttpRequest) -> HttpResponse:
    """A certificate with its key from a file."""
    form = KeyFileForm(request.POST, request.FILES)
    return _done(
        request,
        "key_file",
        form,
        lambda typed: act.add_key_file(
            request.user, content=typed["file"].read(act.LARGEST_KEY_FILE + 1), password=typed["password"]
        ),
    )


@require_POST
def key_device(request: HttpRequest) -> HttpResponse:
    """A key in the server's device."""
    form = KeyDeviceForm(request.POST)
    return _done(request, "device", form, lambda typed: act.add_device_key(request.user, **typed))


@require_POST
def own_key(request: HttpRequest) -> HttpResponse:
    act.make_own_key(request.user)
    return _saved(request)


@require_POST
def retire_key(request: HttpRequest, key_id: int) -> HttpResponse:
    act.retire_key(request.user, key_id)
    return _saved(request)


def _done(request: HttpRequest, name: str, form: Any, save: Callable[[dict[str, Any]], Any]) -> HttpResponse:
    require(request.user.may(SETS), NotAllowed())
    return _saved(request) if form_done(form, save) else _page(request, **{name: form})


def _saved(request: HttpRequest) -> HttpResponse:
    messages.success(request, say("저장했습니다."))
    return redirect("issuing:settings")


def _page(request: HttpRequest, **forms: Any) -> HttpResponse:
    setting = setting_of(request.user.institution_id)
    keys = list(SigningKey.objects.all())
    context = {
        "office": OfficeForm(setting=setting),
        "seal": SealForm(),
        "key_file": KeyFileForm(),
        "device": KeyDeviceForm() if settings.PKCS11_LIBRARY else None,
        **forms,
        "setting": setting,
        "picture": data_address(seal_picture(setting)),
        "keys": keys,
        "key": next((one for one in keys if one.retired_at is None), None),
    }
    return render(request, "issuing/settings.html", context)
