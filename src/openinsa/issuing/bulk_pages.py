"""Papers by the thousand on screen: start a job, look at what it issued, take the files as one archive."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from openinsa.issuing.actions import LONGEST_PURPOSE
from openinsa.issuing.archives import zip_of
from openinsa.issuing.bulk import JOB_KIND, issue_many, kinds_in_bulk
from openinsa.issuing.forms import LANGUAGES
from openinsa.issuing.handing_out import hand_out_papers
from openinsa.issuing.pages import PAPERS, SHOWN_WITH
from openinsa.issuing.scope import ISSUES, papers_of
from openinsa.jobs.actions import job_of
from openinsa.jobs.models import Job
from openinsa.jobs.pages import JOB_TONES
from openinsa.people.addresses import address_of
from openinsa.people.models import User
from openinsa.people.refusals import NotAllowed, NotFound, require
from openinsa.staffing.scope import projects_of
from openinsa.web.forms import form_done
from openinsa.web.handing_out import why


class BulkForm(forms.Form):
    """What is issued for everybody: a kind, of which month, of which project."""

    kind = forms.ChoiceField(label=_("문서"))
    month = forms.RegexField(
        label=_("월"),
        regex=r"^\d{4}-(0[1-9]|1[0-2])$",
        required=False,
        help_text=_("임금명세서의 달. 2026-11처럼. 비우면 지급한 모든 달"),
    )
    project = forms.ChoiceField(label=_("사업"), required=False)
    language = forms.ChoiceField(label=_("문서 언어"), choices=LANGUAGES, initial="ko")
    purpose = forms.CharField(label=_("용도"), max_length=LONGEST_PURPOSE, required=False)

    def __init__(self, *given: Any, user: User, **named: Any) -> None:
        super().__init__(*given, **named)
        projects = projects_of(user, ISSUES).order_by("name").values_list("pk", "name")
        self.fields["kind"].choices = [(kind.key, kind.label) for kind in kinds_in_bulk(user)]
        self.fields["project"].choices = [("", _("모든 사업")), *((str(pk), name) for pk, name in projects)]

    def clean_month(self) -> date | None:
        month = self.cleaned_data["month"]
        return date.fromisoformat(f"{month}-01") if month else None

    def clean_project(self) -> int | None:
        return int(self.cleaned_data["project"]) if self.cleaned_data["project"] else None


def start(request: HttpRequest) -> HttpResponse:
    """What shall be issued for everybody."""
    require(kinds_in_bulk(request.user), NotAllowed())
    form = BulkForm(request.POST or None, user=request.user, initial=request.GET.dict())

    def act(typed: dict[str, Any]) -> Job:
        kind, project = typed.pop("kind"), typed.pop("project")
        return issue_many(request.user, kind, project_id=project, **typed)

    if job := form_done(form, act):
        messages.success(request, say("발급을 시작했습니다."))
        return redirect("issuing:batch", job.pk)
    return render(request, "issuing/bulk.html", {"form": form})


def batch(request: HttpRequest, job_id: int) -> HttpResponse:
    """What one job issued so far."""
    job = batch_in_reach(request.user, job_id)
    papers = papers_of(request.user).filter(job_id=job.pk).select_related(*SHOWN_WITH)
    context = {
        "job": job,
        "tone": JOB_TONES[Job.State(job.state)],
        "may_open_job": request.user.may("jobs.see"),
    }
    return PAPERS.respond(request, papers, "issuing/batch.html", **context)


def batch_in_reach(user: User, job_id: int) -> Job:
    """Raises NotAllowed, NotFound."""
    require(kinds_in_bulk(user), NotAllowed())
    job = job_of(user, job_id)
    require(job.kind == JOB_KIND, NotFound())
    return job


@require_GET
def archive(request: HttpRequest, job_id: int) -> HttpResponse:
    """The files of a job in one archive, written while it is sent."""
    job = batch_in_reach(request.user, job_id)
    papers = papers_of(request.user).filter(job_id=job.pk).order_by("series", "year", "number")
    given = hand_out_papers(request.user, papers, reason=why(request), address=address_of(request))
    blocks = zip_of(request.user.institution_id, request.user.pk, given)
    response = StreamingHttpResponse(blocks, content_type="application/zip")
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=f"{job.title}.zip"
    )
    return response
