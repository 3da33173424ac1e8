"""Contract and certificates as HWPX: opened by a reader that is not ours, with the very texts of the PDF."""

from copy import deepcopy
from io import BytesIO
from typing import Any
from zipfile import ZIP_STORED, ZipFile

import hwpx
import pytest

from documents.reading import text_of
from documents.samples import sample
from documents.test_employment_contract import BY_KIND, DRAWN, KINDS
from openinsa.documents.fonts import UnprintableCharacter
from openinsa.documents.hwpx import BLOCKS, print_hwpx
from openinsa.documents.printing import Paper, print_one

Table = list[list[str]]


def issue() -> dict[str, Any]:
    return {**sample("employment_certificate")["issue"], "sample": False}


def contract(kind: str, **changed: Any) -> Paper:
    data = {**sample("employment_contract"), "kind": kind, **BY_KIND[kind], **changed}
    return Paper("employment_contract", data, "2026-02-27")


def certificate(form: str, **changed: Any) -> Paper:
    return Paper(form, {**sample(form), "issue": issue(), **changed}, "2026-11-22")


def without_blanks(text: str) -> str:
    return "".join(text.split())


def opened(file: bytes) -> hwpx.HwpxDocument:
    return hwpx.HwpxDocument.open(BytesIO(file))


def text_in(file: bytes, tmp_path: Any) -> str:
    path = tmp_path / "paper.hwpx"
    path.write_bytes(file)
    with hwpx.TextExtractor(path) as extractor:
        return str(extractor.extract_text(object_behavior="nested"))


def tables_in(file: bytes) -> list[Table]:
    """The texts of all tables, row by row."""
    found = [table for section in opened(file).sections for one in section.paragraphs for table in one.tables]
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in found]


SIGNED = {
    "issue": issue(),
    "signed_on": "2026-02-27",
    "employer_signature": {"name": "가온구청장", "at": "2026-02-28 09:00", "picture": DRAWN},
    "worker_signature": {"name": "김하늘", "at": "2026-02-27 14:03", "picture": ""},
}
EVERYTHING = {
    "terms_from": "2026-07-01",
    "probation_to": "2026-05-31",
    "month_minutes": 3_600,
    "month_hours": 209,
    "roster": "3조 2교대",
    "uninsured": ["국민연금(18세 미만 가입 거부)", "고용보험(그 밖)"],
    "minor_papers": "공원녹지과-12",
    "deductions": [{"label": "조합비", "shown": "10,000원", "how": ""}],
}
PAPERS = {
    **{
        f"{kind} {language}": contract(kind, language=language) for kind in KINDS for language in ("ko", "en")
    },
    **{f"{kind} with everything": contract(kind, **EVERYTHING) for kind in KINDS},
    "short week": contract("part_time", short_week=15, leave="none", weekly_holiday="", allowances=[]),
    "paid by the week": contract("daily", paid="weekly"),
    "signed": contract("fixed_term", **SIGNED),
    "sealed": contract("fixed_term", issue=issue()),
    **{
        f"{form} {language}": certificate(form, language=language)
        for form in ("employment_certificate", "career_certificate")
        for language in ("ko", "en")
    },
    "employment, one item": certificate("employment_certificate", employments=[{"wage": "일급 96,968원"}]),
    "career, one item": certificate("career_certificate", employments=[{"job": "방역"}, {"job": "수목"}]),
    "nothing asked for": certificate("career_certificate", employments=[{}]),
    "no purpose": certificate("career_certificate", issue={**issue(), "purpose": "", "submit_to": ""}),
}


@pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)
def test_every_text_of_the_pdf_is_there_in_its_order_and_no_other(paper: Paper, tmp_path: Any) -> None:
    read = text_in(print_hwpx(paper), tmp_path)
    assert without_blanks(read) == without_blanks(text_of(print_one(paper)))


@pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)
def test_the_file_is_as_the_format_asks_and_opens(paper: Paper) -> None:
    report = hwpx.validate_editor_open_safety(print_hwpx(paper))
    assert report.reopen_ok
    assert report.validate_document.issues == ()
    assert report.blocking_package_errors == ()


def test_every_clause_has_its_label_and_its_cell() -> None:
    clauses, parties = tables_in(print_hwpx(contract("fixed_term")))
    assert [row[0] for row in clauses][:3] == ["1. 근로계약기간", "2. 근무장소", "3. 업무의 내용"]
    assert clauses[2][1] == "공원 환경정비"
    assert parties[1] == ["기관명", "가온구", "성명", "김하늘"]
    assert parties[-1] == ["서명", "\n(서명 또는 인)\n", "서명", "\n(서명 또는 인)\n"]


def test_a_minors_paper_has_room_for_the_guardian() -> None:
    guardian = tables_in(print_hwpx(contract("minor")))[-1]
    assert [row[0] for row in guardian] == ["성명", "주소", "근로자와의 관계"]


def test_a_career_is_a_table_with_a_head_and_a_row_each() -> None:
    _who, careers = tables_in(print_hwpx(certificate("career_certificate")))
    assert careers[0] == ["번호", "근무기간", "소속과 사업", "직무", "지위와 근로조건"]
    assert careers[2] == [
        "2",
        "2025-02-03 ~ 2025-10-31\n271일",
        "보건행정과\n2025년 감염병 예방 방역 사업",
        "방역 소독 보조",
        "단시간근로자\n퇴직 사유: 사업 종료",
    ]


def test_a_preview_says_that_it_is_none(tmp_path: Any) -> None:
    preview = certificate("employment_certificate", issue={**issue(), "sample": True})
    assert text_in(print_hwpx(preview), tmp_path).startswith("견본")


@pytest.mark.parametrize("name", ['<b>&"김"', "{{id}}{{rows}}", "가나다라마바사아자차" * 4])
def test_a_name_is_text_whatever_it_looks_like(name: str, tmp_path: Any) -> None:
    file = print_hwpx(contract("fixed_term", name=name))
    assert name in text_in(file, tmp_path)
    assert hwpx.validate_editor_open_safety(file).reopen_ok


def test_a_letter_outside_of_the_font_is_refused_as_on_paper() -> None:
    with pytest.raises(UnprintableCharacter, match="U\\+1F600"):
        print_hwpx(contract("fixed_term", name="김\U0001f600"))


@pytest.mark.parametrize("form", BLOCKS)
def test_the_file_holds_text_alone_no_macro_no_picture_and_no_link(form: str) -> None:
    data = deepcopy(sample(form)) | {"issue": issue()}
    with ZipFile(BytesIO(print_hwpx(Paper(form, data, "2026-11-22")))) as archive:
        assert archive.namelist() == [
            "mimetype",
            "version.xml",
            "META-INF/container.xml",
            "META-INF/container.rdf",
            "META-INF/manifest.xml",
            "settings.xml",
            "Contents/content.hpf",
            "Contents/header.xml",
            "Contents/section0.xml",
            "Preview/PrvText.txt",
        ]
        body = archive.read("Contents/section0.xml").decode()
    for outside in ("fieldBegin", "HYPERLINK", "binaryItem", "hp:ole", "hp:pic", "Script", "href"):
        assert outside not in body


def test_a_reader_knows_the_file_by_its_first_bytes() -> None:
    file = print_hwpx(contract("fixed_term"))
    with ZipFile(BytesIO(file)) as archive:
        first = archive.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", ZIP_STORED)
    assert file[30:57] == b"mimetypeapplication/hwp+zip"


def test_the_same_paper_is_the_same_file_byte_for_byte() -> None:
    assert print_hwpx(contract("minor")) == print_hwpx(contract("minor"))
