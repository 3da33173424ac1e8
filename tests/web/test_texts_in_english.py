"""Every Korean text of every room has its English, with the same named places."""

import re
from pathlib import Path

import pytest

from openinsa.web import translations

ROOMS = translations.rooms()
HANGUL = re.compile("[가-힣]")
NAMED = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")
KEYS_OF_A_KOREAN_KEYBOARD = {"cnf(출)", "cnf (출)", "dus (연)"}


@pytest.mark.parametrize("room", ROOMS, ids=[room.name for room in ROOMS])
def test_no_english_text_of_a_room_is_missing(room: Path) -> None:
    assert translations.missing(room) == [], "python -m openinsa.web.translations update, then fill django.po"


def entries() -> list[tuple[str, str, str]]:
    return [
        (room.name, str(message.id), str(message.string))
        for room in ROOMS
        for message in translations.read_catalog(translations.po_path(room))
        if message.id
    ]


def test_english_texts_hold_no_hangul_but_the_codes_they_explain() -> None:
    korean = [
        (room, english)
        for room, _text, english in entries()
        if HANGUL.search(english) and not any(key in english for key in KEYS_OF_A_KOREAN_KEYBOARD)
    ]
    assert korean == []


def test_english_texts_name_the_same_places_as_the_korean_ones() -> None:
    different = [
        (room, text)
        for room, text, english in entries()
        if set(NAMED.findall(text)) != set(NAMED.findall(english))
    ]
    assert different == []


def test_a_text_in_a_template_is_found_like_one_in_python(tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "page.html").write_text(
        '{% load i18n %}\n    {% translate "사업" %}\n  {% blocktranslate %}{{ count }}명{% endblocktranslate %}',
        encoding="utf-8",
    )
    (tmp_path / "pages.py").write_text('_("부서")\n', encoding="utf-8")
    assert {message.id for message in translations.texts(tmp_path) if message.id} == {
        "사업",
        "%(count)s명",
        "부서",
    }
