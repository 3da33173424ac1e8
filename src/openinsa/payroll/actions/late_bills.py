"""A bill that came after its month was paid: its differences carried into later pay, once, and taken back while unpaid."""

from django.utils.translation import gettext_lazy as _

from openinsa.payroll.actions.bills import BillNotConfirmed
from openinsa.payroll.bills import bills_of
from openinsa.payroll.late_bills import late_people
from openinsa.payroll.models import CarriedBill, PremiumBill
from openinsa.payroll.settlements import paid_months
from openinsa.people.acting import action
from openinsa.people.models import PremiumBills, User
from openinsa.people.refusals import ReasonMissing, Refused, require
from openinsa.people.settings_in_force import settings_on
from openinsa.staffing.scope import reach


class BillOnlyCompared(Refused):
    sentence = _(
        "기관 설정이 '직접 계산하고 차이만 봄'이어서 고지서의 차이를 급여에 반영하지 않습니다. 반영하려면 기관 설정을 바꿔 주세요. (아무것도 저장되지 않았습니다.)"
    )


class NothingToCarry(Refused):
    sentence = _(
        "다음 급여에 반영할 차이가 없습니다. 이미 반영했거나, 차이가 없거나, 지급하지 않은 달에 계약이 있는 사람이 없습니다. (아무것도 저장되지 않았습니다.)"
    )


class CarriedBillPaid(Refused):
    sentence = _("%(name)s님의 차이가 이미 지급한 %(month)s 급여에 들어 있어 취소할 수 없습니다.")


@action(permission="payroll.run", record="late_bill_carried")
def carry_late_bill(by: User, bill_id: int) -> list[CarriedBill]:
    """Carry what a confirmed bill asks of people who had been paid into their next open month.

    Raises NotFound, BillNotConfirmed, BillOnlyCompared, NothingToCarry.
    """
    bill = _confirmed(by, bill_id)
    taken = settings_on(bill.month).premium_bills == PremiumBills.TAKEN
    require(taken, BillOnlyCompared())
    carried = [
        CarriedBill(
            institution_id=bill.institution_id,
            bill=bill,
            person_id=one.pk,
            month=one.open_month,
            lines=one.carrying,
        )
        for one in late_people(bill)
        if one.differing and one.open_month and not one.carried_to
    ]
    require(carried, NothingToCarry())
    return CarriedBill.objects.bulk_create(carried)


@action(permission="payroll.run", record="late_bill_taken_back")
def take_back_late_bill(by: User, bill_id: int, *, reason: str = "") -> PremiumBill:
    """Carry a bill's differences no longer, while none of them was paid.

    Raises NotFound, ReasonMissing, BillNotConfirmed, NothingToCarry, CarriedBillPaid.
    """
    bill = _confirmed(by, bill_id)
    require(reason.strip(), ReasonMissing())
    carried = list(bill.carried.select_related("person"))
    require(carried, NothingToCarry())
    paid = paid_months([one.person_id for one in carried])
    for one in carried:
        named = {"name": one.person.name, "month": f"{one.month:%Y-%m}"}
        require((one.person_id, one.month) not in paid, CarriedBillPaid(**named))
    bill.carried.all().delete()
    return bill


def _confirmed(by: User, bill_id: int) -> PremiumBill:
    bill = reach(bills_of(by).select_for_update(), bill_id)
    require(bill.state == PremiumBill.State.CONFIRMED, BillNotConfirmed())
    return bill
