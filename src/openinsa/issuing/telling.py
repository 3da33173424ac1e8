"""What a frozen paper says, line by line, for whoever reads it on screen instead of on paper."""

from typing import Any, NamedTuple

from openinsa.documents.words import words_of

LEFT_OUT = {"language", "issue", "origin", "version"}
MOST_LINES = 400


class Line(NamedTuple):
    """One value, with the word the form has for it; `depth` where it stands inside of another."""

    label: str
    value: str
    depth: int


def lines_of(content: dict[str, Any]) -> list[Line]:
    """The frozen data in its own order, called as the form calls it."""
    data = content["data"]
    words = words_of(data["language"])
    return list(_lines(data, words, 0))[:MOST_LINES]


def _lines(data: dict[str, Any], words: dict[str, Any], depth: int) -> Any:
    for name, value in data.items():
        if name in LEFT_OUT or value in ("", None, [], {}):
            continue
        label = words.get(name, name.replace("_", " "))
        label = label if isinstance(label, str) else name.replace("_", " ")
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


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "O" if value else "–"
    return f"{value:,}" if isinstance(value, int) else str(value)
