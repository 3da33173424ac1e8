"""Papers about one person: every item of their data stands on them, in both languages, whatever a name looks like."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml

from documents.issued import ADDRESS, issue
from documents.reading import open_pdf, structure_of, text_of, words_with_places
from documents.samples import sample
from openinsa.documents.places import FORMS
from openinsa.documents.printing import Paper, print_one

FORTY = "알렉산드로비치 크리스토퍼 막시밀리안 아브라함 폰 하이델베르크슈타인"
TITLES = {
    "wage_certificate": ("급여 확인서", "Certificate of wages"),
    "income_data": ("근로소득 원천징수영수증 작성 자료", "Data for the receipt of income tax withheld"),
    "daily_income_data": (
        "일용근로소득 지급명세서 작성 자료",
        "Data for the statement of daily workers’ income",
    ),
    "attendance_record": ("개인별 근무상황 확인서", "Record of attendance"),
    "leave_statement": ("연차휴가 사용 확인서", "Statement of annual leave"),
    "exit_certificate": ("퇴직 확인서", "Certificate of the end of employment"),
    "separation_data": ("이직확인서 작성 자료", "Data for the separation statement"),
    "resignation_letter": ("사직서", "Letter of resignation"),
    "consent": ("임금공제 동의서", "Consent to deductions from wages"),
}
NOT_PRINTED = {"language", "kind", "settled", "issue"}
Place = tuple[int, float, float, float, float, str]
IN_HOURS = {"granted", "taken", "lapsed", "left"}


def printed(form: str, **changed: Any) -> str:
    return text_of(print_one(Paper(form, {**sample(form), **changed}, "2026-11-10")))


def items_of(form: str, data: Any, key: str = "") -> Iterator[str]:
    """Every value as the paper shows it."""
    if isinstance(data, dict):
        for name, value in data.items():
            if name not in NOT_PRINTED:
                yield from items_of(form, value, name)
    elif isinstance(data, list):
        for value in data:
            yield from items_of(form, value, key)
    elif isinstance(data, int):
        in_hours = "minutes" in key or (form == "leave_statement" and key in IN_HOURS)
        yield f"{data // 60:,}:{data % 60:02}" if in_hours else f"{data:,}"
    else:
        yield data


@pytest.mark.parametrize("form", TITLES)
def test_every_item_of_its_data_stands_on_the_paper(form: str) -> None:
    told = printed(form)
    missing = [item for item in items_of(form, sample(form)) if item not in told]
    assert not missing
    assert TITLES[form][0] in told


@pytest.mark.parametrize("form", TITLES)
def test_in_english_the_form_speaks_english(form: str) -> None:
    told = printed(form, language="en")
    assert TITLES[form][1] in told.replace("'", "’")
    assert "Name" in told


@pytest.mark.parametrize("form", TITLES)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_given_out_with_a_long_name_nothing_runs_over_the_edge(
    form: str, language: str, tmp_path: Path
) -> None:
    given = {**sample(form), "language": language, "issue": issue(), "name": FORTY, "job": FORTY}
    for one in given.get("employments", ()):
        one.update(department=FORTY, project=FORTY * 3, job=FORTY)
    pdf = print_one(Paper(form, given, "2026-11-10"))
    width = float(open_pdf(pdf).pages[0].mediabox.width)
    places = words_with_places(pdf, tmp_path)
    assert all(left > 40 and right < width - 40 for _n, left, _t, right, _b, _w in places)
    assert not list(overlapping(places))
    told = text_of(pdf)
    assert "제2026-000123호" in told
    assert ADDRESS in told
    assert all(word in told for word in FORTY.split())


def overlapping(places: Sequence[Place]) -> Iterator[tuple[str, str]]:
    """Words of a page that stand over one another."""
    for one, other in combinations(places, 2):
        if one[0] == other[0]:
            across = min(one[3], other[3]) - max(one[1], other[1])
            down = min(one[4], other[4]) - max(one[2], other[2])
            if across > 1 and down > 4:
                yield one[5], other[5]


def test_a_paper_to_be_signed_by_hand_bears_no_seal_of_the_office() -> None:
    assert "2026-11-10" not in printed("consent", issue=issue())
    assert "나래구청장 귀하" in printed("consent", issue=issue())
    assert "2026-11-10" in printed("exit_certificate", issue=issue())


@pytest.mark.parametrize("form", ["income_data", "daily_income_data", "separation_data"])
def test_data_for_a_statutory_paper_says_first_that_it_is_none(form: str) -> None:
    words = yaml.safe_load((FORMS / "record_words.yaml").read_text(encoding="utf-8"))
    for language in ("ko", "en"):
        said = words[language][f"{form}_is_none"]
        told = printed(form, language=language)
        assert said.replace("'", "’") in told.replace("'", "’")
        assert told.index(said[:20]) < told.index(sample(form)["name"])


@pytest.mark.parametrize("kind", ["privacy", "identifier", "statement_delivery", "deduction"])
@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_consent_tells_what_the_law_asks_for_and_takes_either_answer(kind: str, language: str) -> None:
    words = yaml.safe_load((FORMS / "record_words.yaml").read_text(encoding="utf-8"))[language]
    told = printed("consent", language=language, kind=kind, deductions=[])
    text = words["consents"][kind]
    for part in text["parts"]:
        for label, said in part["rows"]:
            assert label in told
            assert " ".join(said.split("__")[0].split()) in told
    asked = [part["question"] for part in text["parts"] if "question" in part]
    assert len(asked) == 1
    assert told.count(words["agree"]) == told.count(words["disagree"]) == 1


def test_both_languages_have_the_same_words() -> None:
    words = yaml.safe_load((FORMS / "record_words.yaml").read_text(encoding="utf-8"))
    assert shape(words["ko"]) == shape(words["en"])


def shape(words: Any) -> Any:
    if isinstance(words, dict):
        return {key: shape(value) for key, value in words.items()}
    return type(words)


@pytest.mark.parametrize("form", ["wage_certificate", "consent"])
def test_a_screen_reader_hears_title_headings_and_heads_of_columns(form: str, tmp_path: Path) -> None:
    pdf = print_one(Paper(form, {**sample(form), "issue": issue()}, "2026-11-10"))
    lines = structure_of(pdf, tmp_path)
    assert any(line.startswith("H1") for line in lines)
    assert any(line.startswith("H2") for line in lines)
    assert any(line.startswith("TH") for line in lines)


@pytest.mark.parametrize("form", ["settlement_statement", "wage_ledger"])
def test_a_settlement_and_a_ledger_that_are_given_out_bear_number_and_code(form: str) -> None:
    told = printed(form, issue=issue())
    assert "발급번호 제2026-000123호" in told
    assert "7K3M-PQ9X-RT2V" in told
    assert "7K3M" not in printed(form)


def test_what_was_not_asked_for_leaves_no_empty_line() -> None:
    told = printed("exit_certificate", cause="", job="")
    assert "퇴직 사유" not in told
    assert "직무" not in told
