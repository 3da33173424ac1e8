"""근로자명부: everything that 근로기준법 시행령 제20조 asks for, of the institution or of one project."""

from datetime import date
from typing import Any

import pytest
from django.utils import translation

from documents.reading import open_pdf, text_of, words_with_places
from documents.samples import sample
from issuing_office import office_that_issues
from office import Office, new_office
from openinsa.documents.printing import Paper, print_one
from openinsa.issuing.actions import issue
from openinsa.issuing.contents.register import NobodyEmployed, sex_of, worker_registers
from openinsa.issuing.kinds import Asked
from openinsa.issuing.queries import content_of
from openinsa.people.refusals import NotAllowed, NotFound
from openinsa.staffing.models import Contract
from statements import counted_statements

pytestmark = pytest.mark.django_db

YEAR = {"since": date(2026, 1, 1), "until": date(2026, 12, 31)}
SAME = "850412-2000777"


@pytest.fixture
def office() -> Office:
    office = office_that_issues()
    office.project.starts_on = date(2024, 1, 1)
    office.project.save()
    return office


def employed(office: Office, name: str = "김하늘", **fields: Any) -> Contract:
    return office.employ(name, **{"job": "공원 관리", **fields})


def register(project: int | None = None, **days: Any) -> Any:
    return worker_registers([Asked("ko", subject_id=project, **{**YEAR, **days})])[0]


def test_every_item_of_the_decree_is_there(office: Office) -> None:
    earlier = {"starts_on": date(2024, 3, 4), "ends_on": date(2024, 12, 31), "job": "방역"}
    first = {"starts_on": date(2026, 1, 5), "ends_on": date(2026, 3, 31)}
    second = {"starts_on": date(2026, 4, 1), "ends_on": date(2026, 6, 30)}
    for span in (earlier, first, second):
        employed(office, resident_number=SAME, address="가온구 큰길 12", **span)
    said = register()
    assert said["workers"] == [
        {
            "name": "김하늘",
            "sex": "여",
            "birth_date": "1985-04-12",
            "address": "가온구 큰길 12",
            "history": ["2024-03-04 ~ 2024-12-31 공원 환경정비 방역"],
            "job": "공원 관리",
            "hired_on": "2026-01-05",
            "period": "2026-01-05 ~ 2026-03-31",
            "renewed": ["2026-04-01 ~ 2026-06-30"],
            "other": ["기간제근로자", "40시간"],
            "ended_on": "2026-06-30",
            "ended_for": "계약기간 만료",
        }
    ]
    assert (said["institution"], said["project"]) == ("가온구", "")


@pytest.mark.parametrize(
    ("number", "sex"),
    [("850412-1000001", "남"), ("850412-2000001", "여"), ("050412-3000001", "남"), ("050412-4000001", "여")],
)
def test_the_sex_is_that_of_the_resident_number(number: str, sex: str) -> None:
    assert sex_of(number) == sex


def test_in_english_the_sex_is_a_letter() -> None:
    with translation.override("en"):
        assert (sex_of("850412-1000001"), sex_of("850412-2000001")) == ("M", "F")


def test_a_project_has_its_own_people_and_days_their_own_too(office: Office) -> None:
    other = office.new_project("방역")
    employed(office, "가람")
    employed(office, "나래", project="방역")
    employed(office, "다솜", project="방역", ends_on=date(2026, 2, 28))
    assert [one["name"] for one in register()["workers"]] == ["가람", "나래", "다솜"]
    assert [one["name"] for one in register(other.pk)["workers"]] == ["나래", "다솜"]
    assert [one["name"] for one in register(other.pk, since=date(2026, 3, 1))["workers"]] == ["나래"]
    assert register(other.pk)["project"] == "방역"


def test_days_without_anybody_are_refused_by_name(office: Office) -> None:
    employed(office)
    refused = register(since=date(2023, 1, 1), until=date(2023, 12, 31))
    assert isinstance(refused, NobodyEmployed)
    assert "2023-01-01" in str(refused)


def test_another_institutions_project_is_not_found(office: Office) -> None:
    foreign = new_office("나온구").project
    office.enter()
    assert isinstance(register(foreign.pk), NotFound)


def test_the_register_is_issued_in_its_own_row_of_numbers_by_who_reaches_everybody(office: Office) -> None:
    employed(office)
    wanted = Asked("ko", **YEAR)
    paper = issue(office.hr_officer, "worker_register", wanted)
    assert (paper.series, paper.number) == ("register", 1)
    assert content_of(paper)["data"]["workers"][0]["name"] == "김하늘"
    with pytest.raises(NotAllowed):
        issue(office.clerk, "worker_register", wanted)


def test_many_people_take_no_more_statements_than_one(office: Office) -> None:
    employed(office)
    with counted_statements() as one:
        register()
    office.employ_many(20)
    with counted_statements() as many:
        assert len(register()["workers"]) == 21
    assert len(many) == len(one)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_paper_has_every_item_and_stays_on_the_page(language: str, tmp_path: Any) -> None:
    one = sample("worker_register")["workers"][1]
    long = {
        **one,
        "name": "가나다라마바사아자차" * 4,
        "job": "여러 가지 일을 하는 " * 6,
        "history": ["이름이긴사업" * 9],
    }
    data = {**sample("worker_register"), "language": language, "workers": [one, long] * 12}
    pdf = print_one(Paper("worker_register", data, "2026-11-22"))
    told = text_of(pdf).replace(" ", "")
    assert [item for item in _texts(one) if item.replace(" ", "") not in told] == []
    width = float(open_pdf(pdf).pages[0].mediabox.width)
    assert all(
        left > 20 and right < width - 20 for _p, left, _t, right, _b, _w in words_with_places(pdf, tmp_path)
    )


def _texts(row: dict[str, Any]) -> list[str]:
    return [text for told in row.values() for text in ([told] if isinstance(told, str) else told)]
