"""What law the rule book holds, what it leaves out, which values nobody could verify and what would settle them.

`./openinsa law-coverage` writes the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from openinsa.rules.engine import RuleBook, day_of
from openinsa.rules.engine.loading import package_folder, topic_folders
from openinsa.rules.engine.parameters import Parameter, Value
from openinsa.rules.engine.rule import Rule

HEAD = """# Law coverage (법령 적용 현황)

Every rule and value of the rule book with its article, and per topic what is not covered. Written by
`./openinsa law-coverage` from the rules, their values and the READMEs beside them; a test fails when it is
not current.
"""
NOT_COVERED = "## Not covered"


def page(book: RuleBook) -> str:
    """The page as Markdown."""
    parts = [HEAD, *unverified(book)]
    for folder in topic_folders(package_folder()):
        parts += [*about(folder), *rules(book, folder.name), *values(book, folder.name)]
    return "\n".join(parts) + "\n"


def about(folder: Path) -> Iterator[str]:
    """A topic's title and what it leaves out, from its README."""
    readme = (folder / "README.md").read_text(encoding="utf-8")
    yield f"\n## {readme.splitlines()[0].removeprefix('# ')}\n"
    yield f"Not covered: {left_out(readme)}\n"


def left_out(readme: str) -> str:
    """The text under the heading `## Not covered` of a README."""
    return readme.partition(NOT_COVERED)[2].partition("\n## ")[0].strip()


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
    if not forms:
        return
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
