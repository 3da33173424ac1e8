"""The law-coverage page shows every rule, every value and everything that nobody could verify."""

from pathlib import Path

import pytest

from openinsa.rules import glossary
from openinsa.rules.engine import load_rule_book
from openinsa.rules.engine.loading import package_folder, topic_folders
from openinsa.rules.law_coverage import left_out, page

BOOK = load_rule_book()
DOCS = Path(__file__).parents[2] / "docs"
TOPICS = list(topic_folders(package_folder()))


def test_the_page_is_current() -> None:
    assert (DOCS / "law-coverage.md").read_text(encoding="utf-8") == page(BOOK), (
        "run: ./openinsa law-coverage"
    )


def test_the_glossary_is_current() -> None:
    assert (DOCS / "glossary.md").read_text(encoding="utf-8") == glossary.page(BOOK), (
        "run: ./openinsa law-coverage"
    )


@pytest.mark.parametrize("folder", TOPICS, ids=lambda folder: folder.name)
def test_every_topic_says_what_it_does_not_cover(folder: Path) -> None:
    assert len(left_out((folder / "README.md").read_text(encoding="utf-8"))) > 20


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
