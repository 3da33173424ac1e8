"""Every refusal has its sentence in both languages, a test that reaches it, and its place on the page."""

import re
from functools import cache
from pathlib import Path

import pytest

from openinsa.config.refusal_catalogue import PAGE, page, refused_classes
from openinsa.people.refusals import Refused
from openinsa.web.translations import known_english

TESTS = Path(__file__).parent
REFUSALS = refused_classes()


@cache
def english_texts() -> dict[tuple[object, object], object]:
    return known_english()


@cache
def words_of_the_tests() -> frozenset[str]:
    texts = (path.read_text(encoding="utf-8") for path in TESTS.rglob("test_*.py") if path != Path(__file__))
    return frozenset(word for text in texts for word in re.findall(r"\w+", text))


def test_the_page_of_refusals_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m openinsa.config.refusal_catalogue"


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.__name__)
def test_a_refusal_says_what_and_how_to_mend_it_in_both_languages(refusal: type[Refused]) -> None:
    korean = str(refusal.sentence)
    english = str(english_texts().get((None, korean), ""))
    assert refusal.status in {400, 401, 403, 404, 405, 409, 410, 413, 415, 422, 429, 500}
    assert korean.endswith((".", ")", "%(first)s"))
    assert english
    assert set(re.findall(r"%\(\w+\)[sd]", korean)) == set(re.findall(r"%\(\w+\)[sd]", english))


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.__name__)
def test_a_refusal_is_brought_about_by_a_test(refusal: type[Refused]) -> None:
    assert refusal.__name__ in words_of_the_tests()
