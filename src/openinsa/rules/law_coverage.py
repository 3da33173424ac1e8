"""What law the rule book holds, which values nobody could verify, and what would settle them.

`python -m openinsa.rules.law_coverage docs/law-coverage.md` writes the page.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from openinsa.rules.engine import RuleBook, day_of, load_rule_book
from openinsa.rules.engine.parameters import Parameter, Value
from openinsa.rules.engine.rule import Rule

HEAD = """# Law coverage (법령 적용 현황)

Every rule and value of the rule book with its article. Written by `python -m openinsa.rules.law_coverage`;
a test fails when it is not current.
"""


def page(book: RuleBook) -> str:
    """The page as Markdown."""
    parts = [HEAD, *unverified(book)]
    for topic, file in sorted(book.topics.items()):
        parts += [
            f"\n## {topic} ({file.label.get('ko', topic)})\n",
            *rules(book, topic),
            *values(book, topic),
        ]
    return "\n".join(parts) + "\n"


def unverified(book: RuleBook) -> Iterator[str]:
    """Values marked unverified, with what would settle each."""
    open_values = [
        (parameter, key, value)
        for parameter in book.parameters.values()
        for key, dated in parameter.values.items()
        for value in dated
        if not value.verified
    ]
    yield f"\n## Not verified (확인되지 않은 값): {len(open_values)}\n"
    yield from table("value", "from", "amount", "article", "what would settle it")
    for parameter, key, value in open_values:
        name = parameter.name if key is None else f"{parameter.name} · {key}"
        yield row(
            f"{name} ({parameter.label['ko']})",
            day_of(value.since),
            shown(parameter, value),
            value.law,
            value.note,
        )


def rules(book: RuleBook, topic: str) -> Iterator[str]:
    """Every form of every rule of a topic."""
    forms = [form for dated in book.rules.values() for form in dated if form.topic == topic]
    yield from table("rule", "in force", "article", "formula")
    for form in forms:
        label = book.labels.get(form.name, {}).get("ko", "")
        yield row(f"{form.name} ({label})", in_force(form), form.law, form.words_ko)


def values(book: RuleBook, topic: str) -> Iterator[str]:
    """Every dated value of a topic."""
    own = [parameter for parameter in book.parameters.values() if parameter.topic == topic]
    if own:
        yield ""
        yield from table("value", "from", "amount", "article", "checked")
    for parameter in own:
        for key, dated in parameter.values.items():
            name = parameter.name if key is None else f"{parameter.name} · {key}"
            for value in dated:
                mark = "" if value.verified else " (not verified)"
                amount = f"{shown(parameter, value)}{mark}"
                yield row(
                    f"{name} ({parameter.label['ko']})", day_of(value.since), amount, value.law, value.checked
                )


def shown(parameter: Parameter, value: Value) -> str:
    """The amount with its unit; days as dates."""
    if parameter.kind.name == "day":
        return str(day_of(value.value))
    if parameter.kind.name == "flag":
        return "yes" if value.value else "no"
    return f"{value.value:,} {parameter.unit}"


def in_force(form: Rule) -> str:
    """The days of a form, or always."""
    return form.period if form.since is not None or form.until is not None else "always"


def table(*heads: str) -> Iterator[str]:
    yield row(*heads)
    yield row(*("---" for _ in heads))


def row(*cells: object) -> str:
    return "| " + " | ".join(str(cell).replace("|", "/") for cell in cells) + " |"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(load_rule_book()), encoding="utf-8")
