"""Files that readers of every kind open: well formed, small, and telling what they say."""

from pathlib import Path

import pikepdf
import pytest

from documents.reading import open_pdf, structure_of, text_of
from openinsa.documents.places import BOLD, REGULAR
from openinsa.documents.typesetting.embedding import FontInFile
from openinsa.documents.typesetting.flow import Area, Flow, Placed, Style
from openinsa.documents.typesetting.tagged_pdf import About, TaggedPdf
from openinsa.documents.typesetting.typeface import Typeface

LETTERS = Style("Regular", 10, "/Colours cs 0 0 0 sc")
ABOUT = About("시험 <문서>", "기관 & 부서", "ko", "2026-11-10")


def printed(*texts: str) -> bytes:
    """A file with a paragraph and a bookmark for each text, each on a page of its own."""
    faces = {"Regular": FontInFile(Typeface(REGULAR)), "Bold": FontInFile(Typeface(BOLD))}
    pdf = TaggedPdf(ABOUT, (300, 200), faces)
    for text in texts:
        flow = Flow(pdf, Area(20, 20, 280, 180))
        flow.put(pdf.document, "P", Placed(flow.broken(text, LETTERS, 260), LETTERS, 20, 180))
        flow.close()
        pdf.bookmark(text, flow.pages[0])
    return pdf.to_bytes()


@pytest.mark.parametrize("count", [1, 700], ids=["one page", "more objects than one stream holds"])
def test_the_file_is_well_formed_and_every_object_is_found(tmp_path: Path, count: int) -> None:
    path = tmp_path / "printed.pdf"
    path.write_bytes(printed(*(f"쪽 {number}" for number in range(count))))
    with pikepdf.open(path) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert len(pdf.pages) == count
        assert pdf.open_outline().root[count - 1].title == f"쪽 {count - 1}"


def test_title_author_and_day_are_told_the_same_way_twice() -> None:
    reader = open_pdf(printed("글"))
    about, described = reader.metadata, reader.xmp_metadata
    assert about is not None
    assert described is not None
    assert about.title == described.dc_title["x-default"] == "시험 <문서>"
    assert about.author == described.dc_creator[0] == "기관 & 부서"
    assert about.creation_date == described.xmp_create_date.replace(tzinfo=about.creation_date.tzinfo)


def test_a_font_brings_only_the_glyphs_the_file_shows() -> None:
    few, many = printed("가"), printed("".join(map(chr, range(0xAC00, 0xAC00 + 400))))
    assert len(few) < 8_000
    assert len(many) > 20_000


@pytest.mark.parametrize(
    "text",
    ["붙임\u00a0빈칸 과 빈칸", "\u03a9과 \u2126", "\u9577과 \u2ed1"],
    ids=["two blanks", "two omegas", "two forms of a character"],
)
def test_where_letters_share_a_glyph_the_text_itself_stands_beside_them(text: str) -> None:
    drawn = open_pdf(printed(text)).pages[0].get_contents().get_data().decode("ascii")
    assert f"/ActualText<FEFF{text.encode('utf-16-be').hex().upper()}>" in drawn


@pytest.mark.parametrize(
    "text",
    ["a->b 그리고 19:00", "ɔ\u0301 위의 표시", "AVATAR To 11,260"],
    ids=["an arrow of two letters", "a mark above a letter", "kerning"],
)
def test_letters_that_change_their_glyph_beside_others_are_heard_as_they_are(
    tmp_path: Path, text: str
) -> None:
    assert f'"{text}"' in structure_of(printed(text), tmp_path)


def test_words_stand_as_far_apart_as_they_were_measured() -> None:
    assert text_of(printed("AVATAR To 11,260-09:00 김하늘")) == "AVATAR To 11,260-09:00 김하늘"
