"""The list component: search, sorting, pages, totals, filters, download, and how many statements it costs."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.db.models import Q, Sum
from django.http import QueryDict
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from office import Office, new_office
from openinsa.staffing.models import Project
from openinsa.web.tables import Column, Filter, Kind, ShownTable, Table, picked_rows

pytestmark = pytest.mark.django_db
TABLE = Table(
    name="projects",
    caption="사업",
    order="name",
    page_size=3,
    columns=(
        Column("name", "사업명", search=("name",), link=lambda p: f"/projects/{p.pk}/"),
        Column("starts_on", "시작일", kind=Kind.DAY),
        Column("budget", "예산액", kind=Kind.WON, total=Sum("budget")),
        Column("words", "말", value=lambda p: f"{p.name}!"),
    ),
    filters=(Filter("big", "크기", [("yes", "큰 것")], lambda _chosen: Q(budget__gte=5_000)),),
)
NAMES = ["가로수 관리", "공원 정비", "도서관 연장", "산불감시", "하천 정화", "=HYPERLINK(1)", "00123"]


@pytest.fixture
def office() -> Office:
    office = new_office()
    for place, name in enumerate(NAMES):
        office.new_project(name, budget=1_000 * (place + 1), starts_on=date(2026, 1, place + 1))
    return office


def shown(query: str = "") -> ShownTable:
    request = RequestFactory().get(f"/list/?{query}")
    return TABLE.show(request, Project.objects.all())


def names(query: str = "") -> list[str]:
    return [row["cells"][0]["text"] for row in shown(query).rows]


def test_a_list_shows_one_page_in_its_usual_order(office: Office) -> None:
    assert names() == sorted(NAMES)[:3]
    assert shown().count == 7
    assert shown().page_count == 3


def test_only_rows_that_something_can_be_done_with_are_picked(office: Office) -> None:
    large = replace(TABLE, pickable=lambda project: project.budget > 2_000)
    rows = large.show(RequestFactory().get("/list/"), Project.objects.order_by("budget")).rows
    assert [row["pickable"] for row in rows] == [row["cells"][2]["value"] > 2_000 for row in rows]
    assert {row["pickable"] for row in rows} == {True, False}


def test_columns_and_filters_that_could_only_say_one_thing_are_left_out(office: Office) -> None:
    short = TABLE.without("starts_on", "big")
    assert [column.key for column in short.columns] == ["name", "budget", "words"]
    assert short.filters == ()


def test_the_last_page_holds_the_rest_and_a_page_beyond_it_shows_the_last(office: Office) -> None:
    assert names("page=3") == sorted(NAMES)[6:]
    assert names("page=99") == names("page=3")
    assert names("page=x") == names("page=1")


def test_every_word_of_a_search_must_be_found(office: Office) -> None:
    assert names("q=공원 정비") == ["공원 정비"]
    assert names("q=공원 하천") == []
    assert shown("q=공원 하천").narrowed


def test_a_column_sorts_both_ways_and_an_unknown_one_changes_nothing(office: Office) -> None:
    assert names("sort=budget") == NAMES[:3]
    assert names("sort=-budget") == NAMES[::-1][:3]
    assert names("sort=institution__business_number") == names()
    assert shown("sort=-budget").heads[2]["state"] == "descending"


def test_a_computed_column_does_not_offer_sorting(office: Office) -> None:
    assert shown().heads[3]["url"] == ""


def test_totals_are_of_all_pages_and_follow_the_search(office: Office) -> None:
    assert shown().totals[2]["text"] == "28,000"
    assert shown("q=공원").totals[2]["text"] == "2,000"


def test_a_filter_narrows_and_a_made_up_choice_does_not(office: Office) -> None:
    assert shown("big=yes").count == 3
    assert shown("big=1 OR 1").count == 7


def test_links_keep_the_search_and_the_order(office: Office) -> None:
    asked = QueryDict(shown("q=가&sort=-budget").address(page=2).removeprefix("?"))
    assert (asked["q"], asked["sort"], asked["page"]) == ("가", "-budget", "2")


def test_the_spreadsheet_holds_every_row_and_its_text_stays_text(office: Office) -> None:
    sheet = load_workbook(BytesIO(shown("sort=budget").download().content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(max_col=3)]
    assert rows[0] == ["사업명", "시작일", "예산액"]
    assert [row[0] for row in rows[1:8]] == [*NAMES[:5], "'=HYPERLINK(1)", NAMES[6]]
    assert rows[7][0] == "00123"
    assert rows[1][2] == 1_000
    assert sheet["A7"].data_type == "s"


def test_a_list_of_any_length_costs_two_statements(office: Office) -> None:
    with CaptureQueriesContext(connection) as few:
        _ = shown("q=공원").rows
    with CaptureQueriesContext(connection) as many:
        _ = shown().rows
    assert len(few) == len(many) == 2


def test_a_bulk_action_gets_only_rows_the_user_may_see(office: Office) -> None:
    mine = Project.objects.get(name="산불감시")
    other = Project.objects.get(name="하천 정화")
    request = RequestFactory().post("/", {"row": [mine.pk, other.pk, "x", "-1"]})
    assert picked_rows(request, Project.objects.filter(pk=mine.pk)) == [mine]
