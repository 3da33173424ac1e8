"""The term of contracts on screen: what to look at, and the pages where a ground or an approval is written down."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from openinsa.people.models import User
from openinsa.people.refusals import NotAllowed, require
from openinsa.staffing.actions.fixed_term import set_exemption, state_exception
from openinsa.staffing.contract_watch import NOTICES, notice_days, watched
from openinsa.staffing.fixed_term_forms import ExceptionForm, ExemptionForm
from openinsa.staffing.models import Contract
from openinsa.staffing.scope import contracts_of, projects_of, reach
from openinsa.web.forms import form_done
from openinsa.web.plain_tables import PlainTable
from openinsa.web.tables import Column, Filter, Kind

NO_REVIEW = "no_review"
TONES = {kind: words.tone for kind, words in NOTICES.items()}
EXCEPTION = ("exception_reason", "exception_document", "childcare_leave_days")
EXEMPTION = ("exempt_approval", "exempt_from", "exempt_to")


def watch_table(user: User) -> PlainTable:
    """The list of what to look at in the projects within reach."""
    departments = projects_of(user).order_by("department__name").values_list("department__name", flat=True)
    return PlainTable(
        name="contract_watch",
        whose="person_id",
        caption=_("계약기간 점검"),
        order="gravity",
        empty=_("살펴볼 계약이 없습니다"),
        empty_hint=_("2년에 가까운 계약, 1년에 가까운 계약, 되풀이된 계약이 여기에 보입니다."),
        columns=(
            Column(
                "who",
                _("성명"),
                value=lambda row: row.name or say("사업 전체"),
                sort="name",
                search=("name",),
                link=lambda row: row.address,
            ),
            Column("department", _("부서"), search=("department",)),
            Column("project", _("사업명"), search=("project",)),
            Column("starts_on", _("시작일"), kind=Kind.DAY),
            Column("ends_on", _("종료일"), kind=Kind.DAY),
            Column("counted_days", _("2년에 센 날수"), kind=Kind.NUMBER),
            Column(
                "kind", _("구분"), kind=Kind.BADGE, value=lambda row: row.label, sort="gravity", tones=TONES
            ),
            Column("text", _("내용")),
        ),
        filters=(
            Filter(
                "kind",
                _("구분"),
                [(kind, words.label) for kind, words in NOTICES.items()],
                lambda chosen: lambda row: row.kind == chosen,
            ),
            Filter(
                "department",
                _("부서"),
                lambda: [(name, name) for name in departments.distinct()],
                lambda chosen: lambda row: row.department == chosen,
            ),
        ),
    )


def contract_watch(request: HttpRequest) -> HttpResponse:
    """Everything to look at among contracts that are not over; projects without a review as one line of text."""
    require(request.user.may("staffing.see"), NotAllowed())
    today = timezone.localdate()
    rows, asked = watched(request.user, today), request.GET
    without_review = sum(row.kind == NO_REVIEW for row in rows)
    if not ({"download", "q", "kind"} & {name for name, value in asked.items() if value}):
        rows = [row for row in rows if row.kind != NO_REVIEW]
    context = {"days": notice_days(today), "without_review": without_review}
    return watch_table(request.user).respond(request, rows, "staffing/contracts/watch.html", **context)


def exception(request: HttpRequest, contract_id: int) -> HttpResponse:
    """Why two years do not bind a contract."""
    shown = _reach(request, contract_id)
    form = ExceptionForm(request.POST or None, initial={name: getattr(shown, name) for name in EXCEPTION})
    if form_done(form, lambda typed: state_exception(request.user, contract_id, **typed)):
        messages.success(request, say("사용기간 예외를 적어 두었습니다."))
        return redirect("staffing:contract", contract_id)
    context = {"form": form, "contract": shown, "title": say("사용기간 예외")}
    return render(request, "staffing/contracts/term.html", context)


def exemption(request: HttpRequest, contract_id: int) -> HttpResponse:
    """Since when the law's hours, breaks and holidays do not bind a contract."""
    shown = _reach(request, contract_id)
    form = ExemptionForm(request.POST or None, initial={name: getattr(shown, name) for name in EXEMPTION})
    if form_done(form, lambda typed: set_exemption(request.user, contract_id, **typed)):
        messages.success(request, say("근로시간 적용제외를 적어 두었습니다."))
        return redirect("staffing:contract", contract_id)
    context = {
        "form": form,
        "contract": shown,
        "title": say("근로시간 적용제외"),
        "hint": say(
            "이 기간에는 연장·휴일 가산이 붙지 않고 주 52시간과 휴게를 살피지 않습니다. "
            "야간 가산과 연차는 그대로입니다(확인되지 않음)."
        ),
    }
    return render(request, "staffing/contracts/term.html", context)


def _reach(request: HttpRequest, contract_id: int) -> Contract:
    require(request.user.may("staffing.register"), NotAllowed())
    contracts = contracts_of(request.user, "staffing.register").select_related("person", "project")
    return reach(contracts, contract_id)
