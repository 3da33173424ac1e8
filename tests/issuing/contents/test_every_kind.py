"""Every kind of paper about pay, days, leave and ends: it has its form and its sample, is given out to whom it is about,
and to staff only as far as they see pay."""

from datetime import date
from pathlib import Path

import pytest

from closing import JUNE, MAY, close, slip_of
from documents.issued import issue as issue_block
from documents.reading import text_of
from documents.samples import sample
from ending_office import draft
from issuing_office import office_that_issues
from openinsa.documents.places import FORMS
from openinsa.documents.printing import Paper, print_one
from openinsa.ending.actions import confirm_settlements
from openinsa.issuing import contents
from openinsa.issuing.actions import issue
from openinsa.issuing.kinds import KINDS, About, Asked
from openinsa.issuing.queries import file_of
from openinsa.issuing.telling import lines_of
from openinsa.people.refusals import NotAllowed
from openinsa.people.roles import PayRight, Role

APRIL = date(2026, 4, 1)
ABOUT_PAY = {
    "wage_statement",
    "wage_certificate",
    "income_data",
    "daily_income_data",
    "severance_statement",
    "separation_data",
    "wage_ledger",
    "deduction_consent",
}
OTHERS = {
    "attendance_record",
    "leave_statement",
    "exit_certificate",
    "resignation_letter",
    "privacy_consent",
    "identifier_consent",
    "statement_delivery_consent",
}
YEAR = {"since": date(2026, 1, 1), "until": date(2026, 12, 31)}


@pytest.mark.parametrize("key", sorted(ABOUT_PAY | OTHERS))
def test_every_kind_has_a_form_and_a_sample_to_look_at(key: str) -> None:
    form = KINDS[key].form
    if form == "wage_statement":
        assert sample(form)
        return
    assert (FORMS / f"{form}.typ").exists()
    told = text_of(print_one(Paper(form, {**sample(form), "issue": issue_block(sample=True)}, "2026-11-10")))
    assert "견본" in told


def test_every_matter_has_its_place_among_the_others_and_certificates_of_employment_come_first() -> None:
    there = {path.stem for path in Path(contents.__path__[0]).glob("*.py")} - {"__init__"}
    assert set(contents.IN_ORDER) == there
    assert next(iter(KINDS)) == "employment_certificate"


def test_what_names_pay_says_so() -> None:
    assert {key for key in ABOUT_PAY | OTHERS if KINDS[key].tells_pay} == ABOUT_PAY
    assert not KINDS["wage_ledger"].by_worker
    assert all(KINDS[key].by_worker for key in (ABOUT_PAY | OTHERS) - {"wage_ledger"})


@pytest.mark.parametrize("key", [key for key, kind in KINDS.items() if kind.on_request])
def test_every_line_on_screen_is_called_by_a_korean_word(key: str) -> None:
    said = sample(KINDS[key].form)
    lines = lines_of({"data": said[0] if isinstance(said, list) else said})
    assert [line.label for line in lines if not any("가" <= sign <= "힣" for sign in line.label)] == []


@pytest.mark.django_db
def test_each_is_given_out_to_the_worker_and_by_staff_who_see_pay() -> None:
    office = office_that_issues()
    contract = office.employ("김하늘", job="녹지 관리", ends_on=date(2026, 6, 30))
    daily = office.employ("이바다", tax_mode="daily")
    for month in (APRIL, MAY, JUNE):
        close(office, month)
    confirm_settlements(office.payroll_officer, [draft(office, contract).pk])
    workers = {one.pk: office.user(Role.WORKER, person=one.person) for one in (contract, daily)}
    blind = office.user(Role.HR_OFFICER, pay_right=PayRight.WITHHELD)
    for key in sorted(ABOUT_PAY | OTHERS):
        whose = daily if key == "daily_income_data" else contract
        asked = asked_for(key, whose, office)
        by = office.hr_officer if key == "wage_ledger" else workers[whose.pk]
        paper = issue(by, key, asked)
        assert paper.written_number in text_of(file_of(paper)), key
        if key in ABOUT_PAY:
            with pytest.raises(NotAllowed):
                issue(blind, key, asked)
        else:
            assert issue(blind, key, asked).number > paper.number


def asked_for(key: str, whose, office) -> Asked:  # noqa: ANN001 - a contract and an office
    about = KINDS[key].about
    if about is About.PROJECT_MONTH:
        return Asked("ko", subject_id=office.project.pk, since=JUNE, until=date(2026, 6, 30))
    subject = {About.PAYSLIP: lambda: slip_of(whose, JUNE).pk, About.EMPLOYMENT: lambda: whose.pk}
    find = subject.get(about)
    span = YEAR if about is About.YEAR else {}
    return Asked("ko", person_id=whose.person_id, subject_id=find() if find else None, **span)
