"""Leaves beside annual leave: how many days the law or the institution's own rule gives, and who took how many."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.utils.translation import gettext as say

from openinsa.leave.days import DAYS_IN_FORCE
from openinsa.leave.models import LeaveAllowance
from openinsa.rules.engine import day_number, load_rule_book
from openinsa.staffing.models import DayCode

Per = LeaveAllowance.Per
EVENT = timedelta(days=365)
"""Days further apart belong to different births."""
CHILDCARE = timedelta(days=3 * 365)
"""Childcare leave of one child may be taken in parts."""


@dataclass(frozen=True)
class StatutoryKind:
    """A leave of the law: which marks are counted together, how, and by which number of days.

    `most` is the key of the highest number there is; `span` counts calendar days from the first marked day to the
    last instead of marked days. `window` is how far back one event's days lie.
    """

    codes: tuple[str, ...]
    per: str
    most: str
    span: bool = False
    window: timedelta = EVENT


STATUTORY = {
    "maternity_leave": StatutoryKind(
        ("maternity_leave", "maternity_leave_unpaid"), Per.EVENT.value, "maternity_leave_multiple", span=True
    ),
    "spouse_birth_leave": StatutoryKind(("spouse_birth_leave",), Per.EVENT.value, "spouse_birth_leave"),
    "infertility_leave": StatutoryKind(
        ("infertility_leave", "infertility_leave_unpaid"), Per.YEAR.value, "infertility_leave"
    ),
    "family_care_leave": StatutoryKind(("family_care_leave",), Per.YEAR.value, "family_care_leave"),
    "menstrual_leave": StatutoryKind(("menstrual_leave",), Per.MONTH.value, "menstrual_leave"),
    "childcare_leave": StatutoryKind(
        ("childcare_leave",), Per.EVENT.value, "childcare_leave_longest", window=CHILDCARE
    ),
}
OF_THE_LAW = {code for kind in STATUTORY.values() for code in kind.codes}
APART = {
    "annual_leave",
    "absence",
    "late",
    "early_leave",
    "time_out",
    "substitute_day",
    "compensatory_leave",
    "work_injury_leave",
    "prenatal_check",
    "nursing",
    "pregnancy_hours",
}
"""Marks that are no leave of so many days, or whose days are kept elsewhere."""

TAKEN = f"""
    WITH {DAYS_IN_FORCE}
    SELECT person_id, date, code FROM days_in_force
    WHERE date BETWEEN %(since)s AND %(until)s AND code = ANY(%(codes)s)
    GROUP BY 1, 2, 3 ORDER BY 2
"""


@dataclass(frozen=True)
class LeaveKind:
    """A leave on a day: `days` is None where neither the law nor the institution says how many.

    `paid` are the most days of them that the employer pays by law, `paid_usually` those of the usual case (one
    child), None where the law does not say.
    """

    code: str
    label: str
    codes: tuple[str, ...]
    per: str
    days: int | None
    law: str
    paid: int | None = None
    span: bool = False
    paid_usually: int | None = None
    window: timedelta = EVENT

    @property
    def of_the_law(self) -> bool:
        return self.code in STATUTORY

    @property
    def per_label(self) -> str:
        """The span in which its days are counted, in words."""
        return str(Per(self.per).label)

    def begins(self, on: date) -> date:
        """From which day on days count on a day."""
        if self.per == Per.MONTH:
            return on.replace(day=1)
        return on.replace(month=1, day=1) if self.per == Per.YEAR else on - self.window


@dataclass(frozen=True)
class TakenKind:
    """How much of a leave one person took in its span."""

    kind: LeaveKind
    used: int
    paid_used: int = 0

    @property
    def left(self) -> int | None:
        return None if self.kind.days is None else self.kind.days - self.used

    @property
    def exceeded(self) -> bool:
        return self.left is not None and self.left < 0

    @property
    def paid_beyond(self) -> str:
        """Days under the paid mark that the employer need not pay, in words; nothing where there are none."""
        kind = self.kind
        if len(kind.codes) == 1 or kind.paid is None or kind.paid_usually is None:
            return ""
        named = {"leave": kind.label, "used": self.paid_used, "days": kind.paid, "usual": kind.paid_usually}
        if self.paid_used > kind.paid:
            return say("유급 부호 초과: %(leave)s %(used)s/%(days)s일") % named
        if self.paid_used > kind.paid_usually:
            return say("유급 부호: %(leave)s %(used)s일(보통 %(usual)s일까지)") % named
        return ""


def kinds_on(day: date) -> list[LeaveKind]:
    """The leaves that have a mark, as they stand on a day. Two statements."""
    allowances = {
        one.code: one for one in LeaveAllowance.objects.filter(valid_from__lte=day).order_by("valid_from")
    }
    found = []
    for code in DayCode.objects.filter(kind=DayCode.Kind.LEAVE):
        if code.code in STATUTORY:
            found.append(_of_the_law(code, day))
        elif code.code not in APART | OF_THE_LAW:
            own = allowances.get(code.code)
            per, days = (own.per, own.days) if own else (Per.YEAR.value, None)
            found.append(LeaveKind(code.code, code.label, (code.code,), per, days, own.source if own else ""))
    return found


def _of_the_law(code: DayCode, day: date) -> LeaveKind:
    kind, book = STATUTORY[code.code], load_rule_book()
    number = day_number(day)
    known = [one for one in book.parameters["statutory_leave_days"].values[kind.most] if one.since <= number]
    if not known:
        return LeaveKind(code.code, code.label, kind.codes, kind.per, None, code.law, span=kind.span)
    value = known[-1]
    paid = book.parameters["statutory_paid_days"].value_on(number, kind.most)
    usual = book.parameters["statutory_paid_days"].value_on(number, code.code)
    return LeaveKind(
        code.code,
        code.label,
        kind.codes,
        kind.per,
        value.value,
        value.law,
        paid.value if paid.verified else None,
        kind.span,
        usual.value if usual.verified else None,
        kind.window,
    )


def taken_kinds(person_ids: Iterable[int], on: date) -> dict[int, list[TakenKind]]:
    """What some people took of each leave up to a day, in the span that the day lies in. Three statements."""
    kinds = kinds_on(on)
    codes = [code for kind in kinds for code in kind.codes]
    people = sorted(person_ids)
    days: dict[tuple[int, str], list[date]] = defaultdict(list)
    with connection.cursor() as cursor:
        given = {"people": people, "codes": codes, "since": on - CHILDCARE, "until": on}
        cursor.execute(TAKEN, given)
        for person, day, code in cursor:
            days[person, code].append(day)
    return {
        person: [
            TakenKind(
                kind, _used(kind, kind.codes, days, person, on), _used(kind, kind.codes[:1], days, person, on)
            )
            for kind in kinds
        ]
        for person in people
    }


def _used(
    kind: LeaveKind,
    codes: Sequence[str],
    days: Mapping[tuple[int, str], Sequence[date]],
    person: int,
    on: date,
) -> int:
    begins = kind.begins(on)
    taken = {day for code in codes for day in days.get((person, code), ()) if day >= begins}
    if kind.span and taken:
        return (max(taken) - min(taken)).days + 1
    return len(taken)


def exceeded_words(person_ids: Iterable[int], on: date) -> dict[int, list[str]]:
    """For each person the leaves that went beyond their days up to a day, and the paid marks that went beyond
    what the employer pays: 생리휴가 2/1일 초과."""
    told = {}
    for person, kinds in taken_kinds(person_ids, on).items():
        beyond = [
            say("%(leave)s %(used)s/%(days)s일 초과")
            % {"leave": one.kind.label, "used": one.used, "days": one.kind.days}
            for one in kinds
            if one.exceeded
        ]
        beyond += [one.paid_beyond for one in kinds if one.paid_beyond]
        if beyond:
            told[person] = beyond
    return told
