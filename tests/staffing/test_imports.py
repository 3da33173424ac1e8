"""What is refused on the way of a spreadsheet into the stored data; nothing of it is stored then."""

from datetime import date
from typing import Any

import pytest

from clerks import as_xlsx
from office import Office, new_office
from openinsa.people.models import Person
from openinsa.people.refusals import NotFound
from openinsa.people.roles import Role
from openinsa.staffing.actions.imports import (
    AlreadySaved,
    CellsNotTaken,
    MonthSheetHasFaults,
    NotWhatWasShown,
    drop_file,
    save_month_sheet,
    save_register,
    summary,
    take_month_sheet,
    take_register,
)
from openinsa.staffing.actions.months import fill_month, submit_month
from openinsa.staffing.actions.register import RegistrationHasFaults
from openinsa.staffing.importing import FileNotRead, read_import
from openinsa.staffing.models import Contract, ContractVersion, Day, ImportFile
from openinsa.staffing.month_importing import read_month_import

pytestmark = pytest.mark.django_db
HEAD = ["부서", "사업명", "성명", "주민등록번호", "계약시작일", "계약종료일", "일급"]


@pytest.fixture
def office() -> Office:
    office = new_office()
    assert office.project.pk
    return office


def register_file(office: Office, **changed: str) -> bytes:
    """A register of one person."""
    row = {
        "부서": office.department.name,
        "사업명": office.project.name,
        "성명": "김하늘",
        "주민등록번호": "850412-1234567",
        "계약시작일": "2026-03-02",
        "계약종료일": "2026-08-31",
        "일급": "96,968",
    }
    heads = [*HEAD, *(head for head in changed if head not in HEAD)]
    return as_xlsx({"명단": [heads, [{**row, **changed}[head] for head in heads]]})


def month_file(name: str = "김하늘", mark: Any = "출") -> bytes:
    """A month sheet of June with one person and one mark."""
    head = ["연번", "성명", "생년월일", *range(1, 31)]
    return as_xlsx({"6월": [["근무상황부 (2026년 6월)"], head, [1, name, "85.04.12", "", mark]]})


def test_a_file_that_is_no_spreadsheet_is_not_kept(office: Office) -> None:
    with pytest.raises(FileNotRead, match="아무것도 저장되지 않았습니다"):
        take_register(office.clerk, "명단.xlsx", b"\x00 no spreadsheet")
    assert not ImportFile.objects.exists()


def test_a_file_is_saved_or_discarded_once(office: Office) -> None:
    file = take_register(office.clerk, "명단.xlsx", register_file(office))
    drop_file(office.clerk, file.pk)
    with pytest.raises(AlreadySaved, match="명단"):
        save_register(office.clerk, file.pk, "")
    assert not Person.objects.exists()


def test_what_the_clerk_did_not_see_is_not_saved(office: Office) -> None:
    file = take_register(office.clerk, "명단.xlsx", register_file(office))
    with pytest.raises(NotWhatWasShown, match="2/193936"):
        save_register(office.clerk, file.pk, "2/193936")
    save_register(office.clerk, file.pk, summary(read_import(office.clerk, file)))
    assert Person.objects.get().name == "김하늘"


def test_a_register_with_a_fault_is_not_saved_and_names_its_cell(office: Office) -> None:
    file = take_register(office.clerk, "명단.xlsx", register_file(office, 계약종료일="2027-01-31"))
    with pytest.raises(RegistrationHasFaults, match="명단 F2"):
        save_register(office.clerk, file.pk, summary(read_import(office.clerk, file)))
    assert not Person.objects.exists()


def test_day_labour_and_its_tax_are_read_from_the_register(office: Office) -> None:
    content = register_file(office, **{"과세 방식": "일용", "고용 형태": "일용직"})
    file = take_register(office.clerk, "명단.xlsx", content)
    save_register(office.clerk, file.pk, summary(read_import(office.clerk, file)))
    contract = Contract.objects.get()
    assert (contract.tax_mode, contract.day_labour) == ("daily", True)


def registered(office: Office, **told: str) -> ContractVersion:
    """The terms of a register's one person, after it was saved."""
    file = take_register(office.clerk, "명단.xlsx", register_file(office, **told))
    save_register(office.clerk, file.pk, summary(read_import(office.clerk, file)))
    return ContractVersion.objects.get()


def test_weekdays_and_times_of_a_register_make_the_contracts_week(office: Office) -> None:
    told = {"근무요일": "화~목,토", "근무시간": "10:00~17:00", "휴게시간": "13:00~14:00"}
    terms = registered(office, **told, **{"월 소정근로시간": "56", "단시간근로자 여부": "통상"})
    shift = [600, 1020, [[780, 840]]]
    assert terms.schedule == dict.fromkeys(("tue", "wed", "thu", "sat"), shift)
    hours = (terms.daily_scheduled_minutes, terms.weekly_scheduled_minutes, terms.weekly_scheduled_days)
    assert hours == (360, 1440, 4)
    assert (terms.monthly_scheduled_minutes, terms.part_time) == (56 * 60, False)


@pytest.mark.parametrize(
    ("told", "shift", "days"),
    [
        ({"근무시간": "09:00~18:00"}, [540, 1080, [[720, 780]]], 5),
        ({"근무시간": "09:00~18:00", "휴게시간": "60분"}, [540, 1080, [[720, 780]]], 5),
        ({"근무시간": "13:00~18:00", "휴게시간": "30분"}, [780, 1080, [[915, 945]]], 5),
        ({"근무시간": "22:00~07:00", "1일 근로시간": "8"}, [1320, 1860, [[1560, 1620]]], 5),
        ({"근무시간": "6시간"}, [540, 960, [[720, 780]]], 5),
        ({"근무요일": "토,일", "1일 근로시간": "7"}, [540, 1020, [[720, 780]]], 2),
    ],
)
def test_what_a_register_leaves_out_of_the_week_is_as_usual(
    office: Office, told: dict[str, str], shift: list[Any], days: int
) -> None:
    terms = registered(office, **told)
    assert ([*terms.schedule.values()], terms.weekly_scheduled_days) == ([shift] * days, days)


def test_a_way_of_taxing_that_nobody_knows_is_named_in_its_cell(office: Office) -> None:
    file = take_register(office.clerk, "명단.xlsx", register_file(office, **{"과세 방식": "분리"}))
    (fault,) = read_import(office.clerk, file).faults
    assert "알 수 없는 과세 방식" in fault.text


def test_a_month_sheet_with_somebody_unknown_is_not_saved(office: Office) -> None:
    office.employ("김하늘")
    file = take_month_sheet(office.clerk, office.month().pk, "6월.xlsx", month_file("박새봄"))
    with pytest.raises(MonthSheetHasFaults, match="박새봄"):
        save_month_sheet(office.clerk, file.pk)
    assert not Day.objects.exists()


def test_a_month_sheet_in_two_halves_is_compared_cell_by_cell(office: Office) -> None:
    office.employ(starts_on=date(2026, 6, 1))
    grid = [
        ["근무상황부 (2026년 6월)"],
        ["성명", "생년월일", "", *range(1, 16)],
        ["", "", "", *range(16, 31)],
        ["김하늘", "85.04.12", "출근", "09:00", "연"],
        ["", "", "퇴근", "18:00", "연"],
        ["", "", "출근", "09:30", "밥"],
        ["", "", "퇴근", "18:30", "밥"],
    ]
    width = max(map(len, grid))
    content = as_xlsx({"6월": [[*row, *[""] * (width - len(row))] for row in grid]})
    file = take_month_sheet(office.clerk, office.month().pk, "6월.xlsx", content)
    found = read_month_import(office.clerk, file)
    assert [(one.date.day, one.new) for one in found.changes] == [
        (1, "09:00-18:00"),
        (2, "연"),
        (16, "09:30-18:30"),
        (17, "밥"),
    ]
    assert [(fault.cell, fault.severity) for fault in found.errors] == [("E6", "error")]


def test_a_month_sheet_for_a_month_submitted_meanwhile_is_not_saved(office: Office) -> None:
    office.employ("김하늘")
    month = office.month()
    file = take_month_sheet(office.clerk, month.pk, "6월.xlsx", month_file(mark="연"))
    fill_month(office.clerk, month.pk)
    submit_month(office.clerk, month.pk)
    with pytest.raises(CellsNotTaken, match="1칸"):
        save_month_sheet(office.clerk, file.pk)
    assert not Day.objects.filter(mark="연").exists()


def test_another_clerks_file_is_not_found(office: Office) -> None:
    file = take_register(office.clerk, "명단.xlsx", register_file(office))
    with pytest.raises(NotFound):
        drop_file(office.user(Role.PROJECT_CLERK), file.pk)
