"""Every address of the site, asked with somebody else's ids by everybody who has no business there.

A new address is walked as soon as it exists; a new kind of id makes this test fail until it is named here.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from agreements.agreeing import made
from api_office import ids_of_an_integration
from office import JUNE, Office, new_office
from openinsa.delivery.models import Handover
from openinsa.delivery.outbox import Draft, write_messages
from openinsa.ending.actions import draft_settlements
from openinsa.issuing.actions import issue
from openinsa.issuing.keys import make_first_key
from openinsa.issuing.kinds import Asked
from openinsa.issuing.models import SigningKey
from openinsa.jobs.actions import start_job
from openinsa.leave.actions import grant_by_hand
from openinsa.payroll.actions.corrections import propose_days
from openinsa.payroll.actions.runs import pay_runs, prepare_runs
from openinsa.payroll.computing import compute_runs
from openinsa.payroll.models import Payslip, PremiumBill
from openinsa.people.models import Delegation, User
from openinsa.people.roles import Role
from openinsa.people.tenancy import set_context
from openinsa.privacy.models import ChangeRecord
from openinsa.privacy.sealing import Sealer
from openinsa.retention.actions import place_hold
from openinsa.retention.models import Destruction, PersonRequest
from openinsa.staffing.actions.insured import add_dependant
from openinsa.staffing.actions.months import approve_month, fill_month, submit_month
from openinsa.staffing.actions.motherhood import note_pregnancy
from openinsa.staffing.actions.pay_items import agree_deduction, grant_allowance
from openinsa.staffing.models import (
    Allowance,
    Approval,
    Consent,
    Contract,
    DayCode,
    DecidedWeek,
    Deduction,
    FlexibleAgreement,
    FlexibleCover,
    HolidaySwap,
    ImportFile,
    InstitutionHoliday,
    PayTable,
)
from openinsa.worker.models import DayReport, LeaveRequest
from shifts import stored_pattern

pytestmark = pytest.mark.django_db
ROOMS = {
    "api",
    "entrance",
    "home",
    "people",
    "privacy",
    "staffing",
    "leave",
    "payroll",
    "ending",
    "retention",
    "issuing",
    "agreements",
    "delivery",
    "worker",
    "documents",
    "jobs",
    "web",
}
CLOSED = {403, 404, 405}
BY_SECRET = {"delivery:open_link", "delivery:join"}  # what opens them is the secret, not who is signed in
EVERYBODYS = {"issuing:form"}  # forms are everybody's, their own text nobody else's
OPERATORS = {
    "staffing:institution",
    "staffing:resume_institution",
}  # numbers of an institution, nobody's data


@pytest.fixture(scope="module")
def addresses() -> list[tuple[str, tuple[str, ...]]]:
    return sorted(walk(get_resolver(), ""))


def walk(resolver: URLResolver, namespace: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Names of our rooms' addresses that carry an id, with the names of what they carry."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from walk(pattern, pattern.namespace or namespace)
        elif namespace in ROOMS and pattern.name and pattern.pattern.converters:
            yield f"{namespace}:{pattern.name}", tuple(pattern.pattern.converters)


@pytest.fixture
def office() -> Office:
    """An office with one of everything: a paid month of June, an open July, a file, a job."""
    office = new_office("가온구")
    office.employ("김하늘")
    people, period = [Contract.objects.get().pk], {"name": "급식비", "amount": 1_000, "valid_from": JUNE}
    grant_allowance(office.hr_officer, office.project.pk, people, period)
    agree_deduction(office.hr_officer, office.project.pk, people, {**period, "agreement": "동의서"})
    month = office.month(JUNE)
    fill_month(office.clerk, month.pk)
    submit_month(office.clerk, month.pk)
    approve_month(office.head, month.pk)
    run = prepare_runs(office.payroll_officer, JUNE)[0]
    compute_runs([run.pk], office.payroll_officer.pk)
    pay_runs(office.payroll_officer, [run.pk])
    return office


@pytest.fixture
def ids(office: Office) -> dict[str, Any]:
    """The ids of the office's things, by the names that addresses use."""
    slip = Payslip.objects.get()
    make_first_key(office.institution)
    file = ImportFile.objects.create(
        institution=office.institution,
        kind="register",
        name="명단.xlsx",
        content_sealed=Sealer(office.institution.pk).seal("eA=="),
        uploaded_by=office.clerk,
    )
    job = start_job(office.payroll_officer, "pay_run", "계산", {"runs": []})
    absent = {date(2026, 6, 10): "결"}
    agreement = FlexibleAgreement.objects.create(
        institution=office.institution,
        project=office.project,
        kind="two_weeks",
        unit_length=2,
        unit="weeks",
        starts_on=date(2026, 7, 6),
        ends_on=date(2026, 7, 19),
        agreed_on=JUNE,
        document="취업규칙",
    )
    return {
        "institution_id": office.institution.pk,
        "project_id": office.project.pk,
        "table": "staffing_project",
        "row_id": office.project.pk,
        "contract_id": slip.contract_id,
        "person_id": slip.person_id,
        "change_id": ChangeRecord.objects.filter(table_name="people_person").latest("pk").pk,
        "month_id": office.month(date(2026, 7, 1)).pk,
        "run_id": slip.run_id,
        "slip_id": slip.pk,
        "correction_id": propose_days(office.clerk, slip.pk, absent, reason="출근부 대조").pk,
        "bill_id": PremiumBill.objects.create(
            institution=office.institution,
            insurance="health",
            month=JUNE,
            name="고지.xlsx",
            content_sealed=b"",
            uploaded_by=office.payroll_officer,
        ).pk,
        "job_id": job.pk,
        "import_id": file.pk,
        "user_id": office.clerk.pk,
        "holiday_id": InstitutionHoliday.objects.create(
            institution=office.institution, date=date(2026, 12, 24), name="구민의 날", source="조례"
        ).pk,
        "grant_id": grant_by_hand(
            office.hr_officer,
            slip.contract_id,
            minutes=480,
            granted_on=JUNE,
            expires_on=date(2026, 12, 31),
            reason="이월",
        ).pk,
        "code_id": DayCode.objects.latest("pk").pk,
        "pattern_id": stored_pattern(office).pk,
        "table_id": PayTable.objects.create(
            institution=office.institution,
            name="근속수당표",
            valid_from=date(2026, 12, 1),
            source="시험",
            rows={"가급": [1]},
        ).pk,
        "swap_id": HolidaySwap.objects.create(
            institution=office.institution,
            project=office.project,
            holiday=date(2026, 6, 3),
            instead=date(2026, 6, 5),
            agreed_on=date(2026, 5, 20),
            agreement="시험",
        ).pk,
        "allowance_id": Allowance.objects.latest("pk").pk,
        "deduction_id": Deduction.objects.latest("pk").pk,
        "approval_id": Approval.objects.create(
            institution=office.institution,
            project=office.project,
            kind="emergency",
            valid_from=JUNE,
            dated_on=JUNE,
            document="인가서",
        ).pk,
        "week_id": DecidedWeek.objects.create(
            institution=office.institution,
            contract_id=slip.contract_id,
            week_end=date(2026, 6, 14),
            ruling="granted",
            grounds="시험",
            decided_by=office.clerk,
        ).pk,
        "consent_id": Consent.objects.create(
            institution=office.institution,
            person_id=slip.person_id,
            kind="night_consent",
            valid_from=JUNE,
            dated_on=JUNE,
            document="동의서",
        ).pk,
        "paper_id": issue(office.payroll_officer, "wage_statement", Asked("ko", slip.person_id, slip.pk)).pk,
        "key_id": SigningKey.objects.get().pk,
        "kind_key": "wage_statement",
        "form_name": "employment_certificate",  # forms are everybody's, their own text nobody else's
        "motherhood_id": note_pregnancy(
            office.hr_officer,
            slip.person_id,
            told_on=JUNE,
            due_on=date(2026, 12, 14),
            document="진단서",
        ).pk,
        "kind": "dependant",
        "fact_id": add_dependant(
            office.hr_officer,
            slip.person_id,
            relation="child",
            birth_date=date(2018, 3, 1),
            valid_from=date(2026, 7, 1),
        ).pk,
        "settlement_id": draft_settlements(office.clerk, [slip.contract_id])[0].pk,
        "agreement_id": agreement.pk,
        "cover_id": FlexibleCover.objects.create(
            institution=office.institution,
            agreement=agreement,
            contract_id=slip.contract_id,
            valid_from=agreement.starts_on,
            valid_to=agreement.ends_on,
        ).pk,
        "document_id": made(office, slip.contract).pk,
        "own_kind": "nothing",  # a kind of paper that somebody issues for oneself is nobody's own
        "asked_id": LeaveRequest.objects.create(
            institution=office.institution,
            contract_id=slip.contract_id,
            code="annual_leave",
            first_day=JUNE,
            last_day=JUNE,
            asked_by=office.clerk,
        ).pk,
        "report_id": DayReport.objects.create(
            institution=office.institution,
            contract_id=slip.contract_id,
            day=JUNE,
            note_sealed=Sealer(office.institution.pk).seal("틀림"),
            photo_sealed=Sealer(office.institution.pk).seal("x"),
            reported_by=office.clerk,
        ).pk,
        "kind_of_data": "nothing",  # kinds of the plan are nobody's own
        "hold_id": place_hold(office.hr_officer, cause="audit", reason="시험", person_id=slip.person_id).pk,
        "destruction_id": Destruction.objects.create(
            institution=office.institution, on_day=JUNE, proposed_by=office.hr_officer
        ).pk,
        "request_id": PersonRequest.objects.create(
            institution=office.institution,
            person_id=slip.person_id,
            kind="deletion",
            text="시험",
            asked_by=office.clerk,
            due_on=JUNE,
        ).pk,
        "delegation_id": Delegation.objects.create(
            institution=office.institution,
            giver=office.head,
            taker=office.clerk,
            kind="acting",
            rights=["staffing.approve_month"],
            valid_from=JUNE,
            valid_to=JUNE,
            grounds="휴가",
        ).pk,
        "what": "account",
        **ids_of_an_integration(office),
        "name": "submit",
        **ids_of_delivery(office, slip),
    }


def ids_of_delivery(office: Office, slip: Payslip) -> dict[str, Any]:
    """A payslip on its way to its owner; purposes and languages of texts are nobody's own."""
    handover = Handover.objects.create(
        institution=office.institution, slip=slip, person=slip.person, way="link"
    )
    draft = Draft("payslip_link", "kim@example.com", "제목", "글", person=slip.person, handover=handover)
    (message,) = write_messages(Sealer(office.institution.pk), [draft])
    return {"message_id": message.pk, "purpose": "nothing", "language": "ko", "secret": "1-nothing"}


def strangers(office: Office) -> dict[str, User]:
    """Those who have no business with the office's project: of another institution, project or person."""
    within = {"another project's clerk": office.user(Role.PROJECT_CLERK)}
    colleague = office.employ("박새봄", project="다른 사업").person
    within["another worker"] = office.user(Role.WORKER, person=colleague)
    elsewhere = new_office("나래시")
    others = {
        f"another institution's {role.label}": elsewhere.user(role) for role in Role if role != Role.OPERATOR
    }
    set_context(None)
    operator = User.objects.create_user(
        "operator", "a long enough word", roles=[Role.OPERATOR], name="운영자"
    )
    return within | others | {"an operator": operator}


@pytest.mark.parametrize("method", ["get", "post"])
def test_somebody_elses_id_in_any_address_is_answered_with_not_found(
    addresses: list[tuple[str, tuple[str, ...]]], office: Office, ids: dict[str, Any], method: str
) -> None:
    people = strangers(office)
    open_to_strangers = []
    for who, user in people.items():
        set_context(None)
        client = Client()
        client.force_login(user)
        for name, wanted in addresses:
            if name in EVERYBODYS or (name in OPERATORS and Role.OPERATOR in user.roles):
                continue
            address = reverse(name, kwargs={one: ids[one] for one in wanted})
            set_context(None)
            answer = getattr(client, method)(address)
            if answer.status_code not in CLOSED:
                open_to_strangers.append((method, name, who, answer.status_code))
    assert open_to_strangers == []


def test_nobody_who_is_not_signed_in_gets_past_the_door(
    addresses: list[tuple[str, tuple[str, ...]]], ids: dict[str, Any]
) -> None:
    set_context(None)
    for name, wanted in addresses:
        if name in BY_SECRET:
            continue
        answer = Client().get(reverse(name, kwargs={one: ids[one] for one in wanted}))
        assert answer.status_code == 302, name
        assert "/accounts/login/" in answer["Location"], name
