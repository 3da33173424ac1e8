"""The list of all values of law: on a chosen day, searched, narrowed, downloaded."""

import re
from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from law.conftest import Read
from law.test_rule_pages import text_of
from office import Office
from openinsa.law.pages import DayNotThere
from openinsa.law.queries import days_of_change, value_rows
from openinsa.people.models import User
from openinsa.people.roles import Role
from openinsa.people.tenancy import set_context
from openinsa.rules.engine import load_rule_book

pytestmark = pytest.mark.django_db
LIST = reverse("law:values")
ROWS = sum(len(one.values) for one in load_rule_book().parameters.values())


def rows(page: object) -> list[list[str]]:
    """The cells of a list's lines."""
    body = page.content.decode().partition("<tbody>")[2].partition("</tbody>")[0]  # type: ignore[attr-defined]
    lines = re.findall(r"<tr>(.*?)</tr>", body, re.S)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line, re.S) for line in lines]
    return [[re.sub(r"<[^>]+>", "", one).strip() for one in line] for line in cells]


def names(page: object) -> list[str]:
    return [line[0] for line in rows(page)]


def names_on_all_pages(read: Read, address: str) -> set[str]:
    """The names of a list however long it is; a page after the last shows the last again."""
    found: set[str] = set()
    for page in range(1, 100):
        new = set(names(read(f"{address}&page={page}"))) - found
        if not new:
            break
        found |= new
    return found


def test_the_chosen_day_decides_the_value(read: Read) -> None:
    assert rows(read(f"{LIST}?q=minimum_hourly_wage&on=2025-06-01"))[0][2] == "시간당 10,030원"
    assert rows(read(f"{LIST}?q=minimum_hourly_wage&on=2026-06-01"))[0][2] == "시간당 10,320원"


def test_the_next_change_stands_beside_the_value(read: Read) -> None:
    (line,) = rows(read(f"{LIST}?q=minimum_hourly_wage&on=2026-06-01"))
    assert (line[4], line[5]) == ("2026-01-01", "2027-01-01")


def test_without_a_day_the_list_is_of_today(read: Read) -> None:
    assert f'value="{timezone.localdate()}"' in read(LIST).content.decode()


def test_a_value_that_does_not_exist_yet_says_so(read: Read) -> None:
    (line,) = rows(read(f"{LIST}?q=fairness_base&on=2026-06-01"))
    assert (line[2], line[3]) == ("", "아직 없음")


def test_values_that_nobody_could_verify_are_marked_and_found_by_the_filter(read: Read) -> None:
    page = read(f"{LIST}?state=unverified&on=2027-01-01")
    expected = {row.label for row in value_rows(date(2027, 1, 1)) if row.state == "unverified"}
    assert names_on_all_pages(read, f"{LIST}?state=unverified&on=2027-01-01") == expected
    assert {line[3] for line in rows(page)} == {"확인되지 않음"}
    assert names_on_all_pages(read, f"{LIST}?state=ever_unverified&on=2027-01-01") > expected


def test_a_day_of_change_leads_to_the_values_that_begin_on_it(read: Read) -> None:
    count = dict(days_of_change(date(2026, 12, 1), date(2027, 12, 31)))[date(2027, 1, 1)]
    page = read(f"{LIST}?on=2027-01-01&state=begins")
    assert len(rows(page)) == count
    assert {line[4] for line in rows(page)} == {"2027-01-01"}


@pytest.mark.parametrize("words", ["최저임금 시간급", "minimum wage an hour", "minimum_hourly_wage"])
def test_a_value_is_found_by_its_korean_english_or_code_name(read: Read, words: str) -> None:
    assert "시간급 최저임금" in names(read(f"{LIST}?q={words}&on=2026-06-01"))


def test_a_value_is_found_by_its_article(read: Read) -> None:
    assert "야간근로 가산율" in names(read(f"{LIST}?q=제56조제3항&on=2026-06-01"))


def test_the_list_is_narrowed_to_a_topic_and_sorted_both_ways(read: Read) -> None:
    page = read(f"{LIST}?topic=breaks&sort=-label&on=2026-06-01")
    assert names(page) == [
        "휴게를 주는 근로시간 단위",
        "휴게 1회의 시간",
        "청하면 휴게를 뺄 수 있는 근로시간",
        "근로일 사이의 최소 휴식",
    ]
    by_day = [line[4] for line in rows(read(f"{LIST}?topic=insurance&sort=since&on=2026-06-01"))]
    known = [day for day in by_day if day]
    assert by_day == [*sorted(known), *[""] * (len(by_day) - len(known))]


def test_the_chosen_day_stays_while_one_searches_and_turns_pages(read: Read) -> None:
    page = read(f"{LIST}?on=2025-06-01").content.decode()
    assert '<input type="hidden" name="on" value="2025-06-01">' in page
    assert "?on=2025-06-01&amp;page=2" in page


@pytest.mark.parametrize("day", ["2026-02-30", "heute", "9999-12-31"])
def test_a_day_that_is_not_there_is_refused_in_one_sentence(read: Read, day: str) -> None:
    page = read(f"{LIST}?on={day}")
    assert page.status_code == 422
    assert str(DayNotThere(given=day)) in text_of(page)


def test_the_download_holds_the_list_and_the_whole_history(read: Read) -> None:
    answer = read(f"{LIST}?on=2026-06-01&download=xlsx")
    assert "2026-06-01.xlsx" in answer["Content-Disposition"]
    book = load_workbook(BytesIO(answer.content))
    assert book.sheetnames == ["법정값", "이력"]
    listed = list(book["법정값"].values)
    assert len(listed) == ROWS + 1
    (wage,) = [line for line in listed if line[0] == "시간급 최저임금"]
    assert wage[2] == "시간당 10,320원"
    history = list(book["이력"].values)
    assert len(history) == 1 + sum(len(row.dated) for row in value_rows(date(2026, 6, 1)))
    wages = {line[3].date(): line[5] for line in history[1:] if line[1] == "minimum_hourly_wage"}
    assert wages[date(2026, 1, 1)] == 10_320
    floor = next(line for line in history if line[1] == "fairness_base")
    assert floor[9] == "확인되지 않음"
    assert "정부 지침이 나오면 확인됩니다" in floor[10]


def test_the_download_holds_what_was_searched(read: Read) -> None:
    book = load_workbook(BytesIO(read(f"{LIST}?q=minimum_hourly_wage&download=xlsx").content))
    assert {line[1] for line in list(book["이력"].values)[1:]} == {"minimum_hourly_wage"}


def test_the_rules_are_searched_by_formula_and_downloaded(read: Read) -> None:
    assert names(read(f"{reverse('law:rules')}?q=health_premium")) == ["건강보험료 전체"]
    assert names(read(f"{reverse('law:rules')}?q=근로시간 4시간마다 30분")) == ["최소 휴게시간"]
    book = load_workbook(BytesIO(read(f"{reverse('law:rules')}?download=xlsx").content))
    assert len(list(book.active.values)) == len(load_rule_book().rules) + 1


@pytest.mark.parametrize("role", Role)
def test_everybody_who_is_signed_in_reads_the_rule_book(office: Office, role: Role) -> None:
    if role == Role.OPERATOR:
        set_context(None)
        user = User.objects.create_user("operator", "a long enough word", roles=[role], name="운영자")
    else:
        user = office.user(role)
    client = Client()
    set_context(None)
    client.force_login(user)
    for address in ("topics", "rules", "values"):
        set_context(None)
        page = client.get(reverse(f"law:{address}"))
        assert page.status_code == 200
        assert "법령과 규칙" in page.content.decode().partition("<main")[0], "the menu leads here"


def test_nobody_reads_it_without_signing_in(db: None) -> None:
    for address in (LIST, reverse("law:topics"), reverse("law:rule", args=["health_premium"])):
        assert "/accounts/login/" in Client().get(address)["Location"]
