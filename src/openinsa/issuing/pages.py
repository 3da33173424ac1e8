"""Papers on screen: what was issued, one paper with its history, issuing for a person, again, and taking back."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from openinsa.issuing import actions as act
from openinsa.issuing.editable import has_editable
from openinsa.issuing.forms import IssueForm, WhyForm, subjects_of
from openinsa.issuing.handing_out import hand_out_paper, people_in
from openinsa.issuing.kinds import KINDS, About, Kind
from openinsa.issuing.models import IssuedPaper
from openinsa.issuing.queries import (
    code_of,
    content_of,
    counts_by_month,
    file_name,
    file_of,
    is_expired,
    kinds_for_others,
    kinds_of_everybody,
    label_of,
    months_of_papers,
)
from openinsa.issuing.scope import ISSUES, SEES, may_issue_for_others, papers_of
from openinsa.issuing.telling import MOST_LINES, lines_of
from openinsa.payroll.scope import slips_of
from openinsa.people.addresses import address_of
from openinsa.people.models import Person, User
from openinsa.people.refusals import NotAllowed, NotFound, require
from openinsa.privacy.reading import note_read
from openinsa.staffing.scope import contracts_of, people_of, reach
from openinsa.web.files import as_file
from openinsa.web.forms import form_done
from openinsa.web.handing_out import why
from openinsa.web.tables import Column, Filter, Table
from openinsa.web.tables import Kind as Look

TONES = {
    IssuedPaper.State.ISSUED: "success",
    IssuedPaper.State.REPLACED: "gray",
    IssuedPaper.State.REVOKED: "danger",
}
SHOWN_WITH = ("person", "project", "issued_by")
ABOUT_ONE = {About.EMPLOYMENT, About.PERSON, About.YEAR, About.MONTH, About.PAYSLIP}


def kind_choices() -> list[tuple[str, Any]]:
    return [(kind.key, kind.label) for kind in KINDS.values()]


PAPERS = Table(
    name="papers",
    whose="person_id",
    caption=_("발급한 문서"),
    order="-issued_at",
    empty=_("발급한 문서가 없습니다"),
    empty_hint=_(
        "근로자 화면의 '증명서 발급', '한꺼번에 발급'이나 '대장·명부 발급'에서 발급하면 여기에 보입니다."
    ),
    columns=(
        Column(
            "written_number",
            _("문서번호"),
            sort="number",
            search=("written_number",),
            link=lambda row: reverse("issuing:paper", args=[row.pk]),
        ),
        Column("kind", _("문서"), value=lambda row: str(label_of(row.kind)), sort="kind"),
        Column("person__name", _("성명"), search=("person__name",)),
        Column("project__name", _("사업"), search=("project__name",)),
        Column("state", _("상태"), kind=Look.BADGE, tones=TONES),
        Column("issued_at", _("발급일시"), kind=Look.MOMENT),
        Column("valid_until", _("유효기한"), kind=Look.DAY),
        Column("issued_by__name", _("발급한 사람"), search=("issued_by__name",)),
        Column("looks", _("확인한 횟수"), kind=Look.NUMBER),
    ),
    filters=(
        Filter("kind", _("문서"), kind_choices, lambda chosen: Q(kind=chosen)),
        Filter("state", _("상태"), IssuedPaper.State.choices, lambda chosen: Q(state=chosen)),
        Filter(
            "month",
            _("월"),
            lambda: [(one, one) for one in months_of_papers()],
            lambda chosen: Q(issued_at__year=int(chosen[:4]), issued_at__month=int(chosen[5:])),
        ),
    ),
)


def paper_list(request: HttpRequest) -> HttpResponse:
    """What was given out, newest first, with counts by month and kind."""
    require(request.user.may(SEES), NotAllowed())
    papers = papers_of(request.user).select_related(*SHOWN_WITH)
    context = {
        "counts": counts_by_month(papers_of(request.user)),
        "may_issue": bool(kinds_for_others(request.user)),
        "may_issue_of_everybody": bool(kinds_of_everybody(request.user)),
        "may_set": request.user.may("issuing.set"),
    }
    return PAPERS.respond(request, papers, "issuing/papers.html", **context)


def paper(request: HttpRequest, paper_id: int) -> HttpResponse:
    """One paper: what it says, how often it was checked, and what can still be done with it."""
    one = paper_in_reach(request.user, paper_id)
    form = WhyForm(request.POST or None)
    if form_done(form, lambda typed: act.revoke(request.user, one.pk, **typed)):
        messages.success(request, say("발급을 취소했습니다. 확인 화면에 취소한 문서라고 보입니다."))
        return redirect("issuing:paper", one.pk)
    valid, lines = one.state == IssuedPaper.State.ISSUED, lines_of(content_of(one))
    context = {
        "one": one,
        "label": label_of(one.kind),
        "tone": TONES[IssuedPaper.State(one.state)],
        "expired": valid and is_expired(one),
        "code": code_of(one),
        "sha256": bytes(one.sha256).hex(),
        "lines": lines,
        "cut": len(lines) == MOST_LINES,
        "has_editable": has_editable(content_of(one)),
        "replaces": IssuedPaper.objects.filter(replaced_by=one)
        .defer("file_sealed", "content_sealed")
        .first(),
        "form": form,
        "may_revoke": valid and request.user.may("issuing.revoke"),
        "may_reissue": valid and _may_issue(request.user, one),
    }
    return render(request, "issuing/paper.html", context)


def paper_in_reach(user: User, paper_id: int) -> IssuedPaper:
    """Raises NotAllowed, NotFound."""
    require(user.may(SEES), NotAllowed())
    papers = papers_of(user).select_related(*SHOWN_WITH, "revoked_by", "signed_with")
    found = reach(papers, paper_id)
    note_read(IssuedPaper._meta.db_table, people_in(found))
    return found


def _may_issue(user: User, one: IssuedPaper) -> bool:
    kind = KINDS.get(one.kind)
    return kind is not None and kind.on_request and may_issue_for_others(user, kind)


@require_GET
def file(request: HttpRequest, paper_id: int) -> HttpResponse:
    """The very file that was given out."""
    one = hand_out_paper(request.user, paper_id, reason=why(request), address=address_of(request))
    return as_file(file_of(one), file_name(one))


@require_POST
def reissue(request: HttpRequest, paper_id: int) -> HttpResponse:
    newer = act.reissue(request.user, paper_id)
    messages.success(request, say("다시 발급했습니다. 앞의 문서는 새 문서로 대신했다고 보입니다."))
    return redirect("issuing:paper", newer.pk)


def choose(request: HttpRequest, person_id: int) -> HttpResponse:
    """What can be issued for one person, and what was."""
    person = person_to_issue_for(request.user, person_id)
    given = papers_of(request.user).filter(person=person)[:20] if request.user.may(SEES) else []
    context = {
        "person": person,
        "kinds": [kind for kind in kinds_for_others(request.user) if kind.about in ABOUT_ONE],
        "papers": [(one, label_of(one.kind), TONES[IssuedPaper.State(one.state)]) for one in given],
    }
    return render(request, "issuing/choose.html", context)


def person_to_issue_for(user: User, person_id: int) -> Person:
    """Raises NotAllowed, NotFound."""
    require(kinds_for_others(user), NotAllowed())
    return reach(people_of(user, ISSUES), person_id)


def issue(request: HttpRequest, person_id: int, kind_key: str) -> HttpResponse:
    """Items, language and purpose of one paper; a preview first, then the paper itself."""
    person, kind = _asked_for(request.user, person_id, kind_key)
    form = issue_form(request.user, person, kind, request.POST or None)
    if "preview" in request.POST and form.is_valid():
        sample = form_done(form, lambda typed: act.preview(request.user, kind.key, form.asked))
        if sample:
            return as_file(sample, f"{say('견본')} {kind.label}.pdf")
    elif made := form_done(form, lambda typed: _issued(request.user, kind, form)):
        messages.success(request, say("%(number)s을(를) 발급했습니다.") % {"number": made.written_number})
        return redirect("issuing:paper", made.pk)
    context = {"form": form, "person": person, "kind": kind}
    return render(request, "issuing/issue.html", context)


def _asked_for(user: User, person_id: int, kind_key: str) -> tuple[Person, Kind]:
    person = person_to_issue_for(user, person_id)
    kind = KINDS.get(kind_key)
    if kind is None or kind.about not in ABOUT_ONE:
        raise NotFound()
    require(may_issue_for_others(user, kind), NotAllowed())
    return person, kind


def issue_form(user: User, person: Person, kind: Kind, data: Any) -> IssueForm:
    contracts, slips = contracts_of(user, ISSUES).filter(person=person), slips_of(user).filter(person=person)
    return IssueForm(data, kind=kind, person_id=person.pk, subjects=subjects_of(kind, contracts, slips))


def _issued(user: User, kind: Kind, form: IssueForm) -> IssuedPaper:
    return act.issue(user, kind.key, form.asked, request_id=form.cleaned_data["request_id"])
