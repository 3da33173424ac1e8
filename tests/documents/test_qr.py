"""The QR code on papers that are given out."""

from pathlib import Path
from xml.etree import ElementTree

import segno

from documents.issued import ADDRESS as ADDRESS_ON_PAPER
from documents.issued import issue
from documents.reading import scanned
from documents.samples import sample, statement
from openinsa.documents.fonts import printable
from openinsa.documents.printing import Paper, print_one
from openinsa.documents.qr import qr_svg
from openinsa.documents.wage_statements import wage_statement_pdf

ADDRESS = "https://insa.example.go.kr/verify/ABCD-EFGH-JKLM"


def test_the_code_stands_alone_in_white_so_that_every_reader_finds_it() -> None:
    picture = ElementTree.fromstring(qr_svg(ADDRESS))  # noqa: S314 - made by our own function
    modules = len(segno.make_qr(ADDRESS, error="m").matrix) + 2 * 4
    assert picture.get("viewBox") == f"0 0 {modules} {modules}"


def test_the_picture_is_one_line_that_a_form_can_carry_like_any_other_text() -> None:
    assert printable(qr_svg(ADDRESS)) == qr_svg(ADDRESS)
    assert "\n" not in qr_svg(ADDRESS)


def test_a_phone_reads_the_address_off_a_certificate_and_off_a_wage_statement(tmp_path: Path) -> None:
    certificate = {**sample("employment_certificate"), "issue": issue()}
    printed = print_one(Paper("employment_certificate", certificate, "2026-11-22"))
    for pdf in (printed, wage_statement_pdf(statement(issue=issue()))):
        assert scanned(pdf, tmp_path) == [ADDRESS_ON_PAPER]


def test_two_addresses_have_two_pictures() -> None:
    assert qr_svg(ADDRESS) != qr_svg(ADDRESS[:-1] + "X")
