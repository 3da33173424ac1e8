"""Inviting workers on screen: where each person of a project stands, letters to print, links to send."""

from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from openinsa.delivery import invitations as act
from openinsa.delivery.forms import InviteForm
from openinsa.delivery.models import Invitation
from openinsa.delivery.queries import people_to_invite
from openinsa.documents.invitation import invitation_letters_pdf
from openinsa.people.addresses import address_of
from openinsa.people.refusals import NotAllowed, require
from openinsa.staffing.models import Project
from openinsa.staffing.scope import projects_of, reach
from openinsa.web.files import as_file
from openinsa.web.forms import form_done
from openinsa.web.handing_out import why
from openinsa.web.tables import Bulk, Column, Filter, Kind, Table, picked_rows

STANDINGS = {
    "not_invited": _("초대 전"),
    "invited": _("초대함"),
    "opened": _("초대를 열어 봄"),
    "active": _("쓰고 있음"),
    "expired": _("기한 지남"),
    "revoked": _("초대 거둠"),
}
TONES = {"active": "success", "opened": "information", "invited": "information", "expired": "warning"}
INVITED = Table(
    name="invited",
    whose="pk",
    caption=_("근로자 초대"),
    order="name",
    empty=_("이 사업에 근로자가 없습니다"),
    columns=(
        Column(
            "name", _("성명"), search=("name",), link=lambda one: reverse("staffing:person", args=[one.pk])
        ),
        Column("login", _("로그인 이름"), search=("login",)),
        Column(
            "invited",
            _("상태"),
            kind=Kind.BADGE,
            tones=TONES,
            value=lambda one: STANDINGS[one.invited],
            sort="invited",
        ),
        Column("invited_at", _("초대한 일시"), kind=Kind.MOMENT, sort="invited_at"),
        Column("ends_at", _("쓸 수 있는 기한"), kind=Kind.MOMENT, sort="ends_at"),
        Column("opened_at", _("연 일시"), kind=Kind.MOMENT, sort="opened_at"),
        Column("came_in", _("마지막 로그인"), kind=Kind.MOMENT, sort="came_in"),
    ),
    filters=(Filter("invited", _("상태"), list(STANDINGS.items()), lambda chosen: Q(invited=chosen)),),
    pickable=lambda one: one.invited != "active",
)


def _project(request: HttpRequest, project_id: int) -> Project:
    require(request.user.may("people.manage"), NotAllowed())
    return reach(projects_of(request.user, "staffing.see"), project_id)


def invited(request: HttpRequest, project_id: int) -> HttpResponse:
    """The people of a project on their way to the own pages, and what can be done for those that are picked."""
    project = _project(request, project_id)
    bulk = (
        Bulk(_("초대하기"), reverse("delivery:invite", args=[project.pk]), "upload"),
        Bulk(_("초대 거두기"), reverse("delivery:revoke", args=[project.pk]), "exit"),
    )
    return INVITED.respond(request, people_to_invite(project), "delivery/invited.html", bulk, project=project)


@require_POST
def invite(request: HttpRequest, project_id: int) -> HttpResponse:
    """Ask how the picked people shall be invited, then print the letters or send the links."""
    project = _project(request, project_id)
    people = picked_rows(request, people_to_invite(project))
    require(people, act.NobodyToInvite())
    form = InviteForm(request.POST if "way" in request.POST else None, ways=ways())
    if "way" in request.POST and form.is_valid():
        if form.cleaned_data["way"] == Invitation.By.LETTER:
            return letters(request, people, form.cleaned_data["language"] or "ko")
        job = form_done(form, lambda typed: act.send_invitations(request.user, people, typed["way"]))
        if job:
            return redirect("jobs:job", job.pk)
    context = {"form": form, "picked": people, "project": project}
    return render(request, "delivery/invite.html", context)


def letters(request: HttpRequest, people: list, language: str) -> HttpResponse:
    """The letters of new invitations as one file, which is made this once."""
    given = {"reason": why(request), "address": address_of(request)}
    told = act.invite_by_letter(request.user, people, language, **given)
    return as_file(invitation_letters_pdf(told), f"{say('초대 안내문')}.pdf")


def ways() -> list[tuple[str, str]]:
    """How an invitation can be handed over here: by what the operator has set up."""
    open_ones = {
        Invitation.By.LETTER: True,
        Invitation.By.MAIL: bool(settings.SMTP_URL),
        Invitation.By.SMS: bool(settings.SMS_FILE),
    }
    return [(one.value, str(one.label)) for one, is_open in open_ones.items() if is_open]


@require_POST
def revoke(request: HttpRequest, project_id: int) -> HttpResponse:
    """End the open invitations of the picked people."""
    project = _project(request, project_id)
    count = act.revoke_invitations(request.user, picked_rows(request, people_to_invite(project)))
    messages.success(request, say("초대 %(count)d건을 거두었습니다.") % {"count": count})
    return redirect("delivery:invited", project.pk)
