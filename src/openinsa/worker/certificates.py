"""Certificates from one's own hand: what may be issued, about what, and the file."""

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from openinsa.issuing.actions import LONGEST_PURPOSE, issue
from openinsa.issuing.kinds import About, Asked, Kind
from openinsa.issuing.models import IssuedPaper
from openinsa.issuing.queries import file_name, file_of, is_expired, issued_to, kinds_for, label_of
from openinsa.issuing.scope import own_papers
from openinsa.payroll.models import PayRun
from openinsa.payroll.scope import slips_of
from openinsa.people.addresses import address_of
from openinsa.people.models import User
from openinsa.people.refusals import NotFound, require
from openinsa.privacy.exports import hand_out
from openinsa.privacy.reading import note_read
from openinsa.staffing.scope import reach
from openinsa.web.files import as_file
from openinsa.web.forms import form_done
from openinsa.worker.pages import require_worker
from openinsa.worker.queries import own_contracts

YEARS_BACK = 5


class CertificateForm(forms.Form):
    """What a certificate shall say. What has one answer only is not asked for."""

    request_id = forms.UUIDField(widget=forms.HiddenInput)
    subject = forms.TypedChoiceField(coerce=int, label="")
    language = forms.ChoiceField(label=_("증명서의 언어"), choices=[("ko", "한국어"), ("en", "English")])
    items = forms.MultipleChoiceField(
        label=_("넣을 내용"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("필요한 것만 고르세요. 고르지 않은 것은 적지 않습니다."),
    )
    submit_to = forms.CharField(label=_("내는 곳"), max_length=LONGEST_PURPOSE, required=False)
    purpose = forms.CharField(label=_("쓰는 곳(용도)"), max_length=LONGEST_PURPOSE, required=False)

    def __init__(self, *arguments: Any, by: User, kind: Kind, **named: Any) -> None:
        language = "en" if get_language() != "ko" else "ko"
        usual = {
            "request_id": uuid4(),
            "language": language,
            "items": [item.key for item in kind.items if item.usual],
        }
        super().__init__(*arguments, initial=usual, **named)
        self.kind, self.subjects = kind, subjects_of(by, kind)
        self._ask_subject()
        if kind.items:
            self.fields["items"].choices = [(item.key, item.label) for item in kind.items]
        else:
            del self.fields["items"]

    def _ask_subject(self) -> None:
        if not self.subjects or kind_asks_nothing(self.kind):
            del self.fields["subject"]
            return
        field = self.fields["subject"]
        field.label, field.choices, field.initial = (
            SUBJECTS[self.kind.about],
            self.subjects,
            self.subjects[0][0],
        )

    def asked(self, by: User) -> Asked:
        """What is asked for, as issuing takes it."""
        typed = self.cleaned_data
        year = typed.get("subject") if self.kind.about is About.YEAR else None
        return Asked(
            typed["language"],
            person_id=by.person_id,
            subject_id=None if year else typed.get("subject"),
            since=date(year, 1, 1) if year else None,
            until=date(year, 12, 31) if year else None,
            items=tuple(typed.get("items", ())),
            purpose=typed["purpose"],
            submit_to=typed["submit_to"],
        )


SUBJECTS = {
    About.EMPLOYMENT: _("어느 계약"),
    About.PAYSLIP: _("어느 달 급여"),
    About.YEAR: _("어느 해"),
}


def kind_asks_nothing(kind: Kind) -> bool:
    return kind.about not in SUBJECTS


def subjects_of(by: User, kind: Kind) -> list[tuple[int, str]]:
    """What of the worker's own a paper can be about, newest first."""
    if kind.about is About.EMPLOYMENT:
        told = own_contracts(by)
        return [(one.pk, f"{one.project.name} {one.starts_on} ~ {one.ends_on}") for one in told]
    if kind.about is About.PAYSLIP:
        paid = slips_of(by).filter(person_id=by.person_id, run__state=PayRun.State.PAID)
        return [
            (one.pk, f"{one.run.month:%Y-%m}") for one in paid.select_related("run").order_by("-run__month")
        ]
    this_year = timezone.localdate().year
    return [(year, str(year)) for year in range(this_year, this_year - YEARS_BACK, -1)]


@require_GET
def certificates(request: HttpRequest) -> HttpResponse:
    """What can be issued at once, and what was issued before."""
    require_worker(request)
    by = request.user
    note_read("issuing_issuedpaper", [by.person_id])
    papers = [(one, label_of(one.kind), is_expired(one)) for one in issued_to(by.person_id)]
    context = {"kinds": [kind for kind in kinds_for(by) if subjects_of(by, kind)], "papers": papers}
    return render(request, "worker/certificates.html", context)


def certificate(request: HttpRequest, own_kind: str) -> HttpResponse:
    """One kind: choose what it says, and issue it."""
    require_worker(request)
    by = request.user
    kind = next((one for one in kinds_for(by) if one.key == own_kind), None)
    if kind is None:
        raise NotFound()
    form = CertificateForm(request.POST or None, by=by, kind=kind)

    def give(typed: dict[str, Any]) -> IssuedPaper:
        return issue(by, kind.key, form.asked(by), request_id=typed["request_id"])

    if paper := form_done(form, give):
        messages.success(request, say("증명서를 떼었습니다. 아래에서 내려받으세요."))
        return redirect("worker:paper", paper.pk)
    return render(request, "worker/certificate.html", {"form": form, "kind": kind})


@require_GET
def paper(request: HttpRequest, paper_id: int) -> HttpResponse:
    """One paper of one's own: its number, whether it holds, and the way to the file."""
    require_worker(request)
    one = reach(own_papers(request.user), paper_id)
    context = {"paper": one, "label": label_of(one.kind), "expired": is_expired(one)}
    return render(request, "worker/paper.html", context)


@require_GET
def paper_file(request: HttpRequest, paper_id: int) -> HttpResponse:
    """The very file that was given out."""
    require_worker(request)
    one = reach(own_papers(request.user), paper_id)
    require(one.person_id == request.user.person_id, NotFound())
    hand_out(request.user, one.kind, [one.person_id], reason=None, address=address_of(request))
    return as_file(file_of(one), file_name(one))
