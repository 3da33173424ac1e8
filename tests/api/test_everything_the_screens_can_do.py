"""Every address of the site beside the operations of the API that do the same, or the reason why there is none.

A new page makes this test fail until it stands here. A room whose part of the API is still to come stands in
OUTSTANDING; the day its `api.py` is there, its pages must be named.
"""

from collections.abc import Iterator
from importlib.util import find_spec

import pytest
from django.urls import URLResolver, get_resolver

from openinsa.config.api import api

ON_SCREEN_ONLY = "drawn for people: "
PERSONAL = ON_SCREEN_ONLY + "it shows somebody's own data to that person, and an integration is nobody"
APP = ON_SCREEN_ONLY + "it makes the site an app of a phone and holds nothing of anybody"
OPERATORS = ON_SCREEN_ONLY + "operators belong to no institution, and a token always does"
PUBLIC = ON_SCREEN_ONLY + "it is open to everybody, for whoever holds a paper"
SIGN_IN = ON_SCREEN_ONLY + "it is about signing in, which an integration never does"
SELF = ON_SCREEN_ONLY + "an integration makes no integrations and answers for none"
REVIEW = ON_SCREEN_ONLY + "the monthly review of the access record is the look and the word of its officer"
SIGNING = ON_SCREEN_ONLY + "whoever signs proves to the site who it is"
TWO_PEOPLE = ON_SCREEN_ONLY + "destroying for ever asks for the look and the word of two people"

PAGES: dict[str, str] = {
    "agreements:agreement": "show_agreement",
    "agreements:amend": "amend_agreement",
    "agreements:cancel": "cancel_agreements",
    "agreements:consent_file": "take_guardian_consent",
    "agreements:contracts": "list_contracts_to_agree",
    "agreements:countersign": SIGNING,
    "agreements:decline": PERSONAL,
    "agreements:editable": "take_editable_agreement",
    "agreements:file": "take_agreement_file",
    "agreements:list": "list_agreements",
    "agreements:make": "make_agreements",
    "agreements:make_again": "make_agreement_again",
    "agreements:mine": PERSONAL,
    "agreements:own": PERSONAL,
    "agreements:own_file": PERSONAL,
    "agreements:remind": "remind_agreements",
    "agreements:renew": "renew_agreement",
    "agreements:send": "send_agreements",
    "agreements:sign": SIGNING,
    "agreements:upload_consent": "upload_guardian_consent",
    "agreements:upload_paper": "upload_agreement_paper",
    "api:edit_integration": SELF,
    "api:end_subscription": SELF,
    "api:integration": SELF,
    "api:integrations": SELF,
    "api:new_integration": SELF,
    "api:new_subscription": SELF,
    "api:problem": ON_SCREEN_ONLY + "it explains what an error of the API means",
    "api:docs": ON_SCREEN_ONLY + "it explains the API",
    "api:revoke_token": SELF,
    "api:send_again": SELF,
    "api:subscription": SELF,
    "delivery:begin": SIGN_IN,
    "delivery:bounces": "list_bounces",
    "delivery:confirm_address": PERSONAL,
    "delivery:handovers": "list_handovers",
    "delivery:invite": "send_invitations",
    "delivery:invited": "list_invitations",
    "delivery:join": SIGN_IN,
    "delivery:message": "show_message mend_message",
    "delivery:messages": "list_messages",
    "delivery:my_address": PERSONAL,
    "delivery:open_link": PERSONAL,
    "delivery:person_address": "set_mail_address",
    "delivery:revoke": "revoke_invitations",
    "delivery:send_again": "send_handovers_again",
    "delivery:sent_file": "take_sent_file",
    "delivery:settings": "show_mail_settings set_mail_settings",
    "delivery:test_mail": "send_test_mail",
    "delivery:text": "set_mail_text",
    "ending:account": "reveal_pension_account",
    "ending:again": "reckon_settlements",
    "ending:change": "edit_settlement",
    "ending:confirm": "confirm_settlements",
    "ending:draft": "draft_settlements",
    "ending:drop": "drop_settlement",
    "ending:interim": "list_interim_settlements add_interim_settlement",
    "ending:interims": "list_running_employments",
    "ending:late_wages": "show_late_wages",
    "ending:list": "list_endings",
    "ending:pay": "pay_settlement",
    "ending:put": "put_settlement_value",
    "ending:reopen": "reopen_settlement",
    "ending:settings": "list_ending_settings add_ending_settings list_marks_left_out leave_mark_out",
    "ending:settlement": "show_settlement",
    "ending:statement": "take_settlement_statement",
    "issuing:archive": "take_papers_of_job",
    "issuing:batch": "show_job list_papers",
    "issuing:bulk": "issue_many_papers",
    "issuing:choose": "list_paper_kinds list_papers",
    "issuing:choose_of_everybody": "list_paper_kinds",
    "issuing:drop_seal": "drop_seal",
    "issuing:editable": "take_editable_paper",
    "issuing:file": "take_paper",
    "issuing:form": "list_forms list_form_versions save_own_form",
    "issuing:forms": "list_forms",
    "issuing:issue": "issue_paper",
    "issuing:issue_of_everybody": "issue_paper",
    "issuing:key_device": "add_signing_device",
    "issuing:key_file": "add_signing_key",
    "issuing:lay_aside": "lay_own_form_aside",
    "issuing:own_key": "make_signing_key",
    "issuing:paper": "show_paper revoke_paper",
    "issuing:papers": "list_papers",
    "issuing:reissue": "reissue_paper",
    "issuing:retire_key": "retire_signing_key",
    "issuing:seal": "upload_seal",
    "issuing:settings": "show_issuing_settings change_issuing_settings list_signing_keys",
    "jobs:cancel": "stop_job",
    "jobs:job": "show_job",
    "jobs:jobs": "list_jobs",
    "jobs:keys": "list_keys",
    "jobs:resume": "go_on_with_job",
    "jobs:rotate_keys": "rotate_keys",
    "law:rule": "show_law_rule",
    "law:rules": "list_law_rules",
    "law:topic": "list_law_topics list_law_rules list_law_values",
    "law:topics": "list_law_topics",
    "law:value": "show_law_value",
    "law:values": "list_law_values",
    "leave:allowance": "set_leave_days",
    "leave:anew": "grant_leave_anew",
    "leave:balances": "list_leave",
    "leave:contract": "show_leave",
    "leave:drop_grant": "drop_leave",
    "leave:grant": "add_leave",
    "leave:grant_told": "show_leave_grant",
    "leave:kinds": "list_leave_kinds",
    "leave:mine": PERSONAL,
    "leave:print_first": "take_first_notices",
    "leave:print_second": "take_second_notices",
    "leave:promote_drop": "drop_leave_promotions",
    "leave:promote_first": "record_first_notices",
    "leave:promote_plan": "record_leave_plans",
    "leave:promote_second": "record_second_notices",
    "leave:promotions": "list_leave_promotions",
    "leave:settings": "list_leave_settings add_leave_settings",
    "payroll:add_fact": "add_withholding add_dependant_of_person add_other_work_of_person",
    "payroll:apply_bases": "apply_premium_bases",
    "payroll:apply_hire_bases": "apply_hire_bases",
    "payroll:bases": "list_premium_bases",
    "payroll:bill": "show_premium_bill",
    "payroll:bill_columns": "say_columns_of_premium_bill",
    "payroll:bills": "list_premium_bills upload_premium_bill",
    "payroll:calculation": "take_calculation",
    "payroll:calculation_data": "take_calculation_data",
    "payroll:carry_late_bill": "carry_late_premiums",
    "payroll:confirm_bill": "confirm_premium_bill",
    "payroll:confirm_corrections": "confirm_proposed_corrections",
    "payroll:correct": "propose_other_days propose_other_wage",
    "payroll:correct_law": "correct_run_by_law",
    "payroll:correction": "show_correction",
    "payroll:corrections": "list_corrections",
    "payroll:decided_settlements": "list_premium_settlements",
    "payroll:declare_insurance": "declare_insured",
    "payroll:drop_bill": "drop_premium_bill",
    "payroll:drop_one_time": "drop_one_time_payments",
    "payroll:end_fact": "end_dependant_of_person end_other_work_of_person",
    "payroll:explanation": "explain_slip",
    "payroll:hire_bases": "list_hire_bases",
    "payroll:insurance_events": "list_insurance_events",
    "payroll:insured": "show_insured",
    "payroll:insured_project": "list_insured",
    "payroll:kind_of_work": "say_kind_of_work",
    "payroll:late_bill": "list_late_premiums",
    "payroll:ledger": "take_wage_ledger",
    "payroll:ledger_sheet": "take_wage_ledger_sheet",
    "payroll:my_slips": PERSONAL,
    "payroll:one_time": "list_one_time_payments",
    "payroll:one_time_project": "list_people_paid_once",
    "payroll:pay": "pay_runs",
    "payroll:pay_once": "add_one_time_payments",
    "payroll:pay_unused_leave": "pay_leave_not_used",
    "payroll:preview_allowance": "preview_allowance",
    "payroll:replay": "replay_paid_run",
    "payroll:reverse_correction": "propose_reversal_of_correction",
    "payroll:run": "show_run list_slips_of_run",
    "payroll:runs": "list_runs list_months_to_run",
    "payroll:send_back": "send_run_back",
    "payroll:settle": "settle_premiums_of_people",
    "payroll:settlements": "list_premiums_to_settle",
    "payroll:slip": "show_slip",
    "payroll:slips": "list_slips",
    "payroll:start": "start_runs",
    "payroll:statement": "take_statement",
    "payroll:statements": "take_statements_of_run",
    "payroll:statements_archive": "take_statements_of_run_one_by_one",
    "payroll:supplement": "compute_supplement",
    "payroll:take_back_late_bill": "take_back_late_premiums",
    "payroll:take_back_unused_leave": "take_back_leave_pay",
    "payroll:turn_down_correction": "turn_correction_down",
    "payroll:undo_bill": "undo_premium_bill",
    "payroll:undo_settlements": "undo_premium_settlements",
    "payroll:unused_leave": "list_unused_leave",
    "payroll:unused_leave_paid": "list_unused_leave_paid",
    "payroll:unused_leave_paid_elsewhere": "record_leave_paid_elsewhere",
    "payroll:what_if": "try_contract_otherwise",
    "payroll:what_if_project": "list_contracts try_contract_otherwise",
    "payroll:withdraw_correction": "withdraw_proposed_correction",
    "people:departments": "list_departments add_department",
    "people:invitation": "invite_user",
    "people:new_user": "add_user",
    "people:user": "show_user edit_user",
    "people:users": "list_users",
    "people:worker_login": "add_worker_login",
    "privacy:access_counts": REVIEW,
    "privacy:access_rules": REVIEW,
    "privacy:changed_values": ON_SCREEN_ONLY
    + "old and new values behind a mask are shown to a person, one by one",
    "privacy:changes": "list_changes",
    "privacy:history": "list_history",
    "privacy:look_into": REVIEW,
    "privacy:records": "list_access_records",
    "privacy:review": REVIEW,
    "privacy:sign_off": REVIEW,
    "staffing:agree_deduction": "add_deductions",
    "staffing:allowance": "show_allowance end_allowance drop_allowance",
    "staffing:approval": "end_approval drop_approval",
    "staffing:assign_crews": "put_on_crews",
    "staffing:attendance": "take_attendance_pdf",
    "staffing:attendance_spreadsheet": "take_attendance_workbook",
    "staffing:confirm_month_marks": "confirm_marks_of_month",
    "staffing:confirm_registration": "confirm_register",
    "staffing:consent": "show_consent end_consent drop_consent",
    "staffing:contract": "show_contract",
    "staffing:contract_exception": "edit_exception",
    "staffing:contract_exemption": "edit_exemption",
    "staffing:contract_watch": "list_watched_contracts",
    "staffing:contracts": "list_contracts",
    "staffing:copy_shift_pattern": "copy_shift_pattern",
    "staffing:cover_flexible_hours": "cover_people",
    "staffing:crews": "list_crews",
    "staffing:decide_week": "decide_over_week",
    "staffing:deduction": "show_deduction end_deduction drop_deduction",
    "staffing:drop_holiday": "drop_holiday",
    "staffing:drop_holiday_swap": "drop_holiday_swap",
    "staffing:drop_pay_table": "drop_table_of_pay",
    "staffing:drop_registration": "drop_registration",
    "staffing:drop_shift_pattern": "drop_shift_pattern",
    "staffing:edit_day_code": "edit_mark",
    "staffing:edit_project": "edit_project",
    "staffing:end_contract": "end_contract",
    "staffing:end_flexible_hours": "end_flexible_hours drop_flexible_hours",
    "staffing:end_pregnancy": "end_pregnancy",
    "staffing:flexible_cover": "end_flexible_hours_of_person",
    "staffing:flexible_hours": "show_flexible_hours list_people_under_flexible_hours",
    "staffing:grant_allowance": "add_allowances",
    "staffing:institution": OPERATORS,
    "staffing:institutions": OPERATORS,
    "staffing:leave_week_to_law": "drop_decision_over_week",
    "staffing:month": "show_month list_days",
    "staffing:month_cells": "enter_days",
    "staffing:month_changes": "list_changes_of_month",
    "staffing:month_download": "take_month_sheet",
    "staffing:month_import": "show_month_import",
    "staffing:month_person": "list_days enter_days",
    "staffing:month_print": "take_attendance_pdf",
    "staffing:month_step": "fill_month submit_month approve_month send_back_month",
    "staffing:month_upload": "upload_month",
    "staffing:months": "list_months",
    "staffing:motherhood": "reveal_pregnancy drop_pregnancy",
    "staffing:my_days": PERSONAL,
    "staffing:new_approval": "add_approval list_approvals",
    "staffing:new_day_code": "add_mark",
    "staffing:new_flexible_hours": "add_flexible_hours list_flexible_hours",
    "staffing:new_holiday": "add_holiday",
    "staffing:new_holiday_swap": "add_holiday_swap list_holiday_swaps",
    "staffing:new_institution": OPERATORS,
    "staffing:new_pay_table": "add_pay_table",
    "staffing:new_project": "add_project",
    "staffing:new_settings": "add_settings",
    "staffing:new_shift_pattern": "add_shift_pattern list_usual_shift_patterns",
    "staffing:new_terms": "add_terms",
    "staffing:note_pregnancy": "add_pregnancy",
    "staffing:open_month": "open_month",
    "staffing:pay_facts": "set_facts_of_pay",
    "staffing:pay_items": "list_people_with_pay_items",
    "staffing:pay_tables": "list_pay_tables",
    "staffing:people": "list_people",
    "staffing:person": "show_person list_consents",
    "staffing:preview_shift_pattern": "preview_shift_pattern",
    "staffing:project": "show_project list_projects list_contracts list_months",
    "staffing:project_consents": "list_people_with_consents",
    "staffing:projects": "list_projects",
    "staffing:record_consents": "add_consents",
    "staffing:registration": "show_registration show_reading",
    "staffing:registration_faults": "take_registration_faults",
    "staffing:registration_template": "take_registration_template",
    "staffing:registrations": "list_registrations upload_register register_people",
    "staffing:resume_institution": OPERATORS,
    "staffing:save_month_import": "save_month_import",
    "staffing:save_registration": "save_registration",
    "staffing:schedule": "add_schedule",
    "staffing:settings": "list_settings list_holidays list_marks",
    "staffing:shift_pattern": "show_shift_pattern edit_shift_pattern",
    "staffing:shift_pattern_month": "take_shift_pattern_month",
    "staffing:shift_patterns": "list_shift_patterns",
    "staffing:show_value": "reveal_value",
    "verify:enter": PUBLIC,
    "verify:printed": PUBLIC,
    "verify:shown": PUBLIC,
    "worker:ask_leave": PERSONAL,
    "worker:asked": PERSONAL,
    "worker:certificate": PERSONAL,
    "worker:certificates": PERSONAL,
    "worker:day_report": "show_day_report answer_day_report",
    "worker:day_reports": "list_day_reports",
    "worker:keep": PERSONAL,
    "worker:leave_request": "show_leave_request answer_leave_request",
    "worker:leave_requests": "list_leave_requests",
    "worker:manifest": APP,
    "worker:more": PERSONAL,
    "worker:offline": APP,
    "worker:paper": PERSONAL,
    "worker:paper_file": PERSONAL,
    "worker:photo": "take_day_photo",
    "worker:report_day": PERSONAL,
    "worker:service_worker": APP,
    "worker:start": PERSONAL,
    "worker:withdraw_leave": PERSONAL,
    "web:preferences": ON_SCREEN_ONLY + "theme and language of a browser",
}
WHOLE_ROOMS = {
    "": ON_SCREEN_ONLY + "the start page, one's own data, and signing in",
    "entrance": SIGN_IN,
    "retention": TWO_PEOPLE,
}
OUTSTANDING: set[str] = set()


def walk(resolver: URLResolver, room: str) -> Iterator[str]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from walk(one, one.namespace or room)
        elif one.name:
            yield f"{room}:{one.name}"


@pytest.fixture(scope="module")
def pages() -> list[str]:
    named = sorted(set(walk(get_resolver(), "")))
    apart = {*WHOLE_ROOMS, "v1", *(room for room in OUTSTANDING if not has_part(room))}
    return [name for name in named if name.partition(":")[0] not in apart]


def has_part(room: str) -> bool:
    return find_spec(f"openinsa.{room}.api") is not None


def operations() -> set[str]:
    bound = api._get_bound_routers()
    return {
        str(one.operation_id)
        for router in bound
        for view in router.path_operations.values()
        for one in view.operations
    }


def test_every_page_stands_here(pages: list[str]) -> None:
    assert [name for name in pages if name not in PAGES] == []


def test_every_operation_named_here_exists_and_every_page_too(pages: list[str]) -> None:
    known = operations()
    told = {name: one.split() for name, one in PAGES.items() if not one.startswith(ON_SCREEN_ONLY)}
    assert {name: one for name, one in told.items() if not set(one) <= known} == {}
    assert sorted(set(PAGES) - set(pages)) == []


def test_every_operation_is_named_once_and_says_what_it_does() -> None:
    names = [
        one.operation_id
        for router in api._get_bound_routers()
        for view in router.path_operations.values()
        for one in view.operations
    ]
    silent = [
        one.operation_id
        for router in api._get_bound_routers()
        for view in router.path_operations.values()
        for one in view.operations
        if not one.description
    ]
    assert sorted(names) == sorted(set(names))
    assert silent == []
