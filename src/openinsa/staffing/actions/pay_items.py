"""Pay items beside the wage and agreed deductions: giving them to one or many people, ending, dropping."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from openinsa.people.acting import action
from openinsa.people.models import User
from openinsa.people.refusals import Refused, require
from openinsa.staffing.actions.patterns import picked_contracts
from openinsa.staffing.actions.settings import require_unpaid
from openinsa.staffing.models import Allowance, Contract, Deduction, PayTable, Project
from openinsa.staffing.ordinary_items import first_ordinary_day
from openinsa.staffing.scope import contracts_of, projects_of, reach
from openinsa.staffing.sheet import last_day

ONE_DAY = timedelta(days=1)
PayItem = Allowance | Deduction
Spans = list[tuple[Contract, date, date]]


class PayItemOutsideContract(Refused):
    sentence = _(
        "%(name)s님의 계약(%(starts_on)s ~ %(ends_on)s)에 들어 있는 날이 없습니다. 날짜를 고치거나 그 사람을 빼 주세요. (아무것도 저장되지 않았습니다.)"
    )


class PayItemTwice(Refused):
    sentence = _(
        "%(name)s님에게 %(since)s ~ %(to)s의 '%(item)s'이(가) 이미 있습니다. 그것을 먼저 끝내거나 날짜를 겹치지 않게 고쳐 주세요. (아무것도 저장되지 않았습니다.)"
    )


class PayItemEndsElsewhere(Refused):
    sentence = _(
        "마지막 날은 %(since)s부터 %(to)s 사이여야 합니다. 처음부터 없던 것으로 하려면 지우기를 눌러 주세요."
    )


class PayTableSaysNothing(Refused):
    sentence = _(
        "호봉표 '%(table)s'에 %(day)s에 적용되는 등급 '%(grade)s'이(가) 없습니다. 기관 설정의 호봉표를 확인하거나 등급을 고쳐 주세요. (아무것도 저장되지 않았습니다.)"
    )


@action(permission="staffing.register", record="allowances_granted")
def grant_allowance(
    by: User, project_id: int, contract_ids: Sequence[int], fields: Mapping[str, Any]
) -> Project:
    """Agree a pay item beside the wage with some people of a project, all or nobody.

    `fields` as of Allowance; without `valid_to` it holds to the end of each contract. Where `ordinary_from`
    is not named, the condition and the law decide it. Raises NotFound, NobodyPicked,
    PayItemOutsideContract, PayItemTwice, PaidMonthsFollow, PayTableSaysNothing.
    """
    project = reach(projects_of(by, "staffing.register"), project_id)
    spans = _spans(by, project, contract_ids, fields)
    require_apart(Allowance.objects.all(), fields["name"], spans)
    if fields.get("kind") == Allowance.Kind.TABLE:
        _require_row(fields, min(since for _one, since, _to in spans))
    Allowance.objects.bulk_create(
        Allowance(
            **{
                **fields,
                **_named(one, since, to),
                "ordinary_from": ordinary_from_by_law(fields, since, to),
                "service_from": service_from(fields, one),
            }
        )
        for one, since, to in spans
    )
    return project


@action(permission="payroll.run", record="paid_once")
def pay_once(by: User, contract: Contract, month: date, name: str, amount: int) -> Allowance:
    """Pay something beside the wage in one month that is not paid yet, as an item of its own.

    It is taxed and counts neither for the minimum wage nor for the ordinary wage. Raises NotFound,
    PayItemOutsideContract, PayItemTwice, PaidMonthsFollow.
    """
    contract = reach(contracts_of(by, "payroll.run").select_related("person"), contract.pk)
    since, to = max(month, contract.starts_on), min(last_day(month), contract.ends_on)
    named = {"name": contract.person.name, "starts_on": contract.starts_on, "ends_on": contract.ends_on}
    require(since <= to, PayItemOutsideContract(**named))
    require_unpaid(since, to, project=contract.project_id)
    require_apart(Allowance.objects.all(), name, [(contract, since, to)])
    return Allowance.objects.create(
        name=name,
        amount=amount,
        proration=Allowance.Proration.FULL,
        minimum_wage=Allowance.MinimumWage.NOT_COUNTED,
        **_named(contract, since, to),
    )


@action(permission="payroll.run", record="once_taken_back")
def take_back_once(by: User, item: Allowance, *, reason: str = "") -> Contract:
    """Take back what was to be paid once, while its month is not paid. Raises NotFound, PaidMonthsFollow."""
    reach(contracts_of(by, "payroll.run"), item.contract_id)
    require_unpaid(item.valid_from, item.valid_to, project=item.contract.project_id)
    item.delete()
    return item.contract


@action(permission="staffing.register", record="deductions_agreed")
def agree_deduction(
    by: User, project_id: int, contract_ids: Sequence[int], fields: Mapping[str, Any]
) -> Project:
    """Keep something back from the pay of some people of a project by agreement; raises as grant_allowance."""
    project = reach(projects_of(by, "staffing.register"), project_id)
    spans = _spans(by, project, contract_ids, fields)
    require_apart(Deduction.objects.all(), fields["name"], spans)
    Deduction.objects.bulk_create(
        Deduction(**{**fields, **_named(one, since, to)}) for one, since, to in spans
    )
    return project


@action(permission="staffing.register", record="pay_item_ended")
def end_pay_item(by: User, item: PayItem, last_day: date, *, reason: str = "") -> PayItem:
    """Let an item stop earlier. Raises NotFound, PayItemEndsElsewhere, PaidMonthsFollow."""
    _require_reach(by, item)
    inside = item.valid_from <= last_day <= item.valid_to
    require(inside, PayItemEndsElsewhere(since=item.valid_from, to=item.valid_to))
    require_unpaid(last_day + ONE_DAY, item.valid_to, project=item.contract.project_id)
    item.valid_to = last_day
    item.save(update_fields=["valid_to"])
    return item


@action(permission="staffing.register", record="pay_item_dropped")
def drop_pay_item(by: User, item: PayItem, *, reason: str = "") -> Contract:
    """Take back an item under which nobody was paid yet. Raises NotFound, PaidMonthsFollow."""
    _require_reach(by, item)
    require_unpaid(item.valid_from, item.valid_to, project=item.contract.project_id)
    item.delete()
    return item.contract


def require_apart(items: "QuerySet[Any]", name: str, spans: Spans) -> None:
    """No two items of one name on one day."""
    by_contract = {one.pk: (one, since, to) for one, since, to in spans}
    for held in items.filter(contract__in=by_contract, name=name):
        contract, since, to = by_contract[held.contract_id]
        named = {"name": contract.person.name, "item": name, "since": held.valid_from, "to": held.valid_to}
        require(held.valid_to < since or to < held.valid_from, PayItemTwice(**named))


def _spans(by: User, project: Project, contract_ids: Sequence[int], fields: Mapping[str, Any]) -> Spans:
    """Each picked contract with the days on which the item holds; somebody out of reach refuses all."""
    spans = [
        (
            one,
            max(fields["valid_from"], one.starts_on),
            min(fields.get("valid_to") or one.ends_on, one.ends_on),
        )
        for one in picked_contracts(by, project, contract_ids)
    ]
    for one, since, to in spans:
        named = {"name": one.person.name, "starts_on": one.starts_on, "ends_on": one.ends_on}
        require(since <= to, PayItemOutsideContract(**named))
    first, last = min(since for _one, since, _to in spans), max(to for *_rest, to in spans)
    require_unpaid(first, last, project=project)
    return spans


def service_from(fields: Mapping[str, Any], contract: Contract) -> date | None:
    """The day from which years of service count for an item by table: the one named, or the contract's first."""
    by_table = fields.get("kind") == Allowance.Kind.TABLE
    return fields.get("service_from") or contract.starts_on if by_table else None


def table_amount(item: Allowance, day: date) -> int:
    """Won a month that a table says for an item on a day; 0 where it says nothing. One statement."""
    tables = PayTable.objects.filter(name=item.pay_table, valid_from__lte=day)
    held = tables.order_by("-valid_from").first()
    amounts = held.rows.get(item.grade) if held else None
    if not amounts or item.service_from is None:
        return 0
    since = item.service_from
    years = day.year - since.year - ((day.month, day.day) < (since.month, since.day))
    return int(amounts[min(max(years, 0), len(amounts) - 1)])


def _require_row(fields: Mapping[str, Any], since: date) -> None:
    """The table must say something of the grade on the item's first day."""
    tables = PayTable.objects.filter(name=fields["pay_table"], valid_from__lte=since)
    held = tables.order_by("-valid_from").first()
    said = {"table": fields["pay_table"], "day": since, "grade": fields["grade"]}
    require(held is not None and held.rows.get(fields["grade"]), PayTableSaysNothing(**said))


def _named(contract: Contract, since: date, to: date) -> dict[str, Any]:
    return {
        "institution_id": contract.institution_id,
        "contract": contract,
        "valid_from": since,
        "valid_to": to,
    }


def ordinary_from_by_law(fields: Mapping[str, Any], since: date, to: date) -> date | None:
    """The day named, or the first on which the law counts an item of that condition.

    None of items by marked days, by hours beyond the agreed ones, and of a share of the ordinary wage, which
    cannot be part of itself.
    """
    kind, measure = fields.get("kind", Allowance.Kind.MONTHLY), fields.get("measure")
    monthly = kind in (Allowance.Kind.MONTHLY, Allowance.Kind.TABLE) or measure == Allowance.Measure.BASIC_PAY
    by_time = kind == Allowance.Kind.PER_WORKED_DAY or measure == Allowance.Measure.WORKED
    if not (monthly or by_time):
        return None
    if fields.get("ordinary_from"):
        return fields["ordinary_from"]
    condition = fields.get("condition", Allowance.Condition.NONE)
    return first_ordinary_day(condition, since, to, by_time=by_time)


def _require_reach(by: User, item: PayItem) -> None:
    reach(contracts_of(by, "staffing.register"), item.contract_id)
