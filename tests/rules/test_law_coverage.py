"""The law-coverage page shows every rule, every value and everything that nobody could verify."""

from pathlib import Path

from openinsa.rules.engine import load_rule_book
from openinsa.rules.law_coverage import page

BOOK = load_rule_book()
PAGE = Path(__file__).parents[2] / "docs" / "law-coverage.md"


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(BOOK), (
        "run: python -m openinsa.rules.law_coverage docs/law-coverage.md"
    )


def test_every_unverified_value_stands_on_the_page_with_what_would_settle_it() -> None:
    shown = page(BOOK).split("\n## ")[1]
    for parameter in BOOK.parameters.values():
        for dated in parameter.values.values():
            for value in dated:
                assert value.verified or (parameter.name in shown and value.note.replace("|", "/") in shown)


def test_every_rule_and_every_value_stands_on_the_page() -> None:
    shown = page(BOOK)
    missing = [name for name in [*BOOK.rules, *BOOK.parameters] if f"| {name} " not in shown]
    assert missing == []
