"""Forms on screen: which there are, an institution's own text with a preview, back to the house's."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from openinsa.documents.overrides import LONGEST_SOURCE
from openinsa.issuing.models import OwnForm
from openinsa.issuing.own_forms import (
    SETS,
    forms_of_kinds,
    house_source,
    lay_form_aside,
    preview_form,
    require_form,
    save_form,
    source_in_use,
)
from openinsa.people.refusals import NotAllowed, require
from openinsa.web.files import as_file
from openinsa.web.forms import form_done


class SourceForm(forms.Form):
    source = forms.CharField(
        label=_("서식(Typst)"),
        max_length=LONGEST_SOURCE,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false", "class": "code", "dir": "ltr"}),
        help_text=_("form(paper) 함수가 문서를 그립니다. 저장하기 전에 견본으로 인쇄해 봅니다."),
    )
    note = forms.CharField(label=_("바꾼 내용"), max_length=200, required=False)


def form_list(request: HttpRequest) -> HttpResponse:
    """The forms of everything that can be issued."""
    require(request.user.may(SETS), NotAllowed())
    return render(request, "issuing/forms.html", {"forms": forms_of_kinds()})


def form(request: HttpRequest, form_name: str) -> HttpResponse:
    """One form: its text, a preview with sample data, its versions."""
    require(request.user.may(SETS), NotAllowed())
    require_form(form_name)
    given = SourceForm(
        request.POST or None, initial={"source": source_in_use(form_name) or house_source(form_name)}
    )
    if "preview" in request.POST and given.is_valid():
        source = given.cleaned_data["source"]
        if sample := form_done(given, lambda typed: preview_form(request.user, form_name, source=source)):
            return as_file(sample, f"{say('견본')} {form_name}.pdf")
    elif form_done(given, lambda typed: save_form(request.user, form_name, **typed)):
        messages.success(request, say("저장했습니다. 이제 이 서식으로 인쇄합니다."))
        return redirect("issuing:form", form_name)
    return _page(request, form_name, given)


def _page(request: HttpRequest, form_name: str, given: Any) -> HttpResponse:
    versions = OwnForm.objects.filter(form=form_name).select_related("written_by").defer("source")
    labels = next(one.labels for one in forms_of_kinds() if one.name == form_name)
    context = {"name": form_name, "title": ", ".join(map(str, labels)), "form": given, "versions": versions}
    return render(
        request, "issuing/form.html", {**context, "own": any(not one.laid_aside_at for one in versions)}
    )


@require_POST
def lay_aside(request: HttpRequest, form_name: str) -> HttpResponse:
    lay_form_aside(request.user, form_name)
    messages.success(request, say("기본 서식으로 되돌렸습니다. 고친 서식은 판으로 남아 있습니다."))
    return redirect("issuing:form", form_name)
