"""Who changed what, from what to what, when and why: for every business row, on the page of its record."""

import re
from datetime import date
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import BinaryField
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from exports import taken_out
from office import JUNE, Office, new_office
from openinsa.config.places import CHECKOUT
from openinsa.payroll.actions.runs import pay_runs, prepare_runs
from openinsa.payroll.computing import compute_runs
from openinsa.people.models import Person, User
from openinsa.people.roles import Role
from openinsa.people.tenancy import set_context
from openinsa.privacy.histories import HISTORIES, parts_of
from openinsa.privacy.sealing import Sealer
from openinsa.privacy.telling import label_of, models
from openinsa.privacy.words import TABLES, VERBS
from openinsa.staffing.actions.months import approve_month, fill_month, send_back_month, submit_month
from openinsa.staffing.actions.pay_items import agree_deduction, drop_pay_item, grant_allowance
from openinsa.staffing.actions.projects import change_project
from openinsa.staffing.actions.record_days import CellChange, record_days
from openinsa.staffing.models import Allowance, Contract, Day
from records import MADE

pytestmark = pytest.mark.django_db

WITHOUT_HISTORY = {
    "agreements_agreementevent": "append-only itself: what became of a contract, step by step",
    "api_": "tokens and their use tell of themselves",
    "delivery_handover": "a row made once; when its page and its file were opened is its own record",
    "delivery_message": "a message is a record of its own: when it was made, tried and sent, and what came of it",
    "issuing_issuecounter": "the last number of a series; each paper with its number has a history",
    "worker_screenchoice": "the language and the size of letters that somebody chose",
    "entrance_": "sign-ins and their rules are a record of their own",
    "jobs_job": "a job is a record of its own: who asked, when, what came of it",
    "payroll_carriedcorrection": "follows from a run, with which it comes and goes",
    "payroll_monthinputs": "never changed: what a run was computed from",
    "payroll_payslipline": "computed in bulk; its slip has a history and the run replays to the same lines",
    "payroll_runfault": "computed in bulk: who could not be paid, until the run is computed again",
    "privacy_accessrecord": "append-only itself",
    "privacy_accesschain": "seals the access record",
    "privacy_accessarchive": "says which access records lie in which file",
    "privacy_accessreview": "append-only itself: who looked the access record through",
    "privacy_lookedinto": "append-only itself: what a reviewer found out",
    "privacy_changerecord": "the history",
    "privacy_datakey": "wrapped keys; their rotation is a job",
    "staffing_importfile": "a sealed upload with its own states, counts and who uploaded it",
    "staffing_rememberedmapping": "how a reader understood a heading last time; decides nothing",
    "retention_destructionitem": "what a destruction proposes and has done, stored with it for ever",
    "retention_destructionpart": "what a destruction proposes and has done, stored with it for ever",
    "retention_duenote": "that somebody was told what is due",
    "staffing_savedrequest": "the answer to a save that was carried out, so that a repetition changes nothing",
}
UNTOLD = {
    "issuing_issuedpaper.subject_id": "what the paper is about, by a bare number; the paper says it in words",
    "issuing_issuedpaper.request_id": "names the request, so that it counts once",
    "issuing_issuedpaper.job_id": "the job that issued it among many",
    "delivery_invitation.tries": "counted at the door, a word for nobody",
    "ending_settlement.warnings": "reckoned anew from the rest",
    "ending_settlement.given": "left out of the history: what the rules read",
    "ending_settlement.told": "left out of the history: how the rules explained it",
    "ending_settlement.months": "left out of the history: the months read",
    "ending_interimsettlement.given": "left out of the history",
    "ending_interimsettlement.told": "left out of the history",
    "ending_interimsettlement.months": "left out of the history",
    "leave_leavegrant.figures": "what the rules read, shown on the page of the grant",
    "payroll_correctedday.code": "follows from the mark",
    "payroll_correctedday.starts": "follows from the mark",
    "payroll_correctedday.ends": "follows from the mark",
    "payroll_correctedday.leave_code": "follows from the mark",
    "payroll_correctedday.leave_minutes": "follows from the mark",
    "payroll_correction.position": "the order in which confirmed corrections are laid over a month",
    "payroll_difference.corrections": "numbers of corrections, shown on their pages",
    "payroll_payslip.facts": "left out of the history: what the slip was computed from",
    "payroll_premiumbill.columns": "which column of the file means what",
    "people_person.resident_number_token": "left out of the history: for comparing only",
    "people_user.joined_at": "the moment of the first line",
    "retention_destruction.job_id": "the number of its job",
    "retention_destruction.certificate": "left out of the history: the paper itself, on the page of the destruction",
    "staffing_day.leave_code": "follows from the mark",
    "staffing_day.leave_minutes": "follows from the mark",
    "staffing_day.fault": "follows from the mark",
    "staffing_day.version": "left out of the history: counts saves",
    "staffing_day.entered_at": "left out of the history: the moment of the line",
    "staffing_daycode.position": "the order of the list",
    "staffing_projectmonth.sheet_version": "counts saves",
    "staffing_shifttype.position": "the order of the list",
}
UNRECORDED = """
    SELECT c.relname FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'institution_id' AND NOT a.attisdropped
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND 3 <> (
        SELECT count(*) FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname LIKE 'history_of_%' AND t.tgenabled = 'O')
"""


def test_every_table_with_an_institution_keeps_its_history_or_says_why_not() -> None:
    with connection.cursor() as cursor:
        cursor.execute(UNRECORDED)
        unrecorded = {name for (name,) in cursor.fetchall()}
    assert {one for one in unrecorded if not any(one.startswith(name) for name in WITHOUT_HISTORY)} == set()


def recorded_tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'history_of_insert'"
        )
        return sorted(name for (name,) in cursor.fetchall())


def test_every_recorded_table_and_column_has_a_word_for_readers() -> None:
    wordless = [table for table in recorded_tables() if table not in TABLES]
    for table in recorded_tables():
        for field in models()[table]._meta.concrete_fields:
            name = f"{table}.{field.name}"
            for_readers = field.column not in {"id", "institution_id"} and not isinstance(field, BinaryField)
            if for_readers and not label_of(field) and name not in UNTOLD:
                wordless.append(name)
    assert wordless == []


def test_every_verb_that_an_action_records_is_said_in_words() -> None:
    sources = "".join(path.read_text() for path in (CHECKOUT / "src").rglob("*.py"))
    verbs = re.findall(r'record="([a-z_]+)"', sources) + re.findall(r'record_verb\(\w+, "([a-z_]+)"', sources)
    assert len(verbs) > 50
    assert sorted(set(verbs) - set(VERBS)) == []


def test_every_recorded_table_can_be_read_on_the_page_of_some_record() -> None:
    auditor = new_office().payroll_officer
    auditor.roles = [Role.AUDITOR, Role.HR_OFFICER, Role.PROJECT_CLERK]
    read = set(HISTORIES) | {
        part.model._meta.db_table for history in HISTORIES.values() for part in parts_of(history, auditor)
    }
    assert set(recorded_tables()) - read == set()


@pytest.fixture
def office() -> Office:
    office = new_office("가온구")
    office.employ("김하늘")
    return office


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(user: User, table: str, pk: int, **asked: str) -> str:
    answer = client_of(user).get(reverse("privacy:history", args=[table, pk]), asked)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_a_changed_project_tells_who_changed_what_from_what_to_what(office: Office) -> None:
    project = office.project
    typed = {
        "name": project.name,
        "starts_on": project.starts_on,
        "ends_on": date(2027, 1, 31),
        "budget": 5_000_000,
        "review_approval": project.review_approval,
        "review_approved_on": project.review_approved_on,
    }
    change_project(office.hr_officer, project.pk, **typed)
    shown = page(office.hr_officer, "staffing_project", project.pk)
    assert "예산액: 0 → 5,000,000" in shown
    assert "종료일: 2026-12-31 → 2027-01-31" in shown
    assert "사업 고침" in shown
    assert office.hr_officer.name in shown


def test_choices_references_and_nothing_are_written_in_words(office: Office) -> None:
    other = office.user(Role.PROJECT_CLERK, name="이사업")
    other.roles, other.department, other.is_active = ["department_head"], None, False
    with_actor = office.hr_officer
    set_context(office.institution.pk, with_actor.pk, "퇴직")
    other.save()
    shown = page(with_actor, "people_user", other.pk)
    assert "역할: 사업담당 → 부서장" in shown
    assert "부서: 공원녹지과 → –" in shown
    assert "사용 중: 예 → 아니요" in shown
    assert "퇴직" in shown
    assert "md5" not in shown


def test_a_protected_value_only_says_that_it_changed(office: Office) -> None:
    person = Person.objects.get()
    sealed = person.account_sealed
    Person.objects.filter(pk=person.pk).update(
        account_sealed=Sealer(office.institution.pk).seal("302012345678")
    )
    shown = page(office.hr_officer, "people_person", person.pk)
    assert "계좌번호: 보호된 값이 바뀜" in shown
    assert bytes(sealed).hex() not in shown
    assert bytes(person.resident_number_token).hex() not in shown


def test_a_months_steps_and_days_stand_on_the_month_with_the_reason_of_its_return(office: Office) -> None:
    month, contract = office.month(JUNE), Contract.objects.get()
    fill_month(office.clerk, month.pk)
    submit_month(office.clerk, month.pk)
    approve_month(office.head, month.pk)
    send_back_month(office.head, month.pk, reason="출근부와 다름")
    cells = [CellChange(contract.pk, date(2026, 6, 10), "출", "결")]
    record_days(office.clerk, month.pk, uuid4(), "type", cells)
    shown = page(office.clerk, "staffing_projectmonth", month.pk)
    for said in ("월 제출", "월 승인", "월 돌려보냄", "출근부와 다름", "상태: 승인됨 → 입력 중"):
        assert said in shown, said
    changed = page(office.clerk, "staffing_projectmonth", month.pk, q="결")
    assert "근무한 날 김하늘 2026-06-10" in changed
    assert "부호: 출 → 결" in changed


def test_days_and_months_are_told_as_people_write_them(office: Office) -> None:
    """부호는 한 번만, 휴게는 시각으로, 월은 월로 보인다."""
    month, contract = office.month(JUNE), Contract.objects.get()
    fill_month(office.clerk, month.pk)
    cells = [CellChange(contract.pk, date(2026, 6, 10), "출", "결")]
    record_days(office.clerk, month.pk, uuid4(), "type", cells)
    shown = page(office.clerk, "staffing_projectmonth", month.pk)
    assert "휴게: 12:00~13:00 → –" in shown
    assert "부호 이름" not in shown
    assert "2026-06 변경 이력" in shown


def test_a_cell_of_the_month_tells_its_own_story_only(office: Office) -> None:
    month, contract = office.month(JUNE), Contract.objects.get()
    fill_month(office.clerk, month.pk)
    for day, mark in ((10, "결"), (11, "연")):
        cells = [CellChange(contract.pk, date(2026, 6, day), "출", mark)]
        record_days(office.clerk, month.pk, uuid4(), "type", cells)
    asked = {"contract": str(contract.pk), "day": "2026-06-10"}
    shown = page(office.clerk, "staffing_projectmonth", month.pk, **asked)
    assert "부호: 출 → 결" in shown
    assert "2026-06-11" not in shown
    person = page(office.clerk, "staffing_projectmonth", month.pk, contract=str(contract.pk))
    assert "2026-06-10" in person
    assert "2026-06-11" in person
    set_context(None)
    opened = client_of(office.clerk).get(reverse("staffing:month_person", args=[month.pk, contract.pk]))
    assert (
        f"/privacy/history/staffing_projectmonth/{month.pk}/?contract={contract.pk}"
        in opened.content.decode()
    )


@pytest.mark.parametrize(
    "asked", [{"contract": "x"}, {"contract": "9" * 30}, {"contract": "1", "day": "2026-02-31"}]
)
def test_a_cell_that_cannot_be_is_no_error(office: Office, asked: dict[str, str]) -> None:
    assert page(office.clerk, "staffing_projectmonth", office.month(JUNE).pk, **asked)


def test_an_allowance_that_is_gone_still_stands_in_its_contracts_history(office: Office) -> None:
    contract = Contract.objects.get()
    items = {"name": "급식비", "amount": 100_000, "valid_from": JUNE}
    grant_allowance(office.hr_officer, office.project.pk, [contract.pk], items)
    drop_pay_item(office.hr_officer, Allowance.objects.get(), reason="잘못 넣음")
    shown = page(office.hr_officer, "staffing_contract", contract.pk)
    assert "지움 · 수당 급식비 2026-06-01" in shown
    assert "금액 100,000" in shown
    assert "잘못 넣음" in shown


def test_who_may_not_see_pay_finds_no_wage_in_the_history_nor_by_searching(office: Office) -> None:
    contract = Contract.objects.get()
    items = {"name": "급식비", "amount": 123_456, "valid_from": JUNE}
    grant_allowance(office.hr_officer, office.project.pk, [contract.pk], items)
    contract.versions.update(rate=98_765)
    seen = page(office.hr_officer, "staffing_contract", contract.pk)
    hidden = page(office.head, "staffing_contract", contract.pk)
    assert "임금 단가: 96,968 → 98,765" in seen
    assert "98,765" not in hidden
    assert "96,968" not in hidden
    assert "123,456" not in hidden
    assert "급여를 볼 수 있는 사람에게만 보임" in hidden
    assert "임금 단가" in page(office.hr_officer, "staffing_contract", contract.pk, q="98765")
    assert "찾는 것이 없습니다" in page(office.head, "staffing_contract", contract.pk, q="98765")


def test_the_history_of_somebody_elses_record_is_not_there(office: Office) -> None:
    contract, project = Contract.objects.get(), office.project
    stranger = office.user(Role.PROJECT_CLERK)
    worker = office.user(Role.WORKER, person=contract.person)
    elsewhere = new_office("나래시").hr_officer
    for user in (stranger, worker, elsewhere):
        for table, pk in (("staffing_contract", contract.pk), ("staffing_project", project.pk)):
            set_context(None)
            answer = client_of(user).get(reverse("privacy:history", args=[table, pk]))
            assert answer.status_code == 404, (user.roles, table)


def test_a_table_without_records_has_no_history_page(office: Office) -> None:
    for table in ("privacy_accessrecord", "people_nothing", "staffing_importfile"):
        answer = client_of(office.auditor).get(reverse("privacy:history", args=[table, 1]))
        assert answer.status_code == 404, table


def test_the_download_has_every_line_also_of_a_moment_too_long_for_the_page(office: Office) -> None:
    month = office.month(JUNE)
    for number in range(3):
        office.employ(f"박하나{number}")
    fill_month(office.clerk, month.pk)
    shown = page(office.clerk, "staffing_projectmonth", month.pk)
    assert "외 " in shown
    assert "내려받은 파일에 모두 있습니다" in shown
    address = reverse("privacy:history", args=["staffing_projectmonth", month.pk])
    answer = taken_out(client_of(office.clerk), address, {"download": "xlsx"})
    lines = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert len(lines) - 1 >= Day.objects.count()


def test_a_history_costs_as_many_statements_for_many_lines_as_for_few(office: Office) -> None:
    month, client = office.month(JUNE), client_of(office.clerk)
    address = reverse("privacy:history", args=["staffing_projectmonth", month.pk])
    counts = []
    for number in (1, 6):
        for one in range(number):
            office.employ(f"이두리{number}{one}")
        fill_month(office.clerk, month.pk)
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(address).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 25


def paid(office: Office) -> Any:
    month = office.month(JUNE)
    fill_month(office.clerk, month.pk)
    submit_month(office.clerk, month.pk)
    approve_month(office.head, month.pk)
    run = prepare_runs(office.payroll_officer, JUNE)[0]
    compute_runs([run.pk], office.payroll_officer.pk)
    pay_runs(office.payroll_officer, [run.pk])
    return run


def test_a_paid_run_tells_its_states_and_who_paid(office: Office) -> None:
    run = paid(office)
    shown = page(office.payroll_officer, "payroll_payrun", run.pk)
    assert "급여 지급 확정" in shown
    assert "상태: 계산됨 → 지급됨" in shown
    assert f"지급한 사람: – → {office.payroll_officer.name}" in shown


def test_the_page_of_every_record_holds_its_history(office: Office) -> None:
    rows = one_of_everything(office)
    missing = []
    for table, history in HISTORIES.items():
        if not history.page or table not in rows:
            continue
        set_context(None)
        answer = client_of(rows[table][1]).get(reverse(history.page, args=[rows[table][0]]))
        wanted = reverse("privacy:history", args=[table, rows[table][0]])
        if answer.status_code != 200 or f'data-history="{wanted}"' not in answer.content.decode():
            missing.append((table, answer.status_code))
    assert missing == []
    assert {table for table, history in HISTORIES.items() if history.page} <= set(rows)


def one_of_everything(office: Office) -> dict[str, tuple[int, User]]:
    """For each kind of record the number of one and somebody who may open its page."""
    contract = Contract.objects.get()
    period = {"name": "급식비", "amount": 1_000, "valid_from": JUNE}
    grant_allowance(office.hr_officer, office.project.pk, [contract.pk], period)
    agree_deduction(office.hr_officer, office.project.pk, [contract.pk], {**period, "agreement": "동의서"})
    paid(office)
    rows = {}
    for table in HISTORIES:
        model = models()[table]
        made = model._default_manager.order_by("pk").last() or made_for(office, table, contract)
        if made is not None:
            user = office.payroll_officer if table.startswith(("payroll", "ending")) else office.hr_officer
            rows[table] = (made.pk, user)
    rows["people_user"] = (office.clerk.pk, office.hr_officer)
    return rows


def made_for(office: Office, table: str, contract: Contract) -> Any:
    """A record of a kind that the office has none of by itself."""
    return MADE[table](office, contract) if table in MADE else None
