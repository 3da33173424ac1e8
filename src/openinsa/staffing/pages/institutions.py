"""An operator's pages: the institutions of the installation, with numbers and without anybody's data."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST

from openinsa.people.institutions import resume_institution, suspend_institution
from openinsa.people.invitations import invitation_of
from openinsa.people.models import InstitutionRecord
from openinsa.people.refusals import NotFound, require
from openinsa.staffing.founding import found_with_officer
from openinsa.staffing.institution_forms import InstitutionForm, SuspensionForm
from openinsa.staffing.overview_models import InstitutionOverview
from openinsa.web.forms import form_done
from openinsa.web.tables import Column, Kind, Table

INSTITUTIONS = Table(
    name="institutions",
    caption=pgettext_lazy("list", "기관"),
    order="name",
    empty=_("기관이 없습니다"),
    columns=(
        Column(
            "name",
            _("기관명"),
            search=("name",),
            link=lambda one: reverse("staffing:institution", args=[one.pk]),
        ),
        Column("code", _("기관코드"), search=("code",)),
        Column("users", _("사용자"), kind=Kind.NUMBER),
        Column("people", pgettext_lazy("list", "근로자"), kind=Kind.NUMBER),
        Column("projects", _("사업"), kind=Kind.NUMBER),
        Column("last_sign_in", _("마지막 로그인"), kind=Kind.MOMENT),
        Column(
            "is_suspended",
            _("상태"),
            kind=Kind.BADGE,
            value=lambda one: _("이용 멈춤") if one.is_suspended else _("이용 중"),
            tones={True: "danger", False: "success"},
            sort="suspended_at",
        ),
    ),
)
RECORDS = Table(
    name="institution-records",
    caption=_("이 기관에 한 일"),
    order="-at",
    empty=_("기록이 없습니다"),
    columns=(
        Column("at", _("일시"), kind=Kind.MOMENT),
        Column("verb", _("한 일")),
        Column("by", _("한 사람")),
        Column("reason", _("사유")),
    ),
)


def institution_list(request: HttpRequest) -> HttpResponse:
    require(request.user.may("institutions.manage"), NotFound())
    return INSTITUTIONS.respond(request, InstitutionOverview.objects.all(), "staffing/institutions/list.html")


def new_institution(request: HttpRequest) -> HttpResponse:
    """Found an institution; the invitation of its first officer is shown once, to be handed over."""
    require(request.user.may("institutions.manage"), NotFound())
    form = InstitutionForm(request.POST or None)
    officer = form_done(form, lambda typed: found_with_officer(request.user, **typed))
    if officer:
        link = request.build_absolute_uri(invitation_of(officer))
        return render(request, "staffing/institutions/founded.html", {"officer": officer, "link": link})
    return render(request, "staffing/institutions/new.html", {"form": form})


def institution(request: HttpRequest, institution_id: int) -> HttpResponse:
    """One institution in numbers, what was done to it, and a form to suspend it."""
    shown = _institution(request, institution_id)
    form = SuspensionForm(request.POST or None)
    if form_done(
        form, lambda typed: suspend_institution(request.user, institution_id, reason=typed["reason"])
    ):
        messages.success(request, say("이용을 멈췄습니다. 이제 이 기관의 누구도 들어올 수 없습니다."))
        return redirect("staffing:institution", institution_id)
    records = InstitutionRecord.objects.filter(number=institution_id)
    context = {"shown": shown, "form": form}
    return RECORDS.respond(request, records, "staffing/institutions/detail.html", **context)


@require_POST
def resume(request: HttpRequest, institution_id: int) -> HttpResponse:
    """Let an institution in again."""
    _institution(request, institution_id)
    resume_institution(request.user, institution_id)
    messages.success(request, say("다시 이용할 수 있습니다. 기다리던 작업이 이어집니다."))
    return redirect("staffing:institution", institution_id)


def _institution(request: HttpRequest, institution_id: int) -> InstitutionOverview:
    require(request.user.may("institutions.manage"), NotFound())
    shown = InstitutionOverview.objects.filter(pk=institution_id).first()
    require(shown is not None, NotFound())
    return shown
