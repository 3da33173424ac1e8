"""Deciding the incomes that premiums are on: at hire, each July and April, and for pay that moved, declared in bulk."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from openinsa.payroll.bases import INSURANCE, Decision, first_day, proposals
from openinsa.payroll.hire_bases import hire_bases
from openinsa.payroll.pages.months import asked_month
from openinsa.people.refusals import NotAllowed, NotFound, require
from openinsa.staffing.actions.insured import declare_bases, declare_hire_bases
from openinsa.staffing.actions.patterns import NobodyPicked
from openinsa.staffing.scope import contracts_of, sees_pay
from openinsa.staffing.sheet import last_day
from openinsa.web.plain_tables import PlainTable
from openinsa.web.tables import Bulk, Column, Kind

WORDS: dict[Decision, str | Promise] = {
    Decision.PENSION: _("국민연금 7월 결정"),
    Decision.HEALTH: _("건강보험 4월 결정"),
    Decision.CHANGE: _("국민연금 소득 변경"),
}
COUNTED: dict[Decision, str | Promise] = {
    Decision.PENSION: _("지난해 종사한 일수"),
    Decision.HEALTH: _("지난해 개월 수"),
    Decision.CHANGE: _("개월 수"),
}


def bases(request: HttpRequest) -> HttpResponse:
    """The people whose income is to be decided, with how it was reckoned and what is declared now."""
    require(sees_pay(request.user), NotAllowed())
    decision, year = _asked(request)
    today = timezone.localdate()
    since = first_day(decision, year, today)
    found = proposals(decision, since, contracts_of(request.user, "payroll.see"))
    address = f"{reverse('payroll:apply_bases')}?decision={decision}&year={year}"
    bulk = (Bulk(_("이 금액으로 정하기"), address, "check"),) if request.user.may("staffing.insure") else ()
    context = {
        "decision": decision.value,
        "title": WORDS[decision],
        "since": since,
        "decisions": [(one.value, WORDS[one]) for one in Decision],
        "years": [today.year + back for back in (1, 0, -1)] if decision != Decision.CHANGE else [],
        "year": year,
    }
    return decision_table(decision).respond(request, found, "payroll/bases/list.html", bulk, **context)  # type: ignore[arg-type]


@require_POST
def apply(request: HttpRequest) -> HttpResponse:
    """Declare the proposed incomes of the picked people."""
    require(request.user.may("staffing.insure"), NotAllowed())
    decision, year = _asked(request)
    since = first_day(decision, year, timezone.localdate())
    picked = set(request.POST.getlist("row"))
    found = proposals(decision, since, contracts_of(request.user, "staffing.insure"))
    chosen = {one.pk: one.base for one in found if str(one.pk) in picked}
    require(chosen, NobodyPicked())
    declare_bases(request.user, INSURANCE[decision], since, chosen, note=str(WORDS[decision]))
    text = say("%(count)d명의 기준액을 %(day)s부터 정했습니다.")
    messages.success(request, text % {"count": len(chosen), "day": since})
    return redirect(f"{reverse('payroll:bases')}?decision={decision}&year={year}")


HIRED = PlainTable(
    name="hire_bases",
    whose="person_id",
    caption=_("취득 신고 보수월액"),
    order="due",
    page_size=200,
    empty=_("이 달에 입사해 신고할 사람이 없습니다"),
    columns=(
        Column(
            "name",
            _("성명"),
            search=("name",),
            sort="name",
            link=lambda one: reverse("payroll:insured", args=[one.pk]),
        ),
        Column("birth_date", _("생년월일"), kind=Kind.DAY, sort="birth_date"),
        Column("project", _("사업명"), search=("project",), sort="project"),
        Column("hired_on", _("입사일"), kind=Kind.DAY, sort="hired_on"),
        Column("due", _("신고 기한"), kind=Kind.DAY, sort="due"),
        Column("insurances_word", _("보험"), sort="insurances_word"),
        Column("certain_word", _("판단"), sort="certain_word"),
        Column("base", _("신고할 보수월액"), kind=Kind.WON, sort="base"),
        Column("why", _("계산 방법"), sort="why"),
        Column("pension", _("정한 국민연금 기준액"), kind=Kind.WON, sort="pension"),
        Column("health", _("정한 건강보험 기준액"), kind=Kind.WON, sort="health"),
    ),
)


def hired(request: HttpRequest) -> HttpResponse:
    """The people hired in a month with the income to report of each, and why that amount."""
    require(sees_pay(request.user), NotAllowed())
    month = asked_month(request)
    found = hire_bases(month, contracts_of(request.user, "payroll.see"))
    address = f"{reverse('payroll:apply_hire_bases')}?month={month:%Y-%m}"
    bulk = (Bulk(_("이 금액으로 정하기"), address, "check"),) if request.user.may("staffing.insure") else ()
    context = {
        "month": month,
        "before": (month - timedelta(days=1)).replace(day=1),
        "after": last_day(month) + timedelta(days=1),
        "decisions": [(one.value, WORDS[one]) for one in Decision],
    }
    return HIRED.respond(request, found, "payroll/bases/hired.html", bulk, **context)  # type: ignore[arg-type]


@require_POST
def apply_hired(request: HttpRequest) -> HttpResponse:
    """Declare the proposed incomes of the picked people from the days of their hire."""
    require(request.user.may("staffing.insure"), NotAllowed())
    month, picked = asked_month(request), set(request.POST.getlist("row"))
    found = hire_bases(month, contracts_of(request.user, "staffing.insure"))
    chosen = {one.pk: dict.fromkeys(one.insurances, one.base) for one in found if str(one.pk) in picked}
    require(chosen, NobodyPicked())
    declare_hire_bases(request.user, chosen)
    text = say("%(count)d명의 취득 보수월액을 입사일부터 정했습니다.")
    messages.success(request, text % {"count": len(chosen)})
    return redirect(f"{reverse('payroll:hire_bases')}?month={month:%Y-%m}")


def _asked(request: HttpRequest) -> tuple[Decision, int]:
    """Which decision of which year. Raises NotFound for one that does not exist."""
    word, year = request.GET.get("decision", Decision.PENSION.value), request.GET.get("year", "")
    require(word in set(Decision), NotFound())
    known = year.isdecimal() and len(year) == len("2026") and int(year) > 0
    return Decision(word), int(year) if known else timezone.localdate().year


def decision_table(decision: Decision) -> PlainTable:
    return PlainTable(
        name="bases",
        whose="person_id",
        caption=WORDS[decision],
        order="name",
        page_size=200,
        empty=_("정할 사람이 없습니다"),
        empty_hint=_("지급한 급여가 있는 사람만 나옵니다."),
        columns=(
            Column(
                "name",
                _("성명"),
                search=("name",),
                sort="name",
                link=lambda one: reverse("payroll:insured", args=[one.pk]),
            ),
            Column("project", _("사업명"), search=("project",), sort="project"),
            Column("income", _("소득 총액"), kind=Kind.WON, sort="income"),
            Column("counted", COUNTED[decision], kind=Kind.NUMBER, sort="counted"),
            Column("base", _("정할 기준액"), kind=Kind.WON, sort="base"),
            Column("declared", _("지금 기준액"), kind=Kind.WON, sort="declared"),
            Column("difference", _("차이"), kind=Kind.WON, sort="difference"),
        ),
    )
