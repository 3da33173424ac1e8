"""A wage statement that was given out: its number, its code, and the picture that leads to the page that checks it."""

import re
import zlib
from pathlib import Path

import segno

from documents.issued import ADDRESS, dark_squares, issue
from documents.reading import open_pdf, structure_of, text_of, words_with_places
from documents.samples import statement
from openinsa.documents.typesetting.qr_picture import ERROR_LEVEL, MASK, QUIET_MODULES
from openinsa.documents.wage_statements import wage_statement_pdf, wage_statements_pdf


def long_statement(lines: int):  # noqa: ANN201 - a statement with an issue
    given = statement(issue=issue())
    return {
        **given,
        "earnings": [{"label": f"수당 {n}", "amount": n, "how": "월 정액"} for n in range(lines)],
    }


def test_it_bears_number_day_purpose_code_and_address() -> None:
    printed = text_of(wage_statement_pdf(statement(issue=issue())))
    for told in (
        "발급번호 제2026-000123호 · 2026-11-10 · 용도 은행 제출",
        "확인 코드 7K3M-PQ9X-RT2V",
        ADDRESS,
    ):
        assert told in printed
    english = text_of(wage_statement_pdf(statement(language="en", issue=issue(purpose=""))))
    assert "No. 제2026-000123호 · 2026-11-10" in english
    assert "Code 7K3M-PQ9X-RT2V" in english


def test_it_tells_until_when_it_is_valid_where_there_is_an_end() -> None:
    printed = text_of(wage_statement_pdf(statement(issue=issue(valid_until="2027-02-08", submit_to="농협"))))
    assert "제출처 농협 · 유효기간 2027-02-08까지" in printed


def test_a_statement_that_was_not_given_out_bears_none_of_it() -> None:
    printed = text_of(wage_statement_pdf(statement()))
    assert "확인 코드" not in printed


def test_the_picture_is_the_code_of_the_address_square_by_square(tmp_path: Path) -> None:
    pdf = wage_statement_pdf(statement(issue=issue()))
    wanted = segno.make(ADDRESS, error=ERROR_LEVEL, mask=MASK, micro=False, boost_error=False).matrix
    blank = "." * (len(wanted) + 2 * QUIET_MODULES)
    around = "." * QUIET_MODULES
    rows = [around + "".join("X" if dark else "." for dark in row) + around for row in wanted]
    drawn = dark_squares(pdf, box_of(pdf), len(blank), tmp_path)
    assert drawn == [*[blank] * QUIET_MODULES, *rows, *[blank] * QUIET_MODULES]


def box_of(pdf: bytes) -> tuple[float, float, float, float]:
    """Where the file says its picture stands."""
    (found,) = re.findall(r"/BBox\[([\d. ]+)\]", all_objects(pdf))
    left, bottom, right, top = map(float, found.split())
    return left, bottom, right, top


def all_objects(pdf: bytes) -> str:
    """The plain objects of a file, as they stand in their packed streams."""
    streams = re.findall(rb"/Type/ObjStm[^>]*>>stream\n(.*?)\nendstream", pdf, re.DOTALL)
    return b"".join(map(zlib.decompress, streams)).decode("latin-1")


def test_who_does_not_see_the_picture_is_told_what_it_is(tmp_path: Path) -> None:
    told = structure_of(wage_statement_pdf(statement(issue=issue())), tmp_path)
    assert any(line.startswith("Figure") for line in told)


def test_the_picture_goes_to_the_next_page_where_it_finds_no_room(tmp_path: Path) -> None:
    for lines in range(14, 34):
        pdf = wage_statement_pdf(long_statement(lines))
        (box,) = re.findall(r"/BBox\[([\d. ]+)\]", all_objects(pdf))
        assert float(box.split()[1]) >= 54
    assert len(open_pdf(pdf).pages) == 2
    assert all(bottom < 835 for _n, _l, _t, _r, bottom, _w in words_with_places(pdf, tmp_path))


def test_a_preview_says_on_every_page_that_it_is_none() -> None:
    pdf = wage_statement_pdf({**long_statement(60), "issue": issue(sample=True)})
    pages = [page.extract_text() for page in open_pdf(pdf).pages]
    assert len(pages) > 1
    assert all("견본" in page for page in pages)
    assert "견본" not in text_of(wage_statement_pdf(long_statement(60)))


def test_many_in_one_file_have_each_their_own_code() -> None:
    given = [statement(issue=issue(code=f"CODE-{n}", address=f"{ADDRESS}{n}")) for n in range(3)]
    pages = [page.extract_text() for page in open_pdf(wage_statements_pdf(given)).pages]
    assert [f"CODE-{n}" in page for n, page in enumerate(pages)] == [True] * 3
