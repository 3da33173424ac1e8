"""재직증명서 and 경력증명서: only what was asked for, and what makes them papers that were given out."""

from pathlib import Path
from typing import Any

import pytest

from documents.reading import open_pdf, pictures_of, structure_of, text_of, words_with_places
from documents.samples import sample
from openinsa.documents.printing import Paper, print_one

FORMS = ("employment_certificate", "career_certificate")
EVERYTHING = {
    "starts_on": "2026-03-02",
    "ends_on": "2026-11-20",
    "service_days": 264,
    "department": "공원녹지과",
    "project": "도시공원 환경정비",
    "job": "수목 관리",
    "position": "기간제근로자",
    "wage": "일급 96,968원",
    "hours": "1주 40시간",
}
SHOWN = {"starts_on": "2026-03-02 ~ 2026-11-20", "service_days": "264일", "ends_on": "2026-11-20"}


def printed(form: str, **changed: Any) -> bytes:
    return print_one(Paper(form, {**sample(form), **changed}, "2026-11-22"))


def with_issue(form: str, **changed: Any) -> bytes:
    return printed(form, issue={**sample(form)["issue"], "sample": False, **changed})


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_everything_that_was_asked_for_is_read_back(form: str, language: str) -> None:
    told = text_of(printed(form, employments=[EVERYTHING], language=language)).replace(" ", "")
    shown = {**EVERYTHING, **SHOWN, "service_days": "264"}
    assert [value for value in shown.values() if str(value).replace(" ", "") not in told] == []
    assert "김하늘" in told
    assert "1985-04-12" in told


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("item", ["department", "project", "job", "position", "wage", "hours"])
def test_what_was_not_asked_for_is_not_said(form: str, item: str) -> None:
    fewer = {key: value for key, value in EVERYTHING.items() if key != item}
    assert str(EVERYTHING[item]).replace(" ", "") not in text_of(printed(form, employments=[fewer])).replace(
        " ", ""
    )


@pytest.mark.parametrize("form", FORMS)
def test_a_certificate_without_a_period_names_no_day_of_service(form: str) -> None:
    data = sample(form)
    del data["service_days"]
    data["employments"] = [{"job": "수목 관리"}]
    told = text_of(print_one(Paper(form, data, "2026-11-22")))
    assert "수목 관리" in told
    assert "근무기간" not in told


def test_an_employment_that_goes_on_ends_now() -> None:
    assert "2026-03-02 ~ 현재" in text_of(printed("employment_certificate"))
    assert "재직하고 있음을 증명합니다" in text_of(printed("employment_certificate"))


def test_a_career_lists_every_employment_and_the_days_of_all() -> None:
    told = text_of(printed("career_certificate"))
    for said in ("303일", "271일", "266일", "방역 소독 보조", "퇴직 사유: 사업 종료", "근무한 날 합계 840일"):
        assert said in told
    assert "근무하였음을 증명합니다" in told


@pytest.mark.parametrize("form", FORMS)
def test_a_paper_given_out_says_number_day_office_and_how_to_check_it(form: str) -> None:
    told = text_of(with_issue(form))
    for said in (
        "제2026-000123호",
        "2026-11-22",
        "가온구청장",
        "용도: 은행 제출",
        "제출처: 가온은행",
        "2027-02-22까지",
        "K7MP-2XQA-9RTD",
        "https://insa.example.go.kr/verify/",
        "QR 코드를 찍거나",
    ):
        assert said in told


def test_seal_and_qr_code_are_told_to_who_cannot_see_them(tmp_path: Path) -> None:
    page = open_pdf(with_issue("employment_certificate")).pages[0]
    figures = _alternates(open_pdf(with_issue("employment_certificate")).trailer["/Root"]["/StructTreeRoot"])
    assert page.mediabox.width > 500
    assert figures == ["직인", "이 문서를 확인하는 주소의 QR 코드"]
    assert any("Figure" in line for line in structure_of(with_issue("employment_certificate"), tmp_path))


def test_without_a_seal_or_an_office_the_name_stands_alone() -> None:
    told = text_of(with_issue("employment_certificate", seal="", office="", purpose="", submit_to=""))
    assert "가온구" in told
    assert "가온구청장" not in told
    assert "용도" not in told


def test_a_form_that_was_not_issued_has_neither_number_nor_code() -> None:
    data = {key: value for key, value in sample("employment_certificate").items() if key != "issue"}
    told = text_of(print_one(Paper("employment_certificate", data, "2026-11-22")))
    assert "김하늘" in told
    assert "발급번호" not in told
    assert "확인 코드" not in told


def test_a_preview_says_so_on_its_page_and_to_no_screen_reader(tmp_path: Path) -> None:
    preview = printed("employment_certificate")
    assert "견" in text_of(preview)
    assert not any("견본" in line for line in structure_of(preview, tmp_path))
    assert "견본" not in text_of(with_issue("employment_certificate"))
    pages = [pictures_of(pdf, _folder(tmp_path, name))[0] for name, pdf in _both(preview)]
    assert pages[0].read_bytes() != pages[1].read_bytes()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_long_names_and_many_employments_stay_on_the_paper(tmp_path: Path, form: str, language: str) -> None:
    long = {
        **EVERYTHING,
        "project": "이름이아주길어서한줄에들어가지않는" * 5,
        "job": "여러 가지 일을 하는 " * 8,
        "department": "아주긴부서이름" * 6,
    }
    pdf = printed(form, name="가나다라마바사아자차" * 4, employments=[long] * 9, language=language)
    width = float(open_pdf(pdf).pages[0].mediabox.width)
    found = words_with_places(pdf, tmp_path)
    assert all(left > 20 and right < width - 20 for _page, left, _t, right, _b, _word in found)
    assert "가나다라마바사아자차" * 4 in text_of(pdf).replace(" ", "")


def _both(preview: bytes) -> list[tuple[str, bytes]]:
    return [("preview", preview), ("issued", with_issue("employment_certificate"))]


def _folder(parent: Path, name: str) -> Path:
    (parent / name).mkdir()
    return parent / name


def _alternates(element: Any) -> list[str]:
    """The words for who cannot see a picture, in the order of the structure."""
    if not hasattr(element, "get"):
        return []
    kids = element.get("/K", [])
    here = [str(element["/Alt"])] if "/Alt" in element else []
    return here + [
        found
        for kid in (kids if isinstance(kids, list) else [kids])
        for found in _alternates(kid.get_object())
    ]
