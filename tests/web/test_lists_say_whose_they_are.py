"""Every list that shows somebody's name says whose data it is, so that looking at it is recorded."""

import ast
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "openinsa"
SHOWS_A_PERSON = ("person__name", "person_name", '_("성명")', "NAME,")


def lists_in(text: str) -> Iterator[tuple[str, bool, bool]]:
    """Each list declared in a program text: its name, whether it shows people, whether it says whose."""
    for node in ast.walk(ast.parse(text)) if "Table(" in text else ():
        called = getattr(node, "func", None)
        if isinstance(node, ast.Call) and getattr(called, "id", "") in {"Table", "PlainTable"}:
            given = {one.arg: one.value for one in node.keywords}
            if "columns" in given:
                own = ast.get_source_segment(text, node) or ""
                shown = any(sign in own for sign in SHOWS_A_PERSON)
                yield (
                    ast.unparse(given["name"]),
                    shown or _columns_elsewhere(given["columns"]),
                    "whose" in given,
                )


def _columns_elsewhere(columns: ast.expr) -> bool:
    """Columns put together before the list is made are taken for such that show people."""
    return isinstance(columns, ast.Name)


def test_every_list_that_shows_a_name_says_whose_it_is() -> None:
    forgotten = [
        (str(path.relative_to(SOURCE)), name)
        for path in sorted(SOURCE.glob("*/**/*.py"))
        for name, shows, says in lists_in(path.read_text(encoding="utf-8"))
        if shows and not says
    ]
    assert forgotten == []


def test_a_list_that_forgets_to_say_it_is_found() -> None:
    text = """T = Table(name="t", columns=(Column("person__name", _("성명")),))"""
    assert list(lists_in(text)) == [("'t'", True, False)]
