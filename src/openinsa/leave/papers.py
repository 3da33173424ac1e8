"""From picked leave to what the notices of promotion print."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import get_language

from openinsa.compute.telling import laws
from openinsa.documents.contracts import NoticedGrant, PromotionNotice, PromotionNotices
from openinsa.leave.ledger import balance
from openinsa.leave.ledgers import Ledger, ledgers_of
from openinsa.leave.models import LeaveGrant
from openinsa.leave.promotions import Promoted, reply_days, windows_of
from openinsa.leave.queries import daily_minutes, in_days
from openinsa.people.models import Institution
from openinsa.rules.engine import day_number

RULES = {"first": "promotion_from", "second": "second_notice_until"}


def promotion_notices(
    institution: Institution, step: str, picked: Sequence[Promoted], day: date, appointed: str = ""
) -> PromotionNotices:
    """The first or the second notice to everybody picked, dated on a day, in the reader's language.

    appointed: the days that the second notice names, where none were recorded. Seven statements.
    """
    ledgers = ledgers_of({one.contract.person_id for one in picked})
    daily = daily_minutes([one.contract.pk for one in picked], day)
    articles = laws(RULES[step], [day_number(one.last_day) for one in picked])
    replies = reply_days(picked, day)
    first_windows = windows_of([(one.last_day, one.first_year, False) for one in picked])
    notices = []
    for one, law, reply, window in zip(picked, articles, replies, first_windows, strict=True):
        grants = _grants(ledgers[one.contract.person_id], one, day, window.first_from)
        notices.append(_notice(one, law, reply, day, grants, daily.get(one.contract.pk, 0), appointed))
    return {
        "language": "en" if get_language() == "en" else "ko",
        "institution": institution.name,
        "dated_on": day.isoformat(),
        "step": "first" if step == "first" else "second",
        "notices": notices,
    }


def _notice(
    one: Promoted,
    law: str,
    reply: date,
    day: date,
    grants: list[NoticedGrant],
    daily: int,
    appointed: str,
) -> PromotionNotice:
    record, contract = one.record, one.contract
    left = sum(grant["left"] for grant in grants)
    return {
        "name": one.name,
        "identifier": contract.person.birth_date.isoformat(),
        "department": contract.project.department.name,
        "project": one.project,
        "last_day": one.last_day.isoformat(),
        "days": in_days(left, daily),
        "minutes": left,
        "law": law,
        "reply_until": reply.isoformat(),
        "reply_days": (reply - day).days,
        "first_noticed_on": record.first_noticed_on.isoformat() if record else "",
        "appointed": (record.second_notice if record else "") or appointed,
        "grants": grants,
    }


def _grants(ledger: Ledger, one: Promoted, day: date, first_from: date) -> list[NoticedGrant]:
    """The grants that make up what lapses on the day, as they stand on the notice's day."""
    employment = ledger.employment_on(day)
    names = dict(LeaveGrant.Basis.choices)
    held = balance(*ledger.between(employment.since, day), day).grants
    return [
        {
            "granted_on": grant.granted_on.isoformat(),
            "basis": str(names[grant.basis]),
            "minutes": grant.minutes,
            "taken": grant.taken,
            "left": grant.left,
        }
        for grant in held
        if grant.expires_on == one.last_day
        and (grant.basis == LeaveGrant.Basis.MONTH) == one.first_year
        and (not one.first_year or (grant.granted_on > first_from) == one.later)
        and grant.left
    ]
