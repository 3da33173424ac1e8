"""What is wrong with the rows of a register: each check is one function in one list."""

from collections.abc import Callable, Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from openinsa.exchange.fields import ITEM
from openinsa.exchange.values import birth_of
from openinsa.people.models import Person
from openinsa.rules.engine import Refusal
from openinsa.staffing.law import law_value, monthly_standard_hours
from openinsa.staffing.models import Allowance, Contract, Project
from openinsa.staffing.registration import Register, Registration, RegistrationFault, Severity, law_day
from openinsa.staffing.registration_watch import watched_rows
from openinsa.staffing.sheet import last_day

Found = Iterator[tuple[str, object]]
"""The field that is wrong, and the sentence that says what and how to mend it."""

LONGEST = {
    name: model._meta.get_field(column).max_length
    for name, model, column in (
        ("name", Person, "name"),
        ("bank", Person, "bank"),
        ("job", Contract, "job"),
        ("project", Project, "name"),
        ("exception_document", Contract, "exception_document"),
        ("review_approval", Project, "review_approval"),
    )
}


def faults_of(rows: Sequence[Registration], register: Register) -> list[RegistrationFault]:
    """Everything that forbids storing the rows or should be known first, in the order of the file."""
    faults = []
    for row in rows:
        faults += [
            RegistrationFault(row.place, column, severity, str(text))
            for check, severity in CHECKS.items()
            for column, text in check(row, register)
        ]
        register.checked.setdefault(row.resident_number, []).append(row)
    return faults + [
        RegistrationFault(row.place, column, "warning", text)
        for row, column, text in watched_rows(rows, register)
    ]


def _place_of_work(row: Registration, register: Register) -> Found:
    if row.department not in register.departments:
        text = _("부서 '%s'이(가) 없습니다. 부서 이름을 확인하거나 인사담당에게 부서를 만들어 달라고 하세요.")
        yield "department", text % row.department
    elif register.project(row) is None and not register.may_make_projects:
        text = _("'%s' 사업을 담당하고 있지 않거나 그런 사업이 없습니다. 사업명을 확인해 주세요.")
        yield "project", text % row.project


def _period(row: Registration, register: Register) -> Found:
    if row.ends_on < row.starts_on:
        yield "ends_on", _("종료일이 시작일(%s)보다 앞섭니다. 두 날짜를 확인해 주세요.") % row.starts_on
        return
    project = register.project(row)
    if project is not None:
        text = _("사업 기간(%s) 밖입니다. 계약 기간을 고치거나 인사담당에게 사업 기간을 넓혀 달라고 하세요.")
        period = f"{project.starts_on} ~ {project.ends_on}"
        if row.starts_on < project.starts_on:
            yield "starts_on", text % period
        if project.ends_on < row.ends_on:
            yield "ends_on", text % period


def _number(row: Registration, register: Register) -> Found:
    try:
        birth_of(row.resident_number)
    except ValueError:
        yield "resident_number", _("주민등록번호의 생년월일이 없는 날짜입니다. 번호를 확인해 주세요.")
    person = register.person(row)
    if person is not None and person.name != row.name:
        text = _("같은 주민등록번호가 다른 이름(%s)으로 등록되어 있습니다. 성명이나 번호를 확인해 주세요.")
        yield "resident_number", text % person.name
    for other in register.checked.get(row.resident_number, []):
        if other.name != row.name:
            text = _("%s에 같은 주민등록번호가 다른 이름으로 있습니다. 성명이나 번호를 확인해 주세요.")
            yield "resident_number", text % other.place


def _overlaps(row: Registration, register: Register) -> Found:
    project, person = register.project(row), register.person(row)
    if project is not None and person is not None:
        for contract in register.contracts.get((project.pk, person.pk), []):
            if contract.starts_on <= row.ends_on and row.starts_on <= contract.ends_on:
                text = _("이 사업에 겹치는 계약(%s)이 이미 있습니다. 계약 기간을 확인해 주세요.")
                yield "starts_on", text % f"{contract.starts_on} ~ {contract.ends_on}"
    for other in register.checked.get(row.resident_number, []):
        same = (other.department, other.project) == (row.department, row.project)
        if same and other.starts_on <= row.ends_on and row.starts_on <= other.ends_on:
            text = _("%s과(와) 같은 사람의 계약 기간이 겹칩니다. 한 행을 지우거나 기간을 고쳐 주세요.")
            yield "resident_number", text % other.place


def _family(row: Registration, register: Register) -> Found:
    """The family counts the worker and the children: 소득세법 시행령 별표 2."""
    person = register.person(row)
    family = row.family_members or (person.family_members if person else 1)
    children = row.children_8_to_20
    if children is None:
        children = person.children_8_to_20 if person else 0
    if family <= children:
        text = _("공제대상가족 수(%s명)는 본인과 자녀를 모두 세어야 합니다. 가족 수나 자녀 수를 고쳐 주세요.")
        yield "children_8_to_20", text % family


def _taxed_by_the_day(row: Registration, register: Register) -> Found:
    """Monthly pay belongs to no day: 소득세법 시행령 제20조."""
    if row.tax_mode == Contract.TaxMode.DAILY and row.pay_basis == "monthly":
        yield "tax_mode", _("월급은 일용근로소득으로 과세할 수 없습니다. 과세 방식이나 임금을 고쳐 주세요.")


def _lengths(row: Registration, register: Register) -> Found:
    for name, longest in LONGEST.items():
        if len(getattr(row, name)) > longest:
            yield name, _("%s자보다 깁니다. 줄여 적어 주세요.") % longest


def _law(row: Registration, register: Register) -> Found:
    day = law_day(row)
    try:
        law_value("weekly_limit_minutes", day)
        monthly_standard_hours(row.weekly_scheduled_minutes, row.weekly_scheduled_days, day)
    except Refusal as refused:
        yield "ends_on", refused.korean


def _exception(row: Registration, register: Register) -> Found:
    if row.exception_reason != Contract.ExceptionReason.NONE and not row.exception_document:
        text = _(
            "예외 사유를 뒷받침하는 문서번호나 승인번호가 없습니다. 등록한 뒤 계약에서 적을 수 있습니다."
        )
        yield "exception_reason", text


def _review(row: Registration, register: Register) -> Found:
    if bool(row.review_approval) != (row.review_approved_on is not None):
        yield "review_approval", _("사전심사 승인번호와 승인일을 함께 적어 주세요.")
    project = register.project(row)
    other = project is not None and project.review_approval != row.review_approval
    if row.review_approval and other and not register.may_make_projects:
        yield (
            "review_approval",
            _("사전심사는 인사담당이 사업에 적습니다. 이 승인번호는 저장되지 않습니다."),
        )


def _paid_months(row: Registration, register: Register) -> Found:
    project = register.project(row)
    paid = register.paid_until.get(project.pk) if project is not None else None
    if paid is not None and row.starts_on <= last_day(paid):
        text = _(
            "이 사업은 %s까지 급여를 지급해 그때까지의 임금은 계산되지 않습니다. 급여담당과 먼저 상의해 주세요."
        )
        yield "starts_on", text % f"{paid:%Y-%m}"


def _items(row: Registration, register: Register) -> Found:
    """What a month pays belongs to no day of a day labourer: 소득세법 시행령 제20조."""
    if row.items_from is not None and not row.starts_on <= row.items_from <= row.ends_on:
        text = _("계약 기간(%s) 밖입니다. 수당 적용일을 고치거나 비워 두세요.")
        yield "items_from", text % f"{row.starts_on} ~ {row.ends_on}"
    for name, _amount in row.items:
        item = register.items.get(name)
        if item is None:
            yield f"{ITEM}{name}", _("'%s' 수당을 받는 사람이 이제 없습니다. 다시 올려 주세요.") % name
        elif row.tax_mode == Contract.TaxMode.DAILY and item.kind == Allowance.Kind.MONTHLY:
            text = _(
                "월 정액 수당은 일용근로소득으로 과세하는 사람에게 줄 수 없습니다. 비우거나 과세 방식을 고쳐 주세요."
            )
            yield f"{ITEM}{name}", text


CHECKS: dict[Callable[[Registration, Register], Found], Severity] = {
    _place_of_work: "error",
    _period: "error",
    _number: "error",
    _overlaps: "error",
    _family: "error",
    _taxed_by_the_day: "error",
    _lengths: "error",
    _law: "error",
    _items: "error",
    _exception: "warning",
    _review: "warning",
    _paid_months: "warning",
}
