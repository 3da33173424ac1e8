"""Settling premiums of a year: what is due and was charged, carried into pay for the picked people, undone."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Max, Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from openinsa.payroll.actions.settlements import settle_premiums, undo_settlement
from openinsa.payroll.models import PremiumSettlement
from openinsa.payroll.settlement_forms import SettleForm
from openinsa.payroll.settlements import Settled, settle
from openinsa.people.models import Person
from openinsa.people.refusals import NotAllowed, require
from openinsa.people.roles import Scope
from openinsa.staffing.actions.patterns import NobodyPicked
from openinsa.web.forms import form_done
from openinsa.web.plain_tables import PlainTable
from openinsa.web.tables import Bulk, Column, Filter, Kind, Table, picked_rows

YEARS_SHOWN = 3
EMPLOYER_WORDS: dict[str, str | Promise] = {
    "employer_health": _("건강보험(기관)"),
    "employer_long_term_care": _("장기요양보험(기관)"),
    "employer_employment": _("실업급여(기관)"),
    "employer_employment_extra": _("고용안정·직업능력개발(기관)"),
    "employer_accident": _("산재보험(기관)"),
}


def _of_employer(line: str) -> Callable[[Settled], int]:
    """What the employer still owes of one line."""
    return lambda one: one.employer(line)


SETTLED = PlainTable(
    name="settlements",
    whose="pk",
    caption=_("보험료 정산"),
    order="name",
    page_size=200,
    empty=_("그해에 지급한 급여가 없습니다"),
    columns=(
        Column("name", _("성명"), search=("name",), sort="name"),
        Column("birth_date", _("생년월일"), kind=Kind.DAY, sort="birth_date"),
        Column("pay", _("보수 총액"), kind=Kind.WON, sort="pay"),
        Column("months", _("근무한 개월 수"), kind=Kind.NUMBER, sort="months"),
        Column("base", _("정산한 보수월액"), kind=Kind.WON, sort="base"),
        Column("health", _("건강보험 정산"), kind=Kind.WON, sort="health"),
        Column("long_term_care", _("장기요양보험 정산"), kind=Kind.WON, sort="long_term_care"),
        Column("employment", _("고용보험 정산"), kind=Kind.WON, sort="employment"),
        Column("total", _("근로자 합계"), kind=Kind.WON, sort="total"),
        *(
            Column(line, label, kind=Kind.WON, value=_of_employer(line))
            for line, label in EMPLOYER_WORDS.items()
        ),
        Column("employer_total", _("기관부담금 합계"), kind=Kind.WON, sort="employer_total"),
        Column("left_on", _("그해 퇴사일"), kind=Kind.DAY, sort="left_on"),
        Column("decided", _("상태"), value=lambda one: say("반영함") if one.decided else ""),
    ),
    filters=(
        Filter(
            "only",
            _("보기"),
            [("left", _("그해 퇴사한 사람")), ("open", _("아직 반영하지 않은 사람"))],
            lambda chosen: _left if chosen == "left" else _open,
        ),
    ),
)
DECIDED = Table(
    name="decided_settlements",
    whose="person_id",
    caption=_("반영한 정산"),
    order="-year",
    empty=_("급여에 반영한 정산이 없습니다"),
    columns=(
        Column("person__name", _("성명"), search=("person__name",)),
        Column("person__birth_date", _("생년월일"), kind=Kind.DAY),
        Column("year", _("정산 연도"), kind=Kind.TEXT),
        Column("first_month", _("시작하는 월"), kind=Kind.MONTH, sort="first_month"),
        Column("last_month", _("끝나는 월"), kind=Kind.MONTH, sort="last_month"),
        Column("total", _("정산액"), kind=Kind.WON, value=lambda one: _total(one)),
        Column(
            "employer_total", _("기관부담금 정산액"), kind=Kind.WON, value=lambda one: _employer_total(one)
        ),
        Column("decided_by__name", _("정산한 사람")),
        Column("decided_at", _("정산일시"), kind=Kind.MOMENT),
    ),
)


def _left(one: Settled) -> bool:
    return one.left_on is not None


def _open(one: Settled) -> bool:
    return not one.decided and bool(one.total)


def _total(one: PremiumSettlement) -> int:
    return sum(one.due.values()) - sum(one.charged.values())


def _employer_total(one: PremiumSettlement) -> int:
    return sum(one.employer_due.values()) - sum(one.employer_charged.values())


def settlements(request: HttpRequest) -> HttpResponse:
    """A year's people with what their premiums should have been."""
    require(request.user.scope("payroll.see") == Scope.INSTITUTION, NotAllowed())
    year = _year(request.GET.get("year", ""))
    may = request.user.may("payroll.run")
    address = f"{reverse('payroll:settle')}?year={year}"
    bulk = (Bulk(_("급여에 반영"), address, "money"),) if may else ()
    this_year = timezone.localdate().year
    years = [this_year - back for back in range(YEARS_SHOWN)]
    return SETTLED.respond(
        request,
        settle(year),  # type: ignore[arg-type]
        "payroll/settlements/list.html",
        bulk,
        year=year,
        years=years,
    )


@require_POST
def carry(request: HttpRequest) -> HttpResponse:
    """First from which month on, then carry the picked people's differences into their pay."""
    require(request.user.may("payroll.run"), NotAllowed())
    year = _year(request.GET.get("year", ""))
    picked = picked_rows(request, Person.objects.order_by("name", "pk"))
    require(picked, NobodyPicked())
    people = settle(year, [one.pk for one in picked])
    answered = "instalments" in request.POST
    form = SettleForm(request.POST if answered else None, initial={"month": f"{timezone.localdate():%Y-%m}"})

    def store(typed: dict[str, Any]) -> list[PremiumSettlement]:
        ids = [one.pk for one in people]
        return settle_premiums(request.user, year, ids, typed["month"], typed["instalments"])

    if stored := form_done(form, store):
        text = say("%(count)d명의 %(year)d년 보험료 정산을 급여에 반영합니다.")
        messages.success(request, text % {"count": len(stored), "year": year})
        return redirect("payroll:decided_settlements")
    context = {"people": people, "form": form, "year": year}
    return render(request, "payroll/settlements/settle.html", context)


def decided(request: HttpRequest) -> HttpResponse:
    """Settlements carried into pay; those of which nothing was paid yet can be undone."""
    require(request.user.scope("payroll.see") == Scope.INSTITUTION, NotAllowed())
    rows = PremiumSettlement.objects.select_related("person", "decided_by")
    rows = rows.annotate(first_month=Min("shares__month"), last_month=Max("shares__month"))
    may = request.user.may("payroll.run")
    bulk = (Bulk(_("취소"), reverse("payroll:undo_settlements"), "close"),) if may else ()
    return DECIDED.respond(request, rows, "payroll/settlements/decided.html", bulk)


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take back the picked settlements, all or none."""
    require(request.user.may("payroll.run"), NotAllowed())
    picked = picked_rows(request, PremiumSettlement.objects.all())
    for one in picked:
        undo_settlement(request.user, one.pk)
    messages.success(request, say("%(count)d건의 정산을 취소했습니다.") % {"count": len(picked)})
    return redirect("payroll:decided_settlements")


def _year(text: str) -> int:
    """The year asked for, or this one."""
    return int(text) if text.isdecimal() and len(text) == len("2026") else timezone.localdate().year
