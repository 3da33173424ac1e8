"""The contract as it is read on a phone: the clauses of the form `employment_contract.typ`, from the same data.

What stands here stands in the PDF, word for word; a test holds the two together.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from openinsa.documents.contracts import EmploymentContract, PayItem, WorkHours
from openinsa.documents.words import words_of

Words = dict[str, Any]


class Clause(NamedTuple):
    label: str
    lines: Sequence[str]


class Reading(NamedTuple):
    """A contract to be read: title, opening sentence, clauses, and what both are called.

    own_form   whether the file is printed by the institution's own form, which may say more than this
    """

    language: str
    title: str
    opening: str
    clauses: Sequence[Clause]
    parties: Sequence[tuple[str, str]]
    own_form: bool = False


def reading_of(paper: EmploymentContract) -> Reading:
    """All that the paper says, in its language."""
    shared = words_of(paper["language"])
    words: Words = shared["contract"]
    clauses = [Clause(label, list(lines)) for label, lines in _clauses(paper, words)]
    return Reading(
        paper["language"],
        words["titles"][paper["kind"]],
        _filled(words["opening"], institution=paper["institution"], name=paper["name"]),
        clauses,
        [pair for pair in _parties(paper, shared) if pair[1]],
    )


def _filled(sentence: str, **blanks: object) -> str:
    """A sentence with its blanks filled in; `from_` stands for a blank that is a word of Python."""
    for name, value in blanks.items():
        sentence = sentence.replace(f"{{{name.rstrip('_')}}}", str(value))
    return sentence


def _clauses(paper: EmploymentContract, words: Words) -> Iterator[tuple[str, Iterator[str] | list[str]]]:
    minor = paper["kind"] == "minor"
    yield words["period"], _term(paper, words)
    yield words["workplace"], [paper["workplace"]]
    yield words["duties"], [paper["duties"]]
    yield words["hours_by_day" if paper["part_time"] else "hours"], _times(paper, words)
    yield words["days"], _days(paper, words)
    yield words["wage"], _wages(paper, words)
    yield words["leave"], [_filled(words[f"leave_{paper['leave']}"], hours=paper["short_week"])]
    if minor:
        yield words["minor_papers"], _minor_papers(paper, words)
    yield words["insurance"], _insurance(paper, words)
    yield words["handing"], [words["handed_minor" if minor else "handed"]]
    yield words["good_faith"], [words["good_faith_said"]]
    yield words["other"], [words["permit"]] * minor + [words["other_said"]]


def _term(paper: EmploymentContract, words: Words) -> Iterator[str]:
    dates = {"from_": paper["starts_on"], "to": paper["ends_on"]}
    yield _filled(words["from_to" if paper["ends_on"] else "from_on"], **dates)
    if paper["kind"] == "daily":
        yield words["day_by_day"]
    if paper["terms_from"]:
        yield _filled(words["terms_from"], from_=paper["terms_from"])
    if paper["probation_to"]:
        yield _filled(words["probation"], to=paper["probation_to"])


def _times(paper: EmploymentContract, words: Words) -> Iterator[str]:
    yield from (_day_hours(one, words) for one in paper["hours"])
    yield _filled(words["week_time"], time=_hours(paper["week_minutes"]))
    if paper["month_minutes"]:
        yield _filled(words["month_time"], time=_hours(paper["month_minutes"]))


def _day_hours(one: WorkHours, words: Words) -> str:
    return _filled(
        words["day_hours"],
        days=one["days"],
        starts=one["starts"],
        ends=one["ends"],
        breaks=one["breaks"] or words["no_break"],
        time=_hours(one["minutes"]),
    )


def _days(paper: EmploymentContract, words: Words) -> Iterator[str]:
    week = _filled(words["week_days"], count=paper["week_days"])
    yield _filled(words["roster"], name=paper["roster"]) if paper["roster"] else week
    if paper["short_week"]:
        yield _filled(words["short_week"], hours=paper["short_week"])
        return
    yield _filled(words["weekly_holiday"], day=paper["weekly_holiday"])
    yield words["public_holidays"]


def _wages(paper: EmploymentContract, words: Words) -> Iterator[str]:
    yield _item(paper["wage"])
    if paper["month_hours"]:
        yield _filled(words["month_hours"], hours=paper["month_hours"])
    yield from (_filled(words["allowance"], item=_item(one)) for one in paper["allowances"])
    if not paper["allowances"]:
        yield words["no_allowance"]
    yield words["premium"]
    if paper["part_time"]:
        yield words["premium_part_time"]
    yield _filled(words[f"paid_{paper['paid']}"], day=paper["pay_day"])
    yield words["to_account" if paper["to_account"] else "in_hand"]
    yield words["by_law"]
    yield from (_filled(words["deduction"], item=_item(one)) for one in paper["deductions"])


def _insurance(paper: EmploymentContract, words: Words) -> Iterator[str]:
    yield words["insured"]
    if paper["uninsured"]:
        yield _filled(words["uninsured"], what=", ".join(paper["uninsured"]))


def _minor_papers(paper: EmploymentContract, words: Words) -> list[str]:
    if paper["minor_papers"]:
        return [_filled(words["family_papers_held"], document=paper["minor_papers"])]
    return [words["family_paper"], words["consent_paper"]]


def _parties(paper: EmploymentContract, shared: Words) -> list[tuple[str, str]]:
    words: Words = shared["contract"]
    return [
        (words["institution"], paper["institution"]),
        (shared["department"], paper["department"]),
        (words["representative"], paper["office"]),
        (shared["name"], paper["name"]),
        (shared["identifier"], paper["identifier"]),
        (words["address"], paper["address"]),
        (words["phone"], paper["phone"]),
    ]


def _item(one: PayItem) -> str:
    how = f" ({one['how']})" if one["how"] else ""
    return f"{one['label']} {one['shown']}{how}"


def _hours(minutes: int) -> str:
    return f"{minutes // 60:,}:{minutes % 60:02}"
