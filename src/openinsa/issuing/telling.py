"""What a frozen paper says, line by line, for whoever reads it on screen instead of on paper."""

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from openinsa.documents.words import words_of
from openinsa.privacy.masking import mask_address

LEFT_OUT = {"language", "issue", "origin", "version"}
MOST_LINES = 400
MASKED = "address"
LABELS = {
    "institution": _("기관"),
    "employments": _("근무 기간"),
    "starts_on": _("시작일"),
    "ends_on": _("종료일"),
    "since": _("시작일"),
    "until": _("종료일"),
}


class Line(NamedTuple):
    """One value, with the word the form has for it; `depth` where it stands inside of another."""

    label: str
    value: str
    depth: int


def lines_of(content: dict[str, Any]) -> list[Line]:
    """The frozen data in its own order, called as the form calls it."""
    data = masked(content["data"])
    words = words_of(data["language"])
    return list(_lines(data, words, 0))[:MOST_LINES]


def masked(told: Any, within: str = "") -> Any:
    """The same data with home addresses masked: they stand in the file, which leaves for a reason."""
    if isinstance(told, dict):
        return {name: value if name == "issue" else masked(value, name) for name, value in told.items()}
    if isinstance(told, list):
        return [masked(one) for one in told]
    return mask_address(told) if within == MASKED else told


def _lines(data: dict[str, Any], words: dict[str, Any], depth: int) -> Any:
    for name, value in data.items():
        if name in LEFT_OUT or value in ("", None, [], {}):
            continue
        label = _label(name, words)
        if isinstance(value, dict):
            yield Line(label, "", depth)
            yield from _lines(value, words, depth + 1)
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            for place, one in enumerate(value, start=1):
                yield Line(f"{label} {place}", "", depth)
                yield from _lines(one, words, depth + 1)
        elif isinstance(value, list):
            yield Line(label, ", ".join(map(str, value)), depth)
        else:
            yield Line(label, _written(value), depth)


def _label(name: str, words: dict[str, Any]) -> str:
    """What the form calls it; what it prints without a word is called by one of ours."""
    if name in LABELS:
        return str(LABELS[name])
    word = words.get(name)
    return word if isinstance(word, str) else name.replace("_", " ")


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "O" if value else "–"
    return f"{value:,}" if isinstance(value, int) else str(value)
