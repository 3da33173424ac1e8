"""Everything that is stored about one person, to take away: free, complete, as a spreadsheet or for a machine."""

import json
from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as say

from openinsa.ending.causes import CAUSE_LABELS
from openinsa.ending.models import Settlement
from openinsa.exchange.table_download import Listed, workbook_of
from openinsa.home.own_tables import OwnTable, as_data, own_tables, plain
from openinsa.payroll.models import PayRun, PayslipLine
from openinsa.people.models import Person, User
from openinsa.privacy.actions import PROTECTED
from openinsa.privacy.exports import hand_out
from openinsa.privacy.models import AccessRecord
from openinsa.privacy.read_words import what_read
from openinsa.privacy.sealing import Sealer
from openinsa.privacy.words import PROTECTED_WORDS, VERBS, said
from openinsa.staffing.models import Allowance, Consent, ContractVersion, Day, Deduction
from openinsa.staffing.motherhood import mothers_of


def own_data(user: User, address: str | None = None) -> bytes:
    """The worker's own workbook: first what people ask for, told in words, then every table as it is stored.

    Leaves a line in the access record, which is the first to be read in it. `user.person` is set.
    """
    person = user.person
    hand_out(user, "own_data", [person.pk], reason=None, address=address)
    sheets = (
        _person,
        _contracts,
        _allowances,
        _deductions,
        _consents,
        _motherhoods,
        _days,
        _slip_lines,
        _settlements,
        _looks,
    )
    told = [sheet(person) for sheet in sheets]
    return workbook_of([*told, *(_stored(one) for one in own_tables(person))])


def own_data_for_machines(user: User, address: str | None = None) -> bytes:
    """All that is stored about the user's person as JSON: by table, column and value. Leaves the same line."""
    person = user.person
    hand_out(user, "own_data", [person.pk], reason=None, address=address)
    return json.dumps(as_data(person), ensure_ascii=False, indent=1).encode()


LONGEST_NAME = 31
"""What a spreadsheet allows for the name of a sheet."""


def _stored(one: OwnTable) -> Listed:
    """A table as it is stored, whole."""
    heads = [(label, "text") for _name, label in one.columns]
    lines = [["" if value is None else str(plain(value)) for value in row] for row in one.rows]
    return Listed(f"{say('전체')} {one.label}"[:LONGEST_NAME], heads, lines)


def _person(person: Person) -> Listed:
    sealer = Sealer(person.institution_id)
    told = [
        (field.verbose_name, getattr(person, field.name))
        for field in Person._meta.fields
        if field.verbose_name != field.name.replace("_", " ") and field.name != "institution"
    ]
    opened = [(PROTECTED_WORDS[what], sealer.open(getattr(person, PROTECTED[what]))) for what in PROTECTED]
    heads = [(say("항목"), "text"), (say("내용"), "text")]
    return Listed(say("인적사항"), heads, [(str(label), str(value)) for label, value in told + opened])


def _contracts(person: Person) -> Listed:
    heads = [
        (say("사업명"), "text"),
        (say("직무"), "text"),
        (say("적용 시작일"), "day"),
        (say("적용 종료일"), "day"),
        (say("임금 형태"), "text"),
        (say("임금 단가"), "won"),
        (say("1일 소정근로시간"), "minutes"),
        (say("1주 소정근로시간"), "minutes"),
    ]
    versions = ContractVersion.objects.filter(contract__person=person).select_related("contract__project")
    lines = [
        (
            one.contract.project.name,
            one.contract.job,
            one.valid_from,
            one.valid_to,
            one.get_pay_basis_display(),
            one.rate,
            one.daily_scheduled_minutes,
            one.weekly_scheduled_minutes,
        )
        for one in versions
    ]
    return Listed(say("계약"), heads, lines)


def _allowances(person: Person) -> Listed:
    heads = [
        (say("수당명"), "text"),
        (say("적용 시작일"), "day"),
        (say("적용 종료일"), "day"),
        (say("지급 방식"), "text"),
        (say("금액"), "won"),
    ]
    lines = [
        (one.name, one.valid_from, one.valid_to, one.get_kind_display(), one.amount)
        for one in Allowance.objects.filter(contract__person=person)
    ]
    return Listed(say("수당"), heads, lines)


def _deductions(person: Person) -> Listed:
    heads = [
        (say("공제명"), "text"),
        (say("적용 시작일"), "day"),
        (say("적용 종료일"), "day"),
        (say("공제 방식"), "text"),
        (say("금액"), "won"),
        (say("동의서·단체협약"), "text"),
    ]
    lines = [
        (one.name, one.valid_from, one.valid_to, one.get_kind_display(), one.amount, one.agreement)
        for one in Deduction.objects.filter(contract__person=person)
    ]
    return Listed(say("약정 공제"), heads, lines)


def _consents(person: Person) -> Listed:
    heads = [
        (say("종류"), "text"),
        (say("적용 시작일"), "day"),
        (say("적용 종료일"), "day"),
        (say("문서"), "text"),
        (say("문서 날짜"), "day"),
    ]
    lines = [
        (one.get_kind_display(), one.valid_from, one.valid_to, one.document, one.dated_on)
        for one in Consent.objects.filter(person=person)
    ]
    return Listed(say("동의·인가"), heads, lines)


def _motherhoods(person: Person) -> Listed:
    heads = [
        (say("알린 날"), "day"),
        (say("출산예정일"), "day"),
        (say("출산일"), "day"),
        (say("출산 없이 끝난 날"), "day"),
        (say("진단서·신청서"), "text"),
    ]
    known = mothers_of(person.institution_id, [person.pk]).get(person.pk, [])
    lines = [(one.told_on, one.due_on, one.born_on, one.over_on, one.document) for one in known]
    return Listed(say("임신·출산 보호"), heads, lines)


def _days(person: Person) -> Listed:
    heads = [
        (say("날짜"), "day"),
        (say("사업명"), "text"),
        (say("부호"), "text"),
        (say("근로시간"), "minutes"),
    ]
    days = Day.objects.filter(contract__person=person).exclude(mark="").select_related("contract__project")
    lines = [
        (one.date, one.contract.project.name, one.mark, one.worked_minutes) for one in days.order_by("date")
    ]
    return Listed(say("근무"), heads, lines)


def _slip_lines(person: Person) -> Listed:
    heads = [
        (say("월"), "month"),
        (say("사업명"), "text"),
        (say("지급일"), "day"),
        (say("구분"), "text"),
        (say("항목"), "text"),
        (say("금액"), "won"),
        (say("계산 방법"), "text"),
        (say("근거"), "text"),
    ]
    return Listed(say("급여명세서"), heads, list(_paid_lines(person)))


def _paid_lines(person: Person) -> Iterator[tuple[Any, ...]]:
    paid = PayslipLine.objects.filter(slip__person=person, slip__run__state=PayRun.State.PAID)
    for line in paid.select_related("slip__run__project").order_by("slip__run__month", "slip", "position"):
        run = line.slip.run
        side = line.get_side_display()
        yield run.month, run.project.name, run.pay_date, side, line.label, line.amount, line.words, line.law


def _settlements(person: Person) -> Listed:
    heads = [
        (say("퇴직일"), "day"),
        (say("입사일"), "day"),
        (say("퇴직 사유"), "text"),
        (say("퇴직금"), "won"),
        (say("해고예고수당"), "won"),
        (say("퇴직소득세"), "won"),
        (say("지방소득세"), "won"),
        (say("실지급액"), "won"),
        (say("지급일"), "day"),
    ]
    lines = [
        (
            one.ended_on,
            one.employed_since,
            str(CAUSE_LABELS.get(one.cause, one.cause)),
            one.severance,
            one.notice_pay,
            one.income_tax,
            one.local_tax,
            one.net,
            one.paid_on,
        )
        for one in person.settlements.exclude(state=Settlement.State.DRAFTED)
    ]
    return Listed(say("퇴직정산"), heads, lines)


def _looks(person: Person) -> Listed:
    heads = [
        (say("일시"), "moment"),
        (say("본 사람"), "text"),
        (say("한 일"), "text"),
        (say("항목"), "text"),
        (say("사유"), "text"),
    ]
    seen = Q(person_id=person.pk) | Q(people__contains=[person.pk])
    looks = list(AccessRecord.objects.filter(seen))
    names = dict(User.objects.filter(pk__in={one.actor_id for one in looks}).values_list("pk", "name"))
    lines = [
        (
            one.at,
            names.get(one.actor_id, ""),
            said(VERBS, one.verb),
            what_read(one.what, one.verb),
            one.reason,
        )
        for one in looks
    ]
    return Listed(say("열람 기록"), heads, lines)
