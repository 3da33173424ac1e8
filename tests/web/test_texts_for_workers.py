"""Everything that a worker meets is there in Vietnamese and Chinese, with the same named places."""

import re

import pytest
from django.utils import translation

from openinsa.compute.words import LABELS
from openinsa.payroll.plain_words import WHY
from openinsa.staffing.day_codes import STARTING_CODES
from openinsa.web import translations
from openinsa.web.worker_texts import LANGUAGES, MET, PACKAGE, parts_of

NAMED = re.compile(r"%\((\w+)\)[sd]")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_that_a_worker_meets_is_missing(language: str) -> None:
    told = "python -m openinsa.web.translations update, then fill worker/locale"
    assert translations.missing_for_workers(language) == [], told


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_texts_name_the_same_places_as_the_korean_ones(language: str) -> None:
    catalogue = translations.read_catalog(translations.po_path(translations.WORKER, language), language)
    different = [
        one.id
        for one in catalogue
        if one.id and set(NAMED.findall(str(one.id))) != set(NAMED.findall(str(one.string)))
    ]
    assert different == []


@pytest.mark.parametrize("entry", MET)
def test_what_is_listed_is_there(entry: str) -> None:
    pattern, _sharp, parts = entry.partition("#")
    found = list(PACKAGE.glob(pattern))
    assert found, entry
    for path in found if parts else ():
        assert parts_of(path.read_text(encoding="utf-8"), tuple(parts.split(",")))


def test_a_part_that_is_gone_is_named() -> None:
    with pytest.raises(LookupError, match="Gone"):
        parts_of("class Here: pass", ("Here", "Gone"))


@pytest.mark.parametrize("language", ["vi", "zh-hans"])
def test_every_mark_and_every_line_of_a_payslip_has_a_word(language: str) -> None:
    fixed = [one.label_ko for one in STARTING_CODES] + [one.ko for one in LABELS.values()]
    with translation.override(language):
        untold = [word for word in fixed if translation.gettext(word) == word]
        untold += [str(sentence) for sentence in WHY.values() if "니다" in str(sentence)]
    assert untold == []


def test_every_line_of_a_payslip_is_told_in_plain_words() -> None:
    assert set(WHY) == {code.name.lower() for code in LABELS}
