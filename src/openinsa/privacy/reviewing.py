"""The monthly review of access records: figures, what was looked into, and the sign-off (개인정보의 안전성
확보조치 기준 제8조)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from openinsa.people.acting import action
from openinsa.people.models import User
from openinsa.people.refusals import NotFound, Refused, require
from openinsa.privacy.anchors import drop_anchor
from openinsa.privacy.models import AccessChain, AccessRecord, AccessReview, AccessSetting, LookedInto
from openinsa.privacy.patterns import findings_of, month_after, names_of, span_of

COUNTS = """
    SELECT actor_id, count(*), count(*) FILTER (WHERE verb = 'view'), count(*) FILTER (WHERE verb = 'search'),
        count(*) FILTER (WHERE verb = 'reveal'), count(*) FILTER (WHERE verb IN ('download', 'print')),
        sum(count), count(DISTINCT address)
    FROM privacy_accessrecord WHERE at >= %s AND at < %s GROUP BY actor_id ORDER BY 2 DESC, 1
"""


class MonthNotOver(Refused):
    sentence = _("%(month)s은(는) 아직 끝나지 않았습니다. 그달이 지난 뒤에 점검을 마쳐 주세요.")


class MonthReviewed(Refused):
    sentence = _("%(month)s은(는) 점검을 마친 달입니다. 다시 적지 않았습니다.")


class FindingsOpen(Refused):
    sentence = _("아직 확인하지 않은 항목이 %(count)d건 있습니다. 모두 확인한 뒤 점검을 마쳐 주세요.")


class SettingStands(Refused):
    sentence = _("%(day)s부터의 기준이 이미 있습니다. 다른 적용일로 저장해 주세요.")


@dataclass(frozen=True)
class Counted:
    """What one user read in a month."""

    pk: int
    name: str
    looks: int
    views: int
    searches: int
    reveals: int
    downloads: int
    people: int
    addresses: int


def counts_of(month: date) -> list[Counted]:
    """The month's reading by user, who read most first. Two statements."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, span_of(month))
        rows = cursor.fetchall()
    names = names_of(row[0] for row in rows)
    return [Counted(row[0], names.get(row[0], str(row[0])), *map(int, row[1:])) for row in rows]


def last_month(today: date | None = None) -> date:
    """The month that is to be reviewed now."""
    return ((today or timezone.localdate()).replace(day=1) - timedelta(days=1)).replace(day=1)


def review_of(month: date) -> AccessReview | None:
    return AccessReview.objects.filter(month=month).select_related("by").first()


@action(permission="privacy.review")
def look_into(by: User, month: date, findings: Iterable[str], *, note: str) -> int:
    """Write down what was found out about some of a month's findings. Raises NotFound, MonthReviewed."""
    require(not review_of(month), MonthReviewed(month=f"{month:%Y-%m}"))
    known = {one.pk for one in findings_of(month)}
    asked = [one for one in findings if one in known]
    require(asked, NotFound())
    stored = LookedInto.objects.bulk_create(
        [LookedInto(institution=by.institution, month=month, finding=one, note=note, by=by) for one in asked],
        ignore_conflicts=True,
    )
    return len(stored)


@action(permission="privacy.review", record="access_reviewed")
def sign_off(by: User, month: date, *, note: str = "") -> AccessReview:
    """End the review of a month: its figures and the head of the chain are kept, and anchored outside.

    Raises MonthNotOver, MonthReviewed, FindingsOpen.
    """
    said = f"{month:%Y-%m}"
    require(month_after(month) <= timezone.localdate(), MonthNotOver(month=said))
    require(not review_of(month), MonthReviewed(month=said))
    found = {one.pk for one in findings_of(month)}
    done = set(LookedInto.objects.filter(month=month).values_list("finding", flat=True))
    require(found <= done, FindingsOpen(count=len(found - done)))
    head = AccessChain.objects.filter(institution=by.institution_id).first()
    anchored: dict[str, Any] = (
        {"number": head.number, "digest": head.digest} if head else {"number": 0, "digest": b""}
    )
    begin, end = span_of(month)
    review = AccessReview.objects.create(
        institution=by.institution,
        month=month,
        records=AccessRecord.objects.filter(at__gte=begin, at__lt=end).count(),
        findings=len(found),
        note=note,
        by=by,
        **anchored,
    )
    drop_anchor(by.institution_id, f"review {said}")
    return review


@action(permission="privacy.review")
def set_access_rules(by: User, **values: Any) -> AccessSetting:
    """Keep records and bring up findings by these rules from a day on. Raises SettingStands."""
    stands = AccessSetting.objects.filter(valid_from=values["valid_from"]).exists()
    require(not stands, SettingStands(day=values["valid_from"]))
    return AccessSetting.objects.create(institution=by.institution, **values)
