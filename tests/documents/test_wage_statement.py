"""임금명세서: the items of 근로기준법 시행령 제27조의2 one by one, and how the paper looks."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from documents.reading import open_pdf, pictures_of, structure_of, text_of, words_with_places
from documents.samples import distinct_statements, sample, statement
from openinsa.documents.fonts import UnprintableCharacter
from openinsa.documents.typesetting.pdf_file import text_string
from openinsa.documents.wage_statements import (
    FEW_TURNS,
    STATEMENTS_PER_TURN,
    print_each,
    print_files,
    wage_statement_pdf,
    wage_statements_pdf,
    write_wage_statements_zip,
)

A4 = (595, 842)


def drawn_on(pdf: bytes) -> str:
    contents = open_pdf(pdf).pages[0].get_contents()
    assert contents is not None
    return contents.get_data().decode()


def amount(won: int) -> str:
    return f"{won:,}".replace("-", "−")


@pytest.fixture(scope="module")
def printed() -> str:
    return text_of(wage_statement_pdf(statement()))


def test_it_says_who_is_paid_and_when(printed: str) -> None:
    given = statement()
    for item in ("name", "identifier", "pay_date", "institution", "project", "job", "hired_on"):
        assert given[item] in printed  # type: ignore[literal-required]


def test_it_says_gross_deductions_and_net(printed: str) -> None:
    given = statement()
    assert f"지급액 계 {amount(given['gross'])}" in printed
    assert f"공제액 계 {amount(given['deductions_total'])}" in printed
    assert f"실지급액 {amount(given['net'])}" in printed


@pytest.mark.parametrize("line", sample("wage_statement")[0]["earnings"], ids=lambda line: line["label"])
def test_every_pay_item_has_its_amount_and_how_it_was_worked_out(printed: str, line: dict) -> None:
    assert f"{line['label']} {amount(line['amount'])} {line['how']}" in printed


@pytest.mark.parametrize("line", sample("wage_statement")[0]["deductions"], ids=lambda line: line["label"])
def test_every_deduction_has_its_amount(printed: str, line: dict) -> None:
    assert f"{line['label']} {amount(line['amount'])} {line['how']}" in printed


def test_it_says_days_and_hours_with_overtime_night_and_holiday_hours_apart(printed: str) -> None:
    assert "근로일수 총 근로시간 연장근로 야간근로 휴일근로 19일 157:00 5:00 1:00 8:00" in printed


def test_the_english_one_has_the_same_figures_under_english_words() -> None:
    printed = text_of(wage_statement_pdf(statement(language="en")))
    assert "Wage statement" in printed
    assert "Net pay 2,415,300" in printed
    assert "지급" not in printed


def test_a_deduction_from_pay_is_shown_with_its_sign() -> None:
    taken = {"label": "결근공제", "amount": -90_080, "how": "결근 1일"}
    printed = text_of(wage_statement_pdf(statement(earnings=[taken])))
    assert "결근공제 −90,080 결근 1일" in printed


def test_the_same_statement_is_the_same_file_to_the_byte() -> None:
    assert wage_statement_pdf(statement()) == wage_statement_pdf(statement())


def test_the_file_is_archivable_tagged_and_brings_its_fonts() -> None:
    reader = open_pdf(wage_statement_pdf(statement()))
    description = reader.xmp_metadata.stream.get_data().decode()  # type: ignore[union-attr]
    assert "<pdfaid:part>2</pdfaid:part>" in description
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in description
    assert "<pdfuaid:part>1</pdfuaid:part>" in description
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"].startswith("ko")
    fonts = reader.pages[0]["/Resources"]["/Font"].values()
    for font in fonts:
        inner = font.get_object()["/DescendantFonts"][0].get_object()
        assert "PretendardGOV" in inner["/BaseFont"]
        assert inner["/FontDescriptor"].get_object()["/FontFile3"]


def test_a_screen_reader_hears_every_cell_with_the_heading_of_its_row_or_column(tmp_path: Path) -> None:
    read = structure_of(wage_statement_pdf(statement()), tmp_path)
    assert read[:4] == ["Document", "Sect", "H1 (block)", '"임금명세서 2026-10 · 김하늘"']
    assert read.count("Table (block)") == 4
    at = read.index('"성명"')
    assert read[at - 1 : at + 3] == ["TH: /Scope /Row", '"성명"', "TD", '"김하늘"']
    assert read[read.index('"계산 방법"') - 1] == "TH: /Scope /Column"
    at = read.index('"주휴수당"')
    assert read[at - 2 : at + 3] == ["TR", "TD", '"주휴수당"', "TD", '"450,400"']
    assert '"지급액 계 2,707,280"' in read
    assert '"근로기준법 제48조제2항에 따라 드립니다. 규칙집 7c41d02a"' in read


def test_what_a_page_repeats_is_heard_once(tmp_path: Path) -> None:
    items = [{"label": f"수당 {n}", "amount": n, "how": ""} for n in range(60)]
    read = structure_of(wage_statement_pdf(statement(earnings=items)), tmp_path)
    assert read.count('"지급 내역"') == 1
    assert [f'"수당 {n}"' in read for n in range(60)] == [True] * 60


def test_forty_items_go_over_to_a_second_page_with_the_headings_repeated(tmp_path: Path) -> None:
    items = [
        {"label": f"현장 수당 {n}", "amount": 10_000 + n, "how": f"근무한 날 {n}일 × 하루 10,000원 " * 2}
        for n in range(40)
    ]
    pdf = wage_statement_pdf(statement(earnings=items))
    pages = [page.extract_text() for page in open_pdf(pdf).pages]
    assert len(pages) == 2
    assert all("계산 방법" in page for page in pages)
    assert pages[0].endswith("김하늘 · 2026-10 · 1 / 2")
    assert pages[1].endswith("김하늘 · 2026-10 · 2 / 2")
    text = text_of(pdf)
    assert all(amount(item["amount"]) in text for item in items)
    assert within_the_margins(pdf, tmp_path)


LONG_NAME = (
    "알렉산드로비치 크리스토퍼 막시밀리안 폰 호엔촐레른 ALEXANDROVICH CHRISTOPHER MAXIMILIAN VON HOHENZOLLERN"
)
LONG_PROJECT = "2026년 기후변화 대응 도시숲·가로수 조성 및 유지관리와 생활권 녹지 환경정비를 위한 공공일자리 운영(하반기 추가모집)"


def test_very_long_names_stay_within_the_margins_and_whole(tmp_path: Path) -> None:
    pdf = wage_statement_pdf(statement(name=LONG_NAME, project=LONG_PROJECT, job="가" * 100))
    assert len(open_pdf(pdf).pages) == 1
    assert within_the_margins(pdf, tmp_path)
    assert LONG_PROJECT in text_of(pdf)


def test_korean_words_are_never_torn_at_the_end_of_a_line(tmp_path: Path) -> None:
    how = "연장근로시간은 통상임금의 백분의오십을 가산하여 지급하며 소정근로시간을 넘긴 시간만 셈합니다"
    line = {"label": "연장근로수당", "amount": 1, "how": how}
    words = {
        word for *_place, word in words_with_places(wage_statement_pdf(statement(earnings=[line])), tmp_path)
    }
    assert set(how.split()) <= words


def test_a_word_longer_than_a_line_goes_on_in_the_next_one(tmp_path: Path) -> None:
    word = "Averylongwordthatgoesonandonuntiltheedgeofthepaperisreachedandbeyond" * 2
    pdf = wage_statement_pdf(statement(earnings=[{"label": word, "amount": 1, "how": word}]))
    assert text_of(pdf).replace(" ", "").count(word) == 2
    assert within_the_margins(pdf, tmp_path)


def test_an_explanation_longer_than_a_page_goes_on_over_to_the_next_ones(tmp_path: Path) -> None:
    how = " ".join(f"제{number}일" for number in range(2_000))
    pdf = wage_statement_pdf(statement(earnings=[{"label": "수당", "amount": 1, "how": how}]))
    assert len(open_pdf(pdf).pages) > 2
    assert [word for word in text_of(pdf).split() if word in set(how.split())] == how.split()
    assert within_the_margins(pdf, tmp_path)


def within_the_margins(pdf: bytes, folder: Path) -> bool:
    width, height = A4
    return all(
        left >= 40 and right <= width - 40 and top >= 30 and bottom <= height - 15
        for _page, left, top, right, bottom, _word in words_with_places(pdf, folder)
    )


def test_the_page_is_drawn_and_not_blank(tmp_path: Path) -> None:
    (picture,) = pictures_of(wage_statement_pdf(statement()), tmp_path)
    assert picture.stat().st_size > 10_000


@pytest.mark.parametrize(
    ("name", "character"),
    [("김한글🙂", "🙂"), ("शर्मा", "श"), ("김\u202e한글", "\u202e"), ("김\u1112", "\u1112")],
    ids=["emoji", "Devanagari", "mark that turns the text round", "lone letter of Hangul"],
)
def test_a_character_the_font_lacks_is_refused_by_name_instead_of_printed_as_a_box(
    name: str, character: str
) -> None:
    with pytest.raises(UnprintableCharacter) as refusal:
        wage_statement_pdf(statement(name=name))
    assert character in str(refusal.value)
    assert f"U+{ord(character):04X}" in str(refusal.value)


def test_hangul_sent_as_single_letters_prints_as_syllables() -> None:
    assert "김한글" in text_of(
        wage_statement_pdf(statement(name="\u1100\u1175\u11b7\u1112\u1161\u11ab\u1100\u1173\u11af"))
    )


def test_the_mark_some_systems_send_before_a_text_is_left_out() -> None:
    assert "김한글 " in text_of(wage_statement_pdf(statement(name="\ufeff김한글")))


def test_rare_syllables_and_chinese_characters_of_names_print() -> None:
    assert "뷁똠 金翰儒" in text_of(wage_statement_pdf(statement(name="뷁똠 金翰儒")))


@pytest.mark.parametrize(
    "name", ['#panic("x")', '"); #pagebreak()', "\\u{41} *굵게* $x$ @ref", "`코드` <표>"]
)
def test_a_name_that_looks_like_a_command_is_only_text(name: str) -> None:
    pdf = wage_statement_pdf(statement(name=name))
    assert len(open_pdf(pdf).pages) == 1
    assert name in text_of(pdf)


def test_a_project_in_one_file_has_a_page_and_a_bookmark_for_each_person() -> None:
    given = distinct_statements(5)
    reader = open_pdf(wage_statements_pdf(given))
    assert len(reader.pages) == len(given)
    for page, one in zip(reader.pages, given, strict=True):
        text = page.extract_text()
        assert one["name"] in text
        assert amount(one["net"]) in text
    assert [one["name"] in mark.title for one, mark in zip(given, reader.outline, strict=True)] == [True] * 5


def test_an_archive_holds_one_file_for_each_person_namesakes_numbered() -> None:
    given = [*distinct_statements(2), statement(name="김/하늘"), statement(name="김/하늘")]
    archive = archived(given)
    assert archive.namelist()[2:] == ["2026-10 김_하늘 1968-04-17.pdf", "2026-10 김_하늘 1968-04-17 (2).pdf"]
    assert archive.testzip() is None
    for name, one in zip(archive.namelist(), given, strict=True):
        assert amount(one["net"]) in text_of(archive.read(name))


def test_no_file_of_an_archive_holds_another_persons_name() -> None:
    given = distinct_statements(4)
    for pdf, own in zip(print_each(given), given, strict=True):
        assert all(other["name"] not in text_of(pdf) for other in given if other is not own)


@pytest.mark.slow
def test_many_statements_printed_by_several_processes_are_the_same_files_in_the_same_order() -> None:
    given = distinct_statements(FEW_TURNS * STATEMENTS_PER_TURN + 30)
    printed = list(print_each(given))
    assert len(printed) == len(given)
    assert printed[::20] == [wage_statement_pdf(one) for one in given[::20]]


def test_a_file_is_the_same_whichever_others_are_printed_with_it() -> None:
    given = distinct_statements(4)
    projects = [given[:1], given[1:3], given[3:]]
    assert list(print_files(projects)) == [wage_statements_pdf(project) for project in projects]


def test_two_letters_that_look_the_same_read_back_as_themselves_whichever_stand_in_other_files() -> None:
    letter, sign = statement(name="김Δ"), statement(name="김∆")
    both = statement(name="김∆", project="Δ 사업")
    files = list(print_each([letter, both, sign]))
    assert files == [wage_statement_pdf(one) for one in (letter, both, sign)]
    assert "김Δ" in text_of(files[0])
    assert "김∆" in text_of(files[2])
    assert text_string("Δ 사업") in drawn_on(files[1]), "one glyph stands for one letter: the other is spoken"


def test_an_unprintable_name_among_many_is_still_named() -> None:
    with pytest.raises(UnprintableCharacter) as refusal:
        wage_statements_pdf([*distinct_statements(30), statement(name="김🙂")])
    assert "김🙂" in str(refusal.value)


def archived(statements: list) -> ZipFile:
    file = BytesIO()
    write_wage_statements_zip(statements, file)
    return ZipFile(file)
