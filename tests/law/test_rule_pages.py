"""A page for every rule and every value of law, made from the rule book itself."""

import html
import re

import pytest
from django.urls import reverse
from django.utils import translation

from law.conftest import Read
from openinsa.law import words
from openinsa.law.queries import cases_of, english_texts, topics
from openinsa.law.words import PER_UNIT, korean_texts
from openinsa.rules.engine import day_of, load_rule_book

pytestmark = pytest.mark.django_db
BOOK = load_rule_book()
LANGUAGES = ("ko", "en")
HANGUL = re.compile("[가-힣]")


def text_of(page: object) -> str:
    """What a page says, without its elements."""
    content = re.sub(r"</?code[^>]*>", "", page.content.decode())  # type: ignore[attr-defined]
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", content).split()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_says_its_formula_article_links_and_cases(read: Read, language: str) -> None:
    for name, forms in BOOK.rules.items():
        page = read(reverse("law:rule", args=[name]), language)
        assert page.status_code == 200, name
        said = text_of(page)
        with translation.override(language):
            expected = [words.label_of(name), *(form.law for form in forms)]
            expected += [form.words_en if language == "en" else form.words_ko for form in forms]
            expected += [words.label_of(need) for form in forms for need in form.arguments]
            expected += [words.told(worked.situation) for worked in cases_of(name)]
        assert [one for one in expected if one.replace("`", "") not in said] == [], name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_of_law_says_its_history_sources_and_what_is_not_verified(
    read: Read, language: str
) -> None:
    for name, parameter in BOOK.parameters.items():
        page = read(reverse("law:value", args=[name]), language)
        assert page.status_code == 200, name
        said = text_of(page)
        dated = [value for values in parameter.values.values() for value in values]
        with translation.override(language):
            expected = [words.label_of(name), *(words.amount(value.value, parameter.unit) for value in dated)]
            expected += [words.told(value.note) for value in dated if value.note]
            expected += [words.told(worked.situation) for worked in cases_of(name)]
        expected += [text for one in dated for text in (one.law, str(one.checked), str(day_of(one.since)))]
        assert [one for one in expected if one.replace("`", "") not in said] == [], name
        mark = "확인되지 않음" if language == "ko" else "Not verified"
        assert all(value.verified for value in dated) or mark in said, name


def test_a_rule_links_to_what_it_needs_and_is_linked_from_there(read: Read) -> None:
    used, user = reverse("law:rule", args=["health_premium"]), reverse("law:rule", args=["health_share"])
    assert f'href="{used}"' in read(user).content.decode()
    assert f'href="{user}"' in read(used).content.decode()
    value = reverse("law:value", args=["health_rate"])
    assert f'href="{value}"' in read(used).content.decode()
    assert f'href="{used}"' in read(value).content.decode()


def test_a_rule_shows_the_values_it_reads_as_they_are_today_and_their_past(read: Read) -> None:
    page = read(reverse("law:rule", args=["pension_share"])).content.decode()
    today = page.partition('id="values"')[2].partition("</table>")[0]
    assert reverse("law:value", args=["pension_rate"]) in today
    assert "기준소득월액의 4.5%" in page.partition("step-chart")[2]


def test_a_rule_of_two_times_shows_both_and_says_which_is_in_force(read: Read) -> None:
    said = text_of(read(reverse("law:rule", args=["employment_first_billed_day"])))
    assert "~ 2026-12-31" in said
    assert "2027-01-01 ~" in said
    assert said.count("적용 중") == 1


def test_a_case_shows_input_and_result_as_a_clerk_writes_them(read: Read) -> None:
    said = text_of(read(reverse("law:rule", args=["income_tax"])))
    assert "꼭 1,000만 원은 따로 한 줄" in said
    assert "10,000,000원" in said
    assert "지급일 2026-05-20" in said
    assert "결근하면 그 주의 주휴를 잃음" in text_of(
        read(reverse("law:rule", args=["weekly_holiday_earned"]))
    )


def test_a_rule_says_what_it_refuses_in_its_own_sentences(read: Read) -> None:
    said = text_of(read(reverse("law:rule", args=["child_tax_reduction"])))
    assert "자녀 공제액(간이세액표 주석 3)을 확인하지 못했습니다" in said
    assert "2024-02-29에는 적용할 값이 없습니다" not in said, "the forms before 2024-03-01 read no amounts"
    english = text_of(read(reverse("law:rule", args=["pension_share"]), "en"))
    assert "has values from 2021-01-01" in english


def test_a_value_that_changed_is_drawn_and_the_drawing_is_told_to_who_cannot_see_it(read: Read) -> None:
    page = read(reverse("law:value", args=["pension_rate"])).content.decode()
    assert "<svg" in page
    (told,) = re.findall(r'role="img"[^>]*aria-label="([^"]+)"', page)
    assert "2026-01-01 기준소득월액의 4.75%" in told
    assert "style=" not in page


def test_a_value_that_never_changed_and_a_date_are_not_drawn(read: Read) -> None:
    for name in ("night_percent", "withholding_table"):
        assert "step-chart" not in read(reverse("law:value", args=[name])).content.decode()


def test_the_english_pages_of_a_rule_are_english_but_for_articles(read: Read) -> None:
    page = read(reverse("law:rule", args=["health_premium"]), "en").content.decode()
    rest = re.sub(
        r'<(\w+)[^>]* lang="ko"[^>]*>.*?</\1>',
        "",
        page.partition("<main")[2].partition("</main>")[0],
        flags=re.S,
    )
    assert HANGUL.findall(re.sub(r"<pre.*?</pre>", "", rest, flags=re.S)) == []


@pytest.mark.parametrize(
    "address", ["/law/rules/no_such_rule/", "/law/values/no_such_value/", "/law/topics/engine/"]
)
def test_a_name_that_the_book_does_not_know_is_not_found(read: Read, address: str) -> None:
    page = read(address)
    assert page.status_code == 404
    assert "찾는 자료가 없거나 볼 수 있는 자료가 아닙니다" in text_of(page)


def test_every_text_of_the_rule_book_has_its_korean() -> None:
    missing = [text for text in english_texts() if text not in korean_texts()]
    assert missing == [], "add them with their Korean to law/korean.yaml"


def test_no_korean_text_stands_there_for_an_english_one_that_is_gone() -> None:
    assert sorted(set(korean_texts()) - set(english_texts())) == []


def test_every_unit_of_the_rule_book_has_its_words() -> None:
    assert {one.unit for one in BOOK.parameters.values()} - set(PER_UNIT) == set(), "add them to PER_UNIT"


@pytest.mark.parametrize("key", topics())
def test_a_topic_says_what_it_covers_and_what_it_leaves_out(read: Read, key: str) -> None:
    for language in LANGUAGES:
        said = text_of(read(reverse("law:topic", args=[key]), language))
        with translation.override(language):
            shown = topics()[key]
            expected = [shown.label, words.told(shown.covers), words.told(shown.left_out)]
        assert [one for one in expected if one.replace("`", "") not in said] == []
