"""Who is to be reported as gained or lost by an insurance, month by month."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from openinsa.payroll.insurance_events import GAINED, LOST, Event, events_of
from openinsa.payroll.pages.months import asked_month
from openinsa.people.refusals import NotAllowed, require
from openinsa.staffing.scope import contracts_of, sees_pay
from openinsa.staffing.sheet import last_day
from openinsa.web.plain_tables import PlainTable
from openinsa.web.tables import Column, Filter, Kind

ONE_DAY = timedelta(days=1)


def _due(one: Event) -> str:
    late = one.due < timezone.localdate()
    return f"{one.due:%Y-%m-%d}" + (f" ({say('지남')})" if late else "")


EVENTS = PlainTable(
    name="insurance_events",
    whose="person_id",
    caption=_("취득·상실 신고 대상"),
    order="due",
    page_size=200,
    empty=_("이 달에 취득하거나 상실하는 사람이 없습니다"),
    columns=(
        Column(
            "name",
            _("성명"),
            search=("name",),
            sort="name",
            link=lambda one: reverse("payroll:insured", args=[one.contract_id]),
        ),
        Column("birth_date", _("생년월일"), kind=Kind.DAY, sort="birth_date"),
        Column("project", _("사업명"), search=("project",), sort="project"),
        Column("kind_word", _("구분"), sort="kind_word"),
        Column("insurance_word", _("보험"), sort="insurance_word"),
        Column("on", _("취득·상실일"), kind=Kind.DAY, sort="on"),
        Column("due", _("신고 기한"), value=_due, sort="due"),
        Column("certain_word", _("판단"), sort="certain_word"),
        Column("why_word", _("사유"), sort=""),
        Column("base", _("기준소득월액·보수월액"), kind=Kind.WON, sort="base"),
    ),
    filters=(
        Filter(
            "kind",
            _("구분"),
            [(GAINED, _("취득")), (LOST, _("상실"))],
            lambda chosen: _gained if chosen == GAINED else _lost,
        ),
    ),
)


def _gained(one: Event) -> bool:
    return one.kind == GAINED


def _lost(one: Event) -> bool:
    return one.kind == LOST


def events(request: HttpRequest) -> HttpResponse:
    """The month's events within reach, with the day by which each is to be reported."""
    require(sees_pay(request.user), NotAllowed())
    month = asked_month(request)
    found = events_of(month, contracts_of(request.user, "payroll.see"))
    before, after = (month - ONE_DAY).replace(day=1), last_day(month) + ONE_DAY
    context = {"month": month, "before": before, "after": after}
    return EVENTS.respond(request, found, "payroll/insurance_events/list.html", **context)  # type: ignore[arg-type]
