"""The rules behind an amount as the reader sees them: every value with its words, article and date."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from openinsa.law.queries import url_of
from openinsa.law.words import SHOWN, language
from openinsa.law.words import told as in_our_words
from openinsa.web.templatetags.web import number


@dataclass(frozen=True)
class Value:
    """One value of the tree. note: why a value of law is not verified; since: from when it is in force.

    url: the page of the rule or value in the rule book, nothing for what was entered.
    """

    label: str
    shown: str
    words: str = ""
    law: str = ""
    since: str = ""
    verified: bool = True
    note: str = ""
    url: str = ""
    inputs: list["Value"] = field(default_factory=list)


def tree_of(told: Mapping[str, Any]) -> Value:
    """The tree that the rule book explains, in the reader's language; a value told before is not told again."""
    spoken = language()
    return Value(
        label=told.get(f"label_{spoken}") or told["name"],
        shown=_shown(told.get("kind", ""), told["value"]),
        words=told.get(f"words_{spoken}") or "",
        law=told.get("law") or "",
        since=told.get("since") or "",
        verified=told.get("verified", True),
        note=in_our_words(told.get("note") or ""),
        url=url_of(told["name"]) if told.get("source") in {"rule", "parameter"} else "",
        inputs=[tree_of(one) for one in told.get("inputs", ()) if not one.get("again")],
    )


def _shown(kind: str, value: Any) -> str:
    """A value as its kind is written; other numbers with separators."""
    return SHOWN.get(kind, number if type(value) is int else str)(value)
