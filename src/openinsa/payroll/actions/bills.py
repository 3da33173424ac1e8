"""An insurer's bill on its way in: uploaded, read, confirmed for its month, undone while the month is unpaid."""

import base64
from collections.abc import Mapping
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from openinsa.exchange.faults import FileRefused
from openinsa.exchange.workbook import read_workbook, without_password
from openinsa.payroll.bills import already_paid, as_billed, bills_of, compare, match, read_file
from openinsa.payroll.models import BilledPerson, PremiumBill
from openinsa.payroll.settlements import paid_months
from openinsa.people.acting import action
from openinsa.people.models import User
from openinsa.people.refusals import ReasonMissing, Refused, require
from openinsa.privacy.sealing import Sealer
from openinsa.staffing.importing import FileNotRead, language
from openinsa.staffing.scope import reach

State = PremiumBill.State


class BillDecided(Refused):
    sentence = _(
        "'%(name)s'은(는) 이미 반영했거나 취소한 고지내역입니다. 다시 반영하려면 파일을 새로 올려 주세요."
    )


class BillHeldAlready(Refused):
    sentence = _(
        "%(month)s %(insurance)s 고지내역이 이미 반영되어 있습니다. 그것을 먼저 취소해 주세요. (아무것도 저장되지 않았습니다.)"
    )


class BillHasFaults(Refused):
    status = 422
    sentence = _("읽을 수 없는 칸이 %(count)d곳 있습니다. 첫 곳: %(first)s (아무것도 저장되지 않았습니다.)")


class BillLacksColumns(Refused):
    status = 422
    sentence = _(
        "'%(column)s' 열을 찾지 못했습니다. 어느 열인지 골라 주세요. (아무것도 저장되지 않았습니다.)"
    )


class BillNamesNobody(Refused):
    status = 422
    sentence = _(
        "고지내역에 우리 기관의 사람이 없습니다. 성명과 생년월일이나 주민등록번호 열을 확인해 주세요. (아무것도 저장되지 않았습니다.)"
    )


class BillNotAsShown(Refused):
    sentence = _(
        "확인한 뒤에 읽은 결과가 달라졌습니다(확인 %(shown)s, 지금 %(now)s). 다시 확인해 주세요. (아무것도 저장되지 않았습니다.)"
    )


class BillAlreadyPaid(Refused):
    sentence = _(
        "%(month)s 고지 금액으로 이미 지급한 사람이 %(count)d명 있어 취소할 수 없습니다. 지급한 뒤의 차이는 다음 달 고지서의 정산금액으로 반영해 주세요."
    )


class BillNotConfirmed(Refused):
    sentence = _(
        "반영되지 않은 고지내역이라 취소할 것이 없습니다. 파일만 지우려면 '파일 지우기'를 눌러 주세요."
    )


@action(permission="payroll.run", record="bill_uploaded")
def take_bill(
    by: User, insurance: str, month: date, name: str, content: bytes, password: str = ""
) -> PremiumBill:
    """Keep an uploaded bill, sealed and without its password, until it is decided on. Raises FileNotRead."""
    try:
        plain = without_password(content, password or None)
        read_workbook(name, plain)
    except FileRefused as refused:
        raise FileNotRead(refused) from refused
    bill = PremiumBill.objects.create(
        institution_id=by.institution_id,
        insurance=insurance,
        month=month.replace(day=1),
        name=name[:200],
        content_sealed=Sealer(by.institution_id or 0).seal(base64.b64encode(plain).decode()),
        uploaded_by=by,
    )
    read_file(bill)
    return bill


@action(permission="payroll.run")
def say_columns(by: User, bill_id: int, columns: Mapping[str, Mapping[str, str]]) -> PremiumBill:
    """Say which column means what, by shape of the headings; files of the same shape are then read so.

    Raises NotFound, BillDecided.
    """
    bill = _open_bill(by, bill_id)
    bill.columns = {shape: dict(meanings) for shape, meanings in columns.items()}
    bill.save(update_fields=["columns"])
    return bill


@action(permission="payroll.run", record="bill_confirmed")
def confirm_bill(by: User, bill_id: int, shown: str) -> PremiumBill:
    """Let a bill hold for its month; `shown` is the summary that was looked at.

    Raises NotFound, BillDecided, BillHeldAlready, FileNotRead, BillHasFaults, BillLacksColumns,
    BillNamesNobody, BillNotAsShown.
    """
    bill = _open_bill(by, bill_id)
    held = PremiumBill.objects.filter(month=bill.month, insurance=bill.insurance, state=State.CONFIRMED)
    named = {"month": f"{bill.month:%Y-%m}", "insurance": bill.get_insurance_display()}
    require(not held.exists(), BillHeldAlready(**named))
    _require_read(bill)
    now = compare(bill).summary
    require(shown == now, BillNotAsShown(shown=shown, now=now))
    rows = match(bill, read_file(bill).rows)
    paid = already_paid(bill.month, [one.person.pk for one in rows if one.person])
    people = [as_billed(bill, one, paid) for one in rows]
    require(any(one.person_id for one in people), BillNamesNobody())
    _decide(by, bill, State.CONFIRMED)
    BilledPerson.objects.bulk_create(people)
    return bill


@action(permission="payroll.run", record="bill_undone")
def undo_bill(by: User, bill_id: int, *, reason: str = "") -> PremiumBill:
    """Take a confirmed bill back while nobody was paid by it.

    Raises NotFound, ReasonMissing, BillNotConfirmed, BillAlreadyPaid.
    """
    bill = reach(bills_of(by).select_for_update(), bill_id)
    require(reason.strip(), ReasonMissing())
    require(bill.state == State.CONFIRMED, BillNotConfirmed())
    applied = bill.people.exclude(known=BilledPerson.Known.PAID).exclude(person=None)
    paid = already_paid(bill.month, applied.values_list("person_id", flat=True))
    carried = set(bill.carried.values_list("person_id", "month"))
    paid |= {person for person, _month in carried & paid_months(person for person, _month in carried)}
    require(not paid, BillAlreadyPaid(month=f"{bill.month:%Y-%m}", count=len(paid)))
    bill.carried.all().delete()
    bill.people.all().delete()
    return _decide(by, bill, State.DROPPED)


@action(permission="payroll.run", record="file_dropped")
def drop_bill(by: User, bill_id: int) -> PremiumBill:
    """Forget an upload; nothing of its content stays. Raises NotFound, BillDecided."""
    return _decide(by, _open_bill(by, bill_id), State.DROPPED)


def _open_bill(by: User, bill_id: int) -> PremiumBill:
    bill = reach(bills_of(by).select_for_update(), bill_id)
    require(bill.state == State.READ, BillDecided(name=bill.name))
    return bill


def _require_read(bill: PremiumBill) -> None:
    reading = read_file(bill)
    if reading.lacking:
        raise BillLacksColumns(column=getattr(reading.lacking[0], language()))
    if reading.faults:
        raise BillHasFaults(count=len(reading.faults), first=reading.faults[0].sentence(language()))


def _decide(by: User, bill: PremiumBill, state: str) -> PremiumBill:
    """The content has served; what was confirmed stays with the people."""
    bill.state, bill.content_sealed, bill.decided_by, bill.decided_at = state, b"", by, timezone.now()
    bill.save(update_fields=["state", "content_sealed", "decided_by", "decided_at"])
    return bill
