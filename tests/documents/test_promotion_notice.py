"""연차 사용촉진 통보서: what is left, until when, the reply of the first and the days named by the second notice."""

from pathlib import Path

import pytest

from documents.reading import open_pdf, pictures_of, text_of, words_with_places
from documents.samples import sample
from openinsa.documents.contracts import PromotionNotices
from openinsa.documents.promotion_notice import promotion_notices_pdf


def notices(**changed: object) -> PromotionNotices:
    return {**sample("promotion_notice"), **changed}


def test_the_first_notice_tells_what_is_left_and_asks_for_days_page_by_page() -> None:
    pdf = promotion_notices_pdf(notices())
    assert len(open_pdf(pdf).pages) == 2
    printed = text_of(pdf)
    for told in (
        "사용 촉구서",
        "김하늘",
        "박새봄",
        "92:00 (11.5일)",
        "2026-12-31",
        "2026-07-13",
        "제61조제1항제1호",
        "서명 또는 인",
    ):
        assert told in printed


def test_the_second_notice_names_the_days_and_has_no_slip_to_reply_on() -> None:
    printed = text_of(promotion_notices_pdf(notices(step="second")))
    assert "사용 시기 지정 통보서" in printed
    assert "2026-11-26 ~ 2026-11-27" in printed
    assert "서명 또는 인" not in printed


@pytest.mark.parametrize("step", ["first", "second"])
def test_nothing_runs_over_the_edge_of_the_paper(tmp_path: Path, step: str) -> None:
    one = sample("promotion_notice")["notices"][0]
    long = one | {"project": "이름이아주길어서한줄에들어가지않는" * 5, "appointed": "2026-11-26 " * 20}
    long["grants"] = one["grants"] * 11
    pdf = promotion_notices_pdf(notices(notices=[long], step=step, language="en"))
    width = float(open_pdf(pdf).pages[0].mediabox.width)
    found = words_with_places(pdf, tmp_path)
    assert all(left > 20 and right < width - 20 for _page, left, _t, right, _b, _word in found)
    assert all(picture.stat().st_size > 1_000 for picture in pictures_of(pdf, tmp_path))
