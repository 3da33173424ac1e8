"""Why one payslip could not be computed: what, where, how to mend it, in two languages.

Every refusal concerns one slip; the others of the batch are computed as if it were not there.
"""

from __future__ import annotations

import re

from openinsa.compute.slips import Fault
from openinsa.rules.engine import Refusal


class SlipsRefused(Exception):
    """Some slips of a batch cannot be computed; the caller leaves them out and goes on."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(f"{len(faults)} slips refused")
        self.faults = faults


def fault(slip: int, refusal: Refusal) -> Fault:
    """A refusal as the fault of one slip. The code is the class name in lower case with underscores."""
    code = re.sub(r"(?<!^)(?=[A-Z])", "_", type(refusal).__name__).lower()
    alone = type(refusal)(None, **refusal.facts)
    return Fault(int(slip), code, alone.korean, alone.english)


class SlipTwice(Refusal):
    """The same slip stands twice in the batch."""

    ko = "이 계약의 급여명세가 두 번 들어 있습니다. 한 번만 넣어 주세요."
    en = "This contract's payslip stands twice in the batch. Give it once."


class MonthWithoutFirstDay(Refusal):
    """A month is named by another day than its first."""

    ko = "월 {date}은(는) 그 달의 1일로 적어야 합니다."
    en = "The month {date} must be named by its first day."


class UnknownInstitution(Refusal):
    """The slip's institution has no settings."""

    ko = "이 기관의 계산 설정이 없습니다. 기관 설정을 먼저 저장해 주세요."
    en = "There are no settings for this institution. Save them first."


class NotEmployedInMonth(Refusal):
    """The employment has no day in the month."""

    ko = "재직기간 {first}~{last}에 {month}에 속하는 날이 없습니다. 계약기간을 확인해 주세요."
    en = "The employment {first} to {last} has no day in {month}. Check the contract."


class OtherContractRefused(Refusal):
    """A contract of the same person that shares premiums and tax is refused, or is not in the batch."""

    ko = "보험료와 세금을 함께 계산할 다른 계약의 급여명세를 계산할 수 없습니다. 그 계약부터 바로잡아 주세요."
    en = (
        "Another contract of this person shares premiums and tax and cannot be computed. Mend that one first."
    )


class FaultyVersion(Refusal):
    """A number of a contract version makes no sense."""

    ko = "{date}부터 적용되는 계약의 {what_ko} 값 {value}이(가) 맞지 않습니다. 계약을 고쳐 주세요."
    en = "In the contract version from {date}, the {what_en} is {value}, which cannot be. Mend the contract."


class OverlappingVersions(Refusal):
    """Two versions of a contract are in force on one day."""

    ko = "{date}에 계약 내용이 두 가지입니다. 적용기간이 겹치지 않게 고쳐 주세요."
    en = "Two versions of the contract are in force on {date}. Make their periods end before the next begins."


class MissingVersion(Refusal):
    """No version of the contract is in force on a day of employment."""

    ko = "{date}에 적용되는 계약 내용이 없습니다. 적용기간을 이어 주세요."
    en = "No version of the contract is in force on {date}. Close the gap."


class MissingPlan(Refusal):
    """A roster worker has no plan in the month."""

    ko = "{month} 근무표가 없습니다. 근무표를 먼저 넣어 주세요."
    en = "There is no roster for {month}. Enter it first."


class DayTwice(Refusal):
    """A day is recorded twice."""

    ko = "{date}의 근무기록이 두 번 있습니다. 하나만 남겨 주세요."
    en = "The day {date} is recorded twice. Keep one."


class WorkOutsideEmployment(Refusal):
    """A day outside the employment has an entry."""

    ko = "{date}은(는) 재직기간이 아닌데 근무기록이 있습니다. 기록을 지우거나 계약기간을 고쳐 주세요."
    en = "The day {date} has an entry but lies outside the employment. Remove it or mend the contract."


class UnknownCode(Refusal):
    """A day has a code the institution does not define."""

    ko = "{date}의 부호({code})는 기관의 부호표에 없습니다. 부호를 고쳐 주세요."
    en = "The code {code} on {date} is not in the institution's table. Mend the entry."


class FaultyTimes(Refusal):
    """Start and end of a shift make no sense."""

    ko = "{date}의 시작·종료 시각이 맞지 않습니다. 종료는 시작보다 늦고 다음 날 24시를 넘지 않아야 합니다."
    en = "Start and end on {date} do not fit: the end comes after the start and by 24:00 of the next day."


class FaultyBreak(Refusal):
    """A break lies outside its shift or overlaps another."""

    ko = "{date}의 휴게시간이 근무시간 밖에 있거나 서로 겹칩니다. 휴게시간을 고쳐 주세요."
    en = "A break on {date} lies outside the shift or overlaps another. Mend the break."


class OverlappingShifts(Refusal):
    """A shift goes on after the next day's shift has begun."""

    ko = "{date}의 근무가 다음 날 근무가 시작된 뒤에 끝납니다. 시각을 고쳐 주세요."
    en = "The shift of {date} ends after the next day's shift began. Mend the times."


class FaultyLeave(Refusal):
    """The minutes of a leave make no sense."""

    ko = "{date}의 휴가 시간 {minutes}분이 맞지 않습니다. 0분에서 24시간 사이로 적어 주세요."
    en = "The leave of {minutes} minutes on {date} cannot be. Give 0 minutes to 24 hours."


class FaultyAllowance(Refusal):
    """The amount of an allowance or deduction makes no sense."""

    ko = "수당·공제 금액 {amount}원이 맞지 않습니다. 0원 이상으로 적어 주세요."
    en = "An allowance or deduction of {amount} won cannot be. Give 0 won or more."


class MonthlyPayTaxedDaily(Refusal):
    """Monthly pay or a monthly allowance has no part that belongs to one day."""

    ko = "월급이나 월 수당이 있는 사람은 일용근로소득으로 과세할 수 없습니다. 과세 방식이나 임금 형태를 고쳐 주세요."
    en = "Monthly pay cannot be taxed as a daily worker's. Change the way of taxing or the kind of pay."


class DayWithoutPayment(Refusal):
    """A day that a daily worker worked stands in no payment, or in two."""

    ko = "{date}에 일한 임금의 지급일이 없거나 둘 이상입니다. 지급일을 하나로 정해 주세요."
    en = "The pay of {date} belongs to no payment or to several. Name one."


class SumTooFine(Refusal):
    """The month mixes more different wages than can be summed exactly."""

    ko = "한 달에 서로 다른 임금이 너무 많아 정확히 더할 수 없습니다. 계약 내용을 줄여 주세요."
    en = "The month mixes more different wages than can be summed exactly. Use fewer contract versions."
