"""The monthly review of access records: what is unusual, what was found out about it, the sign-off, its rules."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from openinsa.people.refusals import NotAllowed, NotFound, require
from openinsa.privacy.access_settings import setting_on
from openinsa.privacy.models import AccessReview, AccessSetting, LookedInto
from openinsa.privacy.patterns import PATTERNS, Finding, findings_of, month_after
from openinsa.privacy.review_forms import AccessSettingForm, FoundOutForm, SignOffForm
from openinsa.privacy.reviewing import (
    Counted,
    counts_of,
    last_month,
    look_into,
    review_of,
    set_access_rules,
    sign_off,
)
from openinsa.web.forms import form_done
from openinsa.web.plain_tables import PlainTable
from openinsa.web.tables import Bulk, Column, Filter, Kind

COUNTS = PlainTable(
    name="access-counts",
    caption=_("사람별 접속기록"),
    order="-looks",
    empty=_("이 달의 접속기록이 없습니다"),
    columns=(
        Column(
            "name", _("본 사람"), search=("name",), sort="name", link=lambda one: _records(f"actor={one.pk}")
        ),
        Column("looks", _("접속기록"), kind=Kind.NUMBER, sort="looks"),
        Column("views", _("봄"), kind=Kind.NUMBER, sort="views"),
        Column("searches", _("검색"), kind=Kind.NUMBER, sort="searches"),
        Column("reveals", _("보기"), kind=Kind.NUMBER, sort="reveals"),
        Column("downloads", _("내려받기·인쇄"), kind=Kind.NUMBER, sort="downloads"),
        Column("people", _("본 인원(연인원)"), kind=Kind.NUMBER, sort="people"),
        Column("addresses", _("접속지 수"), kind=Kind.NUMBER, sort="addresses"),
    ),
)


def findings_table(known: dict[str, LookedInto]) -> PlainTable:
    """What was brought up, with what was found out about each."""
    return PlainTable(
        name="access-findings",
        caption=_("살펴볼 항목"),
        order="day",
        empty=_("살펴볼 항목이 없습니다"),
        empty_hint=_("기준을 넘는 접속이 있으면 여기에 보입니다."),
        columns=(
            Column("label", _("항목"), sort="label"),
            Column("day", _("날짜"), kind=Kind.DAY, sort="day", link=_records_of),
            Column("actor", _("본 사람"), search=("actor",), sort="actor"),
            Column("looks", _("접속기록"), kind=Kind.NUMBER, sort="looks"),
            Column("people", _("본 인원(연인원)"), kind=Kind.NUMBER, sort="people"),
            Column("detail", _("내용"), sort="detail"),
            Column("note", _("확인한 내용"), value=lambda one: _told(known.get(one.pk))),
        ),
        filters=(
            Filter(
                "kind",
                _("항목"),
                [(kind, pattern.label) for kind, pattern in PATTERNS.items()],
                lambda chosen: lambda one: one.kind == chosen,
            ),
            Filter(
                "state",
                _("상태"),
                [("open", _("확인 전")), ("done", _("확인함"))],
                lambda chosen: lambda one: (one.pk in known) == (chosen == "done"),
            ),
        ),
        pickable=lambda one: one.pk not in known,
    )


def review(request: HttpRequest) -> HttpResponse:
    """One month: figures, what to look into, and the sign-off once all of it was."""
    require(request.user.may("privacy.see_records"), NotAllowed())
    month = _asked_month(request)
    counts, found, known = counts_of(month), findings_of(month), _known(month)
    signed, may = review_of(month), request.user.may("privacy.review")
    waiting = sum(one.pk not in known for one in found)
    over = month_after(month) <= timezone.localdate()
    address = f"{reverse('privacy:look_into')}?month={month:%Y-%m}"
    bulk = (Bulk(_("확인한 내용 적기"), address),) if may and not signed else ()
    context = {
        **_months(month),
        "totals": _totals(counts),
        "found": len(found),
        "waiting": waiting,
        "signed": signed,
        "over": over,
        "digest": bytes(signed.digest).hex() if signed else "",
        "form": SignOffForm() if may and over and not signed and not waiting else None,
        "earlier": AccessReview.objects.select_related("by")[:12],
        "may_review": may,
    }
    return findings_table(known).respond(request, found, "privacy/review.html", bulk, **context)  # type: ignore[arg-type]


def counts(request: HttpRequest) -> HttpResponse:
    """Who read how much in the month."""
    require(request.user.may("privacy.see_records"), NotAllowed())
    month = _asked_month(request)
    return COUNTS.respond(request, counts_of(month), "privacy/counts.html", **_months(month))  # type: ignore[arg-type]


@require_POST
def found_out(request: HttpRequest) -> HttpResponse:
    """First what was found out about the picked ones, then it is kept."""
    require(request.user.may("privacy.review"), NotAllowed())
    month, asked = _asked_month(request), set(request.POST.getlist("row"))
    picked = [one for one in findings_of(month) if one.pk in asked]
    require(picked, NotFound())
    form = FoundOutForm(request.POST if "note" in request.POST else None)
    keys = [one.pk for one in picked]
    if form_done(form, lambda typed: look_into(request.user, month, keys, note=typed["note"])):
        messages.success(request, say("%(count)d건의 확인한 내용을 적었습니다.") % {"count": len(keys)})
        return redirect(f"{reverse('privacy:review')}?month={month:%Y-%m}")
    return render(request, "privacy/look_into.html", {"form": form, "picked": picked, "month": month})


@require_POST
def finish(request: HttpRequest) -> HttpResponse:
    """Sign the month off."""
    require(request.user.may("privacy.review"), NotAllowed())
    month, form = _asked_month(request), SignOffForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    sign_off(request.user, month, note=note)
    messages.success(request, say("%(month)s 점검을 마쳤습니다.") % {"month": f"{month:%Y-%m}"})
    return redirect(f"{reverse('privacy:review')}?month={month:%Y-%m}")


def rules(request: HttpRequest) -> HttpResponse:
    """From how much on something is brought up, by day, and how long records are kept."""
    require(request.user.may("privacy.review"), NotAllowed())
    initial = AccessSettingForm.values_of(setting_on(timezone.localdate()))
    form = AccessSettingForm(request.POST or None, initial=initial)
    if form_done(form, lambda typed: set_access_rules(request.user, **typed)):
        messages.success(request, say("점검 기준을 저장했습니다."))
        return redirect("privacy:access_rules")
    return render(request, "privacy/access_rules.html", {"form": form, "rows": AccessSetting.objects.all()})


def _asked_month(request: HttpRequest) -> date:
    """The month of `?month=2026-11`; the last one that is over without it."""
    try:
        return date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        return last_month()


def _months(month: date) -> dict[str, Any]:
    return {"month": month, "before": (month - timedelta(days=1)).replace(day=1), "after": month_after(month)}


def _totals(counted: list[Counted]) -> dict[str, int]:
    names = ("looks", "searches", "reveals", "downloads")
    return {name: sum(getattr(one, name) for one in counted) for name in names} | {"actors": len(counted)}


def _known(month: date) -> dict[str, LookedInto]:
    return {one.finding: one for one in LookedInto.objects.filter(month=month).select_related("by")}


def _told(known: LookedInto | None) -> str:
    return f"{known.note} ({known.by.name}, {timezone.localtime(known.at):%Y-%m-%d})" if known else ""


def _records(asked: str) -> str:
    return f"{reverse('privacy:records')}?{asked}"


def _records_of(one: Finding) -> str:
    return _records(f"actor={one.actor_id}&day={one.day}")
