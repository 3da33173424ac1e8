"""What the terms of contracts should make one look at: two years, splitting, hiring without a prior review.

Three statements for everybody within reach, four with the projects; the earlier contracts of a person count in
whatever department they were, and are told as days alone.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db import connection
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from openinsa.people.models import InstitutionSetting, User
from openinsa.rules.engine import load_rule_book
from openinsa.staffing.fixed_term import Reckoned, Term, reckon
from openinsa.staffing.models import Contract, Project
from openinsa.staffing.scope import contracts_of, projects_of

ONE_DAY = timedelta(days=1)
TERMS = """
    SELECT c.id, c.person_id, c.starts_on, c.ends_on, p.birth_date, v.minutes, c.exception_reason,
        c.childcare_leave_days
    FROM staffing_contract c JOIN people_person p ON p.id = c.person_id
    JOIN (
        SELECT contract_id, max(weekly_scheduled_minutes) AS minutes
        FROM staffing_contractversion GROUP BY contract_id
    ) v ON v.contract_id = c.id
    JOIN unnest(%(people)s::bigint[]) AS wanted(person) ON c.person_id = wanted.person
"""


class Words(NamedTuple):
    """What a kind of notice is called, how grave it is, and the rule behind it ("" for none)."""

    label: str | Promise
    tone: str
    rule: str = ""


NOTICES: Mapping[str, Words] = {
    "over": Words(_("2년 초과"), "danger", "over_two_years"),
    "over_with_gaps": Words(_("공백을 이으면 2년 초과"), "danger", "perhaps_joined_to_earlier"),
    "near": Words(_("곧 2년"), "warning", "near_two_years"),
    "near_with_gaps": Words(_("공백을 이으면 곧 2년"), "warning", "perhaps_joined_to_earlier"),
    "ground_fails": Words(_("예외 사유가 맞지 않음"), "warning", "excepted_contract"),
    "split": Words(_("되풀이된 짧은 공백"), "warning", "split_contracts"),
    "just_under_a_year": Words(_("364일 계약"), "warning", "just_under_a_year"),
    "eleven_months": Words(_("11개월 이상 1년 미만"), "warning", "eleven_months_or_more"),
    "no_review": Words(_("사전심사 없음"), "warning"),
    "a_year": Words(_("1년 계약"), "information", "exactly_a_year"),
}
"""Kinds of notices, the gravest first."""

GRAVITY = {kind: place for place, kind in enumerate(NOTICES)}
PLAIN: Mapping[str, str | Promise] = {
    "ground_fails": _(
        "적은 사유로는 2년 제한이 풀리지 않습니다. 계약을 시작하는 날의 나이나 1주 시간을 확인해 주세요."
    ),
    "split": _("같은 사람과 짧은 공백을 두고 되풀이해 맺은 계약입니다."),
    "just_under_a_year": _("하루나 이틀이 모자라 퇴직금이 생기지 않는 계약입니다."),
    "eleven_months": _("퇴직금을 피하려는 계약이 아닌지 살펴 주세요."),
    "a_year": _("꼭 1년이어서 퇴직금이 생기는 계약입니다."),
}
"""Sentences that are the same for every contract."""

SHOWN = (
    "pk",
    "person_id",
    "person__name",
    "project_id",
    "project__name",
    "project__department__name",
    "starts_on",
    "ends_on",
)
"""What a line of the list tells of a contract."""


class Notice(NamedTuple):
    """One thing to look at: what kind, and the sentence that says it."""

    kind: str
    text: str

    @property
    def label(self) -> str | Promise:
        return NOTICES[self.kind].label

    @property
    def tone(self) -> str:
        return NOTICES[self.kind].tone

    @property
    def law(self) -> str:
        """The article behind it."""
        rule = NOTICES[self.kind].rule
        return load_rule_book().rules[rule][-1].law if rule else ""


@dataclass(frozen=True)
class Watched:
    """One line of the list: a notice about a contract, or about a project as a whole (no contract)."""

    kind: str
    text: str
    name: str
    department: str
    project: str
    project_id: int
    contract_id: int | None = None
    person_id: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    counted_days: int | None = None

    @property
    def pk(self) -> str:
        return f"{self.kind}-{self.contract_id or self.project_id}"

    @property
    def address(self) -> str:
        """The page where the notice can be answered."""
        if self.contract_id is None:
            return reverse("staffing:project", args=[self.project_id])
        return reverse("staffing:contract", args=[self.contract_id])

    @property
    def gravity(self) -> int:
        return GRAVITY[self.kind]

    @property
    def label(self) -> str | Promise:
        return NOTICES[self.kind].label

    @property
    def tone(self) -> str:
        return NOTICES[self.kind].tone


def watched(user: User, on: date) -> list[Watched]:
    """Everything to look at among the contracts within reach that are not over, the gravest first."""
    shown = list(contracts_of(user).filter(ends_on__gte=on).order_by().values_list(*SHOWN))
    reckoned = reckon_people({person for _pk, person, *_rest in shown}, on)
    found = [one for row in shown for one in _watched(row, reckoned, on)]
    return sorted([*found, *_without_review(user, on)], key=lambda one: (one.gravity, one.project, one.name))


def gravest(user: User, on: date, count: int) -> tuple[list[Watched], int]:
    """The first of what `watched` finds, and how many there are; names are read of these few alone."""
    held = dict(contracts_of(user).filter(ends_on__gte=on).order_by().values_list("pk", "person_id"))
    reckoned = reckon_people(set(held.values()), on)
    found = sorted((GRAVITY[kind], pk) for pk in held for kind in kinds_of(pk, reckoned))
    first = {pk for _gravity, pk in found[:count]}
    shown = Contract.objects.filter(pk__in=first).order_by().values_list(*SHOWN)
    named = [one for row in shown for one in _watched(row, reckoned, on)]
    projects = list(_without_review(user, on))
    rows = sorted([*named, *projects], key=lambda one: (one.gravity, one.contract_id or 0, one.project))
    return rows[:count], len(found) + len(projects)


def _watched(row: tuple[Any, ...], reckoned: Reckoned, on: date) -> Iterator[Watched]:
    """The lines of one contract."""
    pk, person, name, project_id, project, department, starts_on, ends_on = row
    for notice in notices_of(pk, reckoned, on):
        yield Watched(
            notice.kind,
            notice.text,
            name=name,
            department=department,
            project=project,
            project_id=project_id,
            contract_id=pk,
            person_id=person,
            starts_on=starts_on,
            ends_on=ends_on,
            counted_days=int(reckoned.counted_days[reckoned.places[pk]]),
        )


@dataclass(frozen=True)
class Grouped:
    """Notices of one kind in a project: how many people, and what is said of the first."""

    kind: str
    text: str
    count: int
    contract_id: int | None
    name: str

    @property
    def label(self) -> str | Promise:
        return NOTICES[self.kind].label

    @property
    def tone(self) -> str:
        return NOTICES[self.kind].tone


def watched_in(project: Project, on: date) -> list[Grouped]:
    """What to look at in one project's contracts that are not over, one line for each kind. Three statements."""
    contracts = Contract.objects.filter(project=project, ends_on__gte=on).order_by("person__name", "pk")
    names = {pk: (person, name) for pk, person, name in contracts.values_list("pk", "person", "person__name")}
    if not names:
        return []
    reckoned = reckon_people({person for person, _name in names.values()}, on)
    found: dict[str, list[tuple[int | None, str, Notice]]] = {}
    for pk, (_person, name) in names.items():
        for notice in notices_of(pk, reckoned, on):
            found.setdefault(notice.kind, []).append((pk, name, notice))
    if not project.review_approval:
        found["no_review"] = [(None, "", Notice("no_review", review_words()))]
    return [
        Grouped(kind, first.text, len(told), pk if len(told) == 1 else None, name if len(told) == 1 else "")
        for kind, told in sorted(found.items(), key=lambda one: GRAVITY[one[0]])
        for pk, name, first in told[:1]
    ]


def reckon_people(person_ids: Iterable[int], on: date) -> Reckoned:
    """All contracts of some people, wherever they were. Two statements."""
    with connection.cursor() as cursor:
        cursor.execute(TERMS, {"people": sorted(person_ids)})
        terms = [Term(*row) for row in cursor.fetchall()]
    return reckon(terms, on, notice_days(on))


def notice_days(on: date) -> int:
    """How many days ahead the institution wants to know; the usual number where it has no settings yet."""
    held = InstitutionSetting.objects.filter(valid_from__lte=on).order_by("-valid_from")
    days = held.values_list("two_years_notice_days", flat=True).first()
    return InstitutionSetting._meta.get_field("two_years_notice_days").default if days is None else days


def notices_of(contract: int, reckoned: Reckoned, on: date) -> Iterator[Notice]:
    """What to look at in one contract; nothing for contracts older than the rule book."""
    for kind in kinds_of(contract, reckoned):
        yield Notice(kind, str(PLAIN[kind]) if kind in PLAIN else _told(kind, reckoned, contract, on))


def kinds_of(contract: int, reckoned: Reckoned) -> Iterator[str]:
    """The kinds of notices of one contract, of two years only the surest: without gaps, or else as if short
    gaps had not parted contracts."""
    place = reckoned.places.get(contract)
    if place is None:
        return
    if reckoned.over[place] or reckoned.near[place]:
        yield "over" if reckoned.over[place] else "near"
    elif reckoned.over_with_gaps[place] or reckoned.near_with_gaps[place]:
        yield "over_with_gaps" if reckoned.over_with_gaps[place] else "near_with_gaps"
    if reckoned.ground_fails[place]:
        yield "ground_fails"
    if reckoned.split[place]:
        yield "split"
    if reckoned.just_under_a_year[place]:
        yield "just_under_a_year"
    elif reckoned.eleven_months[place]:
        yield "eleven_months"
    if reckoned.a_year[place]:
        yield "a_year"


def _told(kind: str, reckoned: Reckoned, contract: int, on: date) -> str:
    """What is said of two years."""
    with_gaps = kind.endswith("_with_gaps")
    day = reckoned.day(reckoned.places[contract], with_gaps=with_gaps)
    named = {"day": day, "last": day - ONE_DAY}
    if kind == "over_with_gaps":
        return (
            say(
                "앞 계약과 사이의 공백을 이어 보면 %(day)s에 2년이 지납니다. 이어지는지는 사정에 따라 다릅니다(확인되지 않음)."
            )
            % named
        )
    if with_gaps:
        return (
            say(
                "공백을 이어 보면 %(last)s까지가 2년입니다. 이어지는지는 사정에 따라 다릅니다(확인되지 않음)."
            )
            % named
        )
    if kind == "near":
        return say("%(last)s까지가 2년입니다. 더 일하면 기간의 정함이 없는 근로자가 됩니다.") % named
    if day > on:
        return say("이 계약대로면 %(day)s부터 기간의 정함이 없는 근로자가 됩니다.") % named
    return say("%(day)s부터 기간의 정함이 없는 근로자로 봅니다.") % named


def _why_excepted(reckoned: Reckoned, place: int, contract: Contract) -> str | Promise:
    """The ground that lifts the two years, as it stands or as age and hours tell it."""
    reasons = Contract.ExceptionReason
    if reckoned.elder[place]:
        return reasons.ELDER.label
    return reasons.SHORT_WEEK.label if reckoned.short_week[place] else contract.get_exception_reason_display()


def review_words() -> str:
    return say("채용 사전심사의 승인번호와 승인일이 기록되어 있지 않습니다.")


def _without_review(user: User, on: date) -> Iterator[Watched]:
    projects = projects_of(user).filter(review_approval="", contracts__ends_on__gte=on).distinct().order_by()
    for pk, name, department in projects.values_list("pk", "name", "department__name"):
        yield Watched(
            "no_review", review_words(), name="", department=department, project=name, project_id=pk
        )


def notices_of_contract(contract: Contract, on: date) -> tuple[list[Notice], dict[str, Any]]:
    """What to look at in one contract, and the figures behind it: days counted, the day two years pass."""
    reckoned = reckon_people([contract.person_id], on)
    place = reckoned.places.get(contract.pk)
    if place is None:
        return [], {}
    figures = {
        "counted_days": int(reckoned.counted_days[place]),
        "pass_on": reckoned.day(place),
        "excepted": bool(reckoned.excepted[place]) and not reckoned.over[place],
        "why": _why_excepted(reckoned, place, contract),
    }
    return list(notices_of(contract.pk, reckoned, on)), figures
