"""퇴직금 산정 내역서: the months before the end, every figure with its formula and article, and the sums."""

from pathlib import Path

import pytest

from documents.reading import open_pdf, pictures_of, text_of, words_with_places
from documents.samples import sample
from openinsa.documents.contracts import SettlementStatement
from openinsa.documents.settlement_statement import settlement_statement_pdf


def statement(**changed: object) -> SettlementStatement:
    return {**sample("settlement_statement"), **changed}


@pytest.fixture(scope="module")
def printed() -> str:
    return text_of(settlement_statement_pdf(statement()))


def test_who_left_when_and_why_stands_on_the_paper(printed: str) -> None:
    for told in (
        "퇴직금 산정 내역서",
        "김하늘",
        "1968-04-17",
        "2026-01-01",
        "2026-12-31",
        "계약기간 만료",
        "2027-01-14",
    ):
        assert told in printed


def test_every_month_figure_and_sum_is_printed(printed: str) -> None:
    given = statement()
    for month in given["months"]:
        assert (
            f"{month['counted_days']} / {month['days']} {month['won']:,} {month['counted_won']:,}" in printed
        )
    assert f"{sum(month['counted_won'] for month in given['months']):,}" in printed
    for figure in given["figures"]:
        assert f"{figure['shown']} {figure['how']}" in printed
        assert figure["law"] in printed
    assert "실지급액 2,909,040" in printed
    assert given["notes"][0] in printed


def test_in_english_the_form_speaks_english() -> None:
    printed = text_of(settlement_statement_pdf(statement(language="en")))
    assert "Severance statement" in printed
    assert "Net pay 2,909,040" in printed


def test_nothing_runs_over_the_edge_of_the_paper(tmp_path: Path) -> None:
    long = statement(project="이름이아주길어서한줄에들어가지않는" * 6, paid_on="", notes=["길다 " * 80])
    pdf = settlement_statement_pdf(long)
    width = float(open_pdf(pdf).pages[0].mediabox.width)
    assert all(
        left > 20 and right < width - 20 for _n, left, _t, right, _b, _w in words_with_places(pdf, tmp_path)
    )
    assert all(picture.stat().st_size > 10_000 for picture in pictures_of(pdf, tmp_path))
