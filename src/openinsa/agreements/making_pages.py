"""Making agreements on screen: from contracts, again, amended, renewed; papers uploaded."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from openinsa.agreements.actions import making, sending
from openinsa.agreements.forms import DueForm, UploadForm
from openinsa.agreements.models import Agreement
from openinsa.agreements.pages import contracts_table
from openinsa.agreements.queries import contracts_to_agree
from openinsa.agreements.refusals import NothingToDo
from openinsa.agreements.scope import agreements_of
from openinsa.jobs.models import Job
from openinsa.people.refusals import NotAllowed, require
from openinsa.privacy.reading import note_read
from openinsa.staffing.scope import reach
from openinsa.web.forms import form_done

SHOWN = 200
"""Names on the page before many are made; the rest is told as a number."""


def make(request: HttpRequest) -> HttpResponse:
    """Until when the workers are asked to sign, then drafts: at once for some, as a job for many."""
    require(request.user.may(making.MAKES), NotAllowed())
    ids = _contract_ids(request)
    require(ids, NothingToDo())
    form = DueForm(request.POST if "due_on" in request.POST else None)
    if done := form_done(form, lambda typed: _made(request, ids, typed["due_on"])):
        return redirect("jobs:job", done.pk) if isinstance(done, Job) else _told(request, done)
    rows = list(contracts_to_agree(request.user).filter(pk__in=ids).order_by("person__name")[:SHOWN])
    note_read("picked", [row.person_id for row in rows])
    context = {
        "form": form,
        "rows": rows,
        "ids": ids,
        "more": len(ids) - len(rows),
        "job": len(ids) > making.AT_ONCE,
    }
    return render(request, "agreements/make.html", context)


def _contract_ids(request: HttpRequest) -> list[int]:
    """The picked contracts within reach, or with `all` every one that the filters show."""
    rows = contracts_to_agree(request.user)
    if "all" in request.GET and request.method == "GET":
        shown = contracts_table(request.user).show(request, rows)
        return list(shown.all_rows.filter(agreed=False).values_list("pk", flat=True))
    sent = {pk for pk in request.POST.getlist("row") if pk.isascii() and pk.isdigit() and len(pk) < 19}
    return list(rows.filter(pk__in=sent).order_by("pk").values_list("pk", flat=True))


def _made(request: HttpRequest, ids: list[int], due_on: date) -> making.Made | Job:
    if len(ids) > making.AT_ONCE:
        return making.start_making(request.user, ids, due_on=due_on)
    return making.make_agreements(request.user, ids, due_on=due_on)


def _told(request: HttpRequest, done: making.Made) -> HttpResponse:
    if done.agreements:
        messages.success(
            request, say("전자계약서 %(count)d건을 만들었습니다.") % {"count": len(done.agreements)}
        )
    for one in done.left:
        messages.warning(request, str(one.why))
    one = done.agreements[0].pk if len(done.agreements) == 1 else None
    return redirect("agreements:agreement", one) if one else redirect("agreements:list")


def _page(
    permission: str,
    title: Promise,
    told: Promise,
    form_class: type[forms.Form],
    act: Callable[[Any, int, dict[str, Any]], Agreement],
    done: Promise,
) -> Callable[[HttpRequest, int], HttpResponse]:
    """A page with a form about one agreement that leads to what the action made of it."""

    def page(request: HttpRequest, document_id: int) -> HttpResponse:
        require(request.user.may(permission), NotAllowed())
        one = reach(agreements_of(request.user, permission), document_id)
        form = form_class(request.POST or None, request.FILES or None)
        if made := form_done(form, lambda typed: act(request.user, one.pk, typed)):
            messages.success(request, done)
            return redirect("agreements:agreement", made.pk)
        return render(
            request, "agreements/form.html", {"one": one, "form": form, "title": title, "told": told}
        )

    return page


make_again = _page(
    making.MAKES,
    _("바뀐 조건으로 다시 만들기"),
    _("이 계약서를 취소하고 지금 등록된 조건으로 새로 만듭니다. 다시 보내야 합니다."),
    DueForm,
    lambda by, pk, typed: making.make_again(by, pk, **typed),
    _("지금 조건으로 다시 만들었습니다."),
)
amend = _page(
    making.MAKES,
    _("바뀐 조건으로 새 판 만들기"),
    _("두 쪽이 새 판에 서명할 때까지 지금 계약서가 그대로 효력을 가집니다."),
    DueForm,
    lambda by, pk, typed: making.amend(by, pk, **typed),
    _("새 판을 만들었습니다."),
)
renew = _page(
    making.MAKES,
    _("다음 계약으로 갱신"),
    _("같은 사업에 등록된 다음 계약의 조건으로 계약서를 만듭니다."),
    DueForm,
    lambda by, pk, typed: making.renew(by, pk, **typed),
    _("갱신 계약서를 만들었습니다."),
)
upload_paper = _page(
    sending.SENDS,
    _("종이로 체결한 계약서 올리기"),
    _(
        "두 쪽이 종이에 서명한 계약서를 스캔하여 올립니다. 올린 파일이 체결한 계약서가 되고, 바꿀 수 없습니다."
    ),
    UploadForm,
    lambda by, pk, typed: sending.upload_paper(by, pk, content=typed["file"].read()),
    _("종이로 체결한 것으로 기록했습니다."),
)
upload_consent = _page(
    sending.SENDS,
    _("친권자·후견인 동의서 올리기"),
    _("18세 미만인 사람의 계약서는 동의서가 있어야 체결할 수 있습니다(근로기준법 제66조)."),
    UploadForm,
    lambda by, pk, typed: sending.upload_consent(by, pk, content=typed["file"].read()),
    _("동의서를 올렸습니다."),
)
