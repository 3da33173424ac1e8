"""The rules behind an amount as the reader sees them: every value with its words, article and date."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as say

from openinsa.web.templatetags.web import hours, number, won

PPM_OF_A_PERCENT = 10_000


@dataclass(frozen=True)
class Value:
    """One value of the tree. note: why a value of law is not verified; since: from when it is in force."""

    label: str
    shown: str
    words: str = ""
    law: str = ""
    since: str = ""
    verified: bool = True
    note: str = ""
    inputs: list["Value"] = field(default_factory=list)


def percent(ppm: int) -> str:
    """Parts per million as percent without needless zeros: 71900 as 7.19%."""
    whole, rest = divmod(abs(ppm), PPM_OF_A_PERCENT)
    places = f"{rest:04}".rstrip("0")
    return f"{'-' if ppm < 0 else ''}{whole}{'.' if places else ''}{places}%"


def yes_or_no(flag: bool) -> str:
    return say("예") if flag else say("아니요")


SHOWN: dict[str, Callable[[Any], str]] = {
    "won": won,
    "minutes": hours,
    "ppm": percent,
    "percent": lambda value: f"{value}%",
    "flag": yes_or_no,
    "days": number,
    "count": number,
}


def tree_of(told: Mapping[str, Any]) -> Value:
    """The tree that the rule book explains, in the reader's language; a value told before is not told again."""
    language = "en" if get_language() == "en" else "ko"
    return Value(
        label=told.get(f"label_{language}") or told["name"],
        shown=SHOWN.get(told.get("kind", ""), str)(told["value"]),
        words=told.get(f"words_{language}") or "",
        law=told.get("law") or "",
        since=told.get("since") or "",
        verified=told.get("verified", True),
        note=told.get("note") or "",
        inputs=[tree_of(one) for one in told.get("inputs", ()) if not one.get("again")],
    )
