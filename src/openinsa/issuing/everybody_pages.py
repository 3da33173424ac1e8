"""Papers of a project or of the institution on screen: which one, its preview, and the paper itself."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as say

from openinsa.issuing import actions as act
from openinsa.issuing.forms import EverybodyForm, project_choices
from openinsa.issuing.handing_out import hand_out_sample
from openinsa.issuing.kinds import KINDS, OF_EVERYBODY, About, Kind
from openinsa.issuing.queries import kinds_of_everybody
from openinsa.issuing.scope import ISSUES
from openinsa.people.addresses import address_of
from openinsa.people.models import User
from openinsa.people.refusals import NotAllowed, NotFound, require
from openinsa.staffing.models import Project
from openinsa.staffing.scope import projects_of, reach
from openinsa.web.files import as_file
from openinsa.web.forms import form_done
from openinsa.web.handing_out import why

LONGEST_NUMBER = 18


def choose(request: HttpRequest) -> HttpResponse:
    """What can be issued about everybody of a project or of the institution; with `project` in the address, of that one."""
    kinds = kinds_of_everybody(request.user)
    require(kinds, NotAllowed())
    project = project_named(request)
    if project:
        kinds = [kind for kind in kinds if kind.about is About.PROJECT_MONTH]
    return render(request, "issuing/everybody.html", {"kinds": kinds, "project": project})


def issue(request: HttpRequest, kind_key: str) -> HttpResponse:
    """Project, days, language and purpose of one paper; a preview first, then the paper itself."""
    user, kind, project = request.user, _kind_asked_for(request.user, kind_key), project_named(request)
    form = form_of(user, kind, request.POST or None, project)
    if "preview" in request.POST:
        if sample := form_done(form, lambda typed: _sample(request, kind, form)):
            return as_file(sample, f"{say('견본')} {kind.label}.pdf")
    elif made := form_done(
        form, lambda typed: act.issue(user, kind.key, form.asked, request_id=typed["request_id"])
    ):
        messages.success(request, say("%(number)s을(를) 발급했습니다.") % {"number": made.written_number})
        return redirect("issuing:paper", made.pk)
    return render(
        request, "issuing/issue_of_everybody.html", {"form": form, "kind": kind, "project": project}
    )


def project_named(request: HttpRequest) -> Project | None:
    """The project that the address names. Raises NotFound."""
    named = request.GET.get("project")
    if not named:
        return None
    require(named.isdecimal() and len(named) <= LONGEST_NUMBER, NotFound())
    return reach(projects_of(request.user, ISSUES), int(named))


def _kind_asked_for(user: User, kind_key: str) -> Kind:
    """Raises NotFound, NotAllowed."""
    kind = KINDS.get(kind_key)
    if kind is None or kind.about not in OF_EVERYBODY:
        raise NotFound()
    require(kind in kinds_of_everybody(user), NotAllowed())
    return kind


def form_of(user: User, kind: Kind, data: Any, project: Project | None) -> EverybodyForm:
    initial = {"project": str(project.pk)} if project else {}
    return EverybodyForm(data, kind=kind, projects=project_choices(projects_for(user, kind)), initial=initial)


def projects_for(user: User, kind: Kind) -> QuerySet[Project]:
    """Where the user may issue a kind: pay only as far as pay is seen."""
    projects = projects_of(user, ISSUES)
    return projects.filter(pk__in=projects_of(user, "payroll.see")) if kind.tells_pay else projects


def _sample(request: HttpRequest, kind: Kind, form: EverybodyForm) -> bytes:
    return hand_out_sample(
        request.user, kind.key, form.asked, reason=why(request), address=address_of(request)
    )
