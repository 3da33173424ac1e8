"""The employment contract in lines and tables: the same texts in the same order as forms/employment_contract.typ."""

from collections.abc import Mapping
from typing import Any

from openinsa.documents.contracts import EmploymentContract, PayItem, WorkHours
from openinsa.documents.hwpx_blocks import GAP, Block, Cell, Grid, Line, cell, label, signing_cell
from openinsa.documents.hwpx_issue import check_lines, number_line
from openinsa.documents.words import words_of

Words = Mapping[str, Any]


def contract_blocks(paper: EmploymentContract) -> list[Block]:
    shared = words_of(paper["language"])
    words = shared["contract"]
    return [
        *number_line(paper, shared),
        Line(words["titles"][paper["kind"]], "title", "center"),
        Line(words["opening"].format(institution=paper["institution"], name=paper["name"])),
        _clause_table(paper, words),
        Line(paper["signed_on"] or words["undated"], side="center"),
        _parties(paper, shared),
        *(_guardian(shared) if paper["kind"] == "minor" else ()),
        *check_lines(paper, shared),
    ]


def _clause_table(paper: EmploymentContract, words: Words) -> Grid:
    numbered = enumerate(_clauses(paper, words), start=1)
    rows = tuple((label(f"{place}. {name}"), cell(*lines)) for place, (name, lines) in numbered)
    return Grid((36, 134), rows)


def _clauses(paper: EmploymentContract, words: Words) -> list[tuple[str, list[str]]]:
    minor = paper["kind"] == "minor"
    return [
        (words["period"], _term(paper, words)),
        (words["workplace"], [paper["workplace"]]),
        (words["duties"], [paper["duties"]]),
        (words["hours_by_day"] if paper["part_time"] else words["hours"], _times(paper, words)),
        (words["days"], _days(paper, words)),
        (words["wage"], _wages(paper, words)),
        (words["leave"], [words[f"leave_{paper['leave']}"].format(hours=paper["short_week"])]),
        *([(words["minor_papers"], _minor_papers(paper, words))] if minor else []),
        (words["insurance"], _insurance(paper, words)),
        (words["handing"], [words["handed_minor"] if minor else words["handed"]]),
        (words["good_faith"], [words["good_faith_said"]]),
        (words["other"], [*([words["permit"]] if minor else []), words["other_said"]]),
    ]


def _term(paper: EmploymentContract, words: Words) -> list[str]:
    span = {"from": paper["starts_on"], "to": paper["ends_on"]}
    said = [(words["from_to"] if paper["ends_on"] else words["from_on"]).format(**span)]
    if paper["kind"] == "daily":
        said.append(words["day_by_day"])
    if paper["terms_from"]:
        said.append(words["terms_from"].format(**{"from": paper["terms_from"]}))
    if paper["probation_to"]:
        said.append(words["probation"].format(to=paper["probation_to"]))
    return said


def _times(paper: EmploymentContract, words: Words) -> list[str]:
    said = [_day_hours(one, words) for one in paper["hours"]]
    said.append(words["week_time"].format(time=clock_hours(paper["week_minutes"])))
    if paper["month_minutes"]:
        said.append(words["month_time"].format(time=clock_hours(paper["month_minutes"])))
    return said


def _day_hours(one: WorkHours, words: Words) -> str:
    blanks = {**one, "breaks": one["breaks"] or words["no_break"], "time": clock_hours(one["minutes"])}
    return str(words["day_hours"].format(**blanks))


def clock_hours(minutes: int) -> str:
    """1,234:05, as `hours` of forms/common.typ."""
    return f"{minutes // 60:,}:{minutes % 60:02}"


def _days(paper: EmploymentContract, words: Words) -> list[str]:
    roster = words["roster"].format(name=paper["roster"])
    week = roster if paper["roster"] else words["week_days"].format(count=paper["week_days"])
    if paper["short_week"]:
        return [week, words["short_week"].format(hours=paper["short_week"])]
    return [week, words["weekly_holiday"].format(day=paper["weekly_holiday"]), words["public_holidays"]]


def _wages(paper: EmploymentContract, words: Words) -> list[str]:
    month = [words["month_hours"].format(hours=paper["month_hours"])] if paper["month_hours"] else []
    allowances = [words["allowance"].format(item=_item(one)) for one in paper["allowances"]]
    return [
        _item(paper["wage"]),
        *month,
        *(allowances or [words["no_allowance"]]),
        words["premium"],
        *([words["premium_part_time"]] if paper["part_time"] else []),
        words[f"paid_{paper['paid']}"].format(day=paper["pay_day"]),
        words["to_account"] if paper["to_account"] else words["in_hand"],
        words["by_law"],
        *(words["deduction"].format(item=_item(one)) for one in paper["deductions"]),
    ]


def _item(one: PayItem) -> str:
    return f"{one['label']} {one['shown']}" + (f" ({one['how']})" if one["how"] else "")


def _minor_papers(paper: EmploymentContract, words: Words) -> list[str]:
    if paper["minor_papers"]:
        return [words["family_papers_held"].format(document=paper["minor_papers"])]
    return [words["family_paper"], words["consent_paper"]]


def _insurance(paper: EmploymentContract, words: Words) -> list[str]:
    out = [words["uninsured"].format(what=", ".join(paper["uninsured"]))] if paper["uninsured"] else []
    return [words["insured"], *out]


def _parties(paper: EmploymentContract, shared: Words) -> Grid:
    words = shared["contract"]
    rows = (
        (words["institution"], paper["institution"], shared["name"], paper["name"]),
        (words["business_number"], paper["business_number"], shared["identifier"], paper["identifier"]),
        (shared["department"], paper["department"], words["address"], paper["address"]),
        (words["representative"], paper["office"], words["phone"], paper["phone"]),
    )
    return Grid(
        (28, 57, 28, 57),
        (
            (label(words["employer"], 2, "center"), label(words["worker"], 2, "center")),
            *(
                tuple(label(text) if at % 2 == 0 else cell(text) for at, text in enumerate(row))
                for row in rows
            ),
            (
                label(words["signature"]),
                _signature(paper, "employer_signature", words),
                label(words["signature"]),
                _signature(paper, "worker_signature", words),
            ),
        ),
    )


def _signature(paper: EmploymentContract, who: str, words: Words) -> Cell:
    """The name and when it was signed; what was drawn stands in the PDF alone."""
    sealed = who == "employer_signature" and paper.get("issue", {}).get("seal")
    if who in paper:
        one = paper[who]  # type: ignore[literal-required]
        return signing_cell(*([] if one["picture"] else [one["name"]]), f"{one['name']} · {one['at']}")
    if sealed:
        return signing_cell(paper["issue"]["office"] or paper["institution"])
    return signing_cell(words["sign_here"], side="right")


def _guardian(shared: Words) -> tuple[Block, ...]:
    words = shared["contract"]
    rows = (
        (shared["name"], shared["identifier"], ""),
        (words["address"], words["phone"], ""),
        (words["relation"], words["signature"], words["sign_here"]),
    )
    grid = tuple(
        (label(left), cell(""), label(right), (signing_cell if end else cell)(end, side="right"))
        for left, right, end in rows
    )
    heading, says = Line(words["guardian"], "heading"), Line(words["guardian_says"])
    return GAP, heading, says, Grid((28, 57, 28, 57), grid)
