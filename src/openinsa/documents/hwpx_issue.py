"""What a paper that was given out says of itself, in lines: as in forms/common.typ, without the pictures."""

from collections.abc import Mapping
from typing import Any

from openinsa.documents.contracts import Issue
from openinsa.documents.hwpx_blocks import GAP, Block, Line

Words = Mapping[str, Any]


def number_line(paper: Mapping[str, Any], words: Words) -> list[Block]:
    """The number; a preview says that it is none."""
    issue = issue_of(paper)
    if issue is None:
        return []
    sample = [Line(words["issue_sample"], "heading", "right")] if issue["sample"] else []
    return [*sample, Line(f"{words['issue_number']} {issue['number']}", "small")]


def issue_of(paper: Mapping[str, Any]) -> Issue | None:
    return paper.get("issue")


def issued_lines(paper: Mapping[str, Any], words: Words) -> list[Block]:
    """What for and for whom, the day, who stands for it, and how to check it."""
    issue = issue_of(paper)
    if issue is None:
        return []
    return [
        *_facts(issue, words),
        Line(issue["issued_on"], side="center"),
        GAP,
        Line(issue["office"] or paper["institution"], "office", "center"),
        GAP,
        *check_lines(paper, words),
    ]


def _facts(issue: Issue, words: Words) -> list[Block]:
    until = issue["valid_until"] and issue["valid_until"] + words["issue_until"]
    facts = (
        (words["issue_purpose"], issue["purpose"]),
        (words["issue_submit_to"], issue["submit_to"]),
        (words["issue_valid"], until),
    )
    said = "   ".join(f"{name}: {value}" for name, value in facts if value)
    return [Line(said, "small", "center")] if said else []


def check_lines(paper: Mapping[str, Any], words: Words) -> list[Block]:
    """The code and where it is checked; the address is text, not a link."""
    issue = issue_of(paper)
    if issue is None:
        return []
    return [
        Line(f"{words['issue_code']} {issue['code']}"),
        Line(issue["address"], "small"),
        Line(words["issue_check"], "small"),
    ]
