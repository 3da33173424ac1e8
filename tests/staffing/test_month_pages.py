"""What the month's pages answer: to a malformed save, to too much, to a stranger, to a browser that asks for news."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from office import Office, new_office
from openinsa.people.models import User
from openinsa.staffing.actions.months import fill_month
from openinsa.staffing.grid import Grid
from openinsa.staffing.models import Day, ProjectMonth
from openinsa.staffing.sheet import load_sheet
from statements import counted_statements

pytestmark = pytest.mark.django_db
MONDAY = "2026-06-08"


@pytest.fixture
def office() -> Office:
    return new_office()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def save(client: Client, month: ProjectMonth, cells: Any, **fields: Any) -> Any:
    asked = {"request_id": str(uuid4()), "kind": "type", "cells": cells, **fields}
    url = reverse("staffing:month_cells", args=[month.pk])
    return client.post(url, json.dumps(asked), content_type="application/json")


def test_a_bad_mark_is_an_answer_not_a_refusal(office: Office) -> None:
    contract, month = office.employ(), office.month()
    answer = save(signed_in(office.clerk), month, [[contract.pk, MONDAY, "", "밥"]])
    (told,) = answer.json()["told"]
    assert (answer.status_code, told["status"], told["fault"]) == (200, "error", "unknown_mark")
    assert answer.json()["faults"]["unknown_mark"]["text"].startswith("알 수 없는 부호")


MALFORMED = {
    "no list": None,
    "a day that does not exist": [[1, "2026-02-30", "", "8"]],
    "too few parts": [[1, MONDAY, "8"]],
    "a name for a contract": [["김하늘", MONDAY, "", "8"]],
}


@pytest.mark.parametrize("cells", MALFORMED.values(), ids=MALFORMED.keys())
def test_a_malformed_save_is_refused_whole(office: Office, cells: Any) -> None:
    office.employ()
    answer = save(signed_in(office.clerk), office.month(), cells)
    assert answer.status_code == 422
    assert "아무것도 저장하지 않았습니다" in answer.json()["sentence"]


def test_a_kind_nobody_knows_is_refused(office: Office) -> None:
    contract = office.employ()
    answer = save(signed_in(office.clerk), office.month(), [[contract.pk, MONDAY, "", "8"]], kind="magic")
    assert answer.status_code == 422


def test_more_than_ten_thousand_cells_are_refused_with_their_number(office: Office) -> None:
    contract, month = office.employ(), office.month()
    answer = save(signed_in(office.clerk), month, [[contract.pk, MONDAY, "", "8"]] * 10_001)
    assert answer.status_code == 413
    assert "10001칸" in answer.json()["sentence"]
    assert not Day.objects.exists()


def test_a_preview_answers_like_a_save_and_stores_nothing(office: Office) -> None:
    contract, month = office.employ(), office.month()
    answer = save(signed_in(office.clerk), month, [[contract.pk, MONDAY, "", "8"]], dry_run=True)
    assert answer.json()["counts"] == {"ok": 1}
    assert not Day.objects.exists()


def test_an_auditor_sees_the_month_but_saves_nothing(office: Office) -> None:
    contract, month = office.employ(), office.month()
    auditor = signed_in(office.auditor)
    page = auditor.get(reverse("staffing:month", args=[month.pk]))
    assert page.context["editable"] is False
    assert save(auditor, month, [[contract.pk, MONDAY, "", "8"]]).status_code == 403


def test_news_tells_what_changed_since_a_version_and_by_whom(office: Office) -> None:
    contract, month = office.employ(), office.month()
    clerk = signed_in(office.clerk)
    save(clerk, month, [[contract.pk, MONDAY, "", "8"]])
    save(clerk, month, [[contract.pk, "2026-06-09", "", "연"]])
    url = reverse("staffing:month_changes", args=[month.pk])
    news = clerk.get(url, {"since": "1"}).json()
    assert [(cell["date"], cell["mark"]) for cell in news["cells"]] == [("2026-06-09", "연")]
    assert news["cells"][0]["other"]["name"] == office.clerk.name
    assert clerk.get(url, {"since": str(news["sheet_version"])}).json()["cells"] == []
    assert clerk.get(url, {"since": "yesterday"}).status_code == 422


def test_a_month_beyond_the_page_size_comes_in_pages(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openinsa.staffing.pages.month.ROWS_PER_PAGE", 2)
    for name in ("김하늘", "박바다", "이산들"):
        office.employ(name)
    clerk, url = signed_in(office.clerk), reverse("staffing:month", args=[office.month().pk])
    assert [row.name for row in clerk.get(url).context["grid"].rows] == ["김하늘", "박바다"]
    assert [row.name for row in clerk.get(url, {"page": "2"}).context["grid"].rows] == ["이산들"]


def test_namesakes_are_told_apart_by_their_birth_dates(office: Office) -> None:
    office.employ("김하늘", resident_number="850412-1000011")
    office.employ("김하늘", resident_number="701231-1000012")
    page = signed_in(office.clerk).get(reverse("staffing:month", args=[office.month().pk]))
    assert {row.note for row in page.context["grid"].rows} == {"70.12.31", "85.04.12"}


@pytest.mark.parametrize(
    ("mark", "counts"), [("연2", ("worked", "half")), ("결2", ("worked",)), ("출2", ()), ("휴1:30", ())]
)
def test_hours_behind_a_mark_count_as_leave_only_where_they_are_paid_leave(
    office: Office, mark: str, counts: tuple[str, ...]
) -> None:
    assert Grid(load_sheet(office.month())).counts_as(mark) == counts


def test_the_grid_asks_the_database_no_more_for_more_people(office: Office) -> None:
    clerk, month = signed_in(office.clerk), office.month()
    sent = []
    for names in (("김하늘",), ("박바다", "이산들", "최가람")):
        for name in names:
            office.employ(name)
        fill_month(office.clerk, month.pk)
        with counted_statements() as statements:
            clerk.get(reverse("staffing:month", args=[month.pk]))
        sent.append(len(statements))
    assert sent[0] == sent[1]
