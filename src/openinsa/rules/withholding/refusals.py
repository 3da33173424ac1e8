"""What withholding refuses."""

from __future__ import annotations

from openinsa.rules.engine import Refusal


class ChildAmountsUnknown(Refusal):
    """A payment with children falls in the year whose child amounts were not found."""

    ko = (
        "2023-02-28부터 2024-02-29까지 지급한 급여의 자녀 공제액(간이세액표 주석 3)을 확인하지 못했습니다. "
        "그 시기의 간이세액표를 확인할 때까지 8~20세 자녀가 있는 사람의 세액은 계산하지 않습니다."
    )
    en = (
        "The child amounts of the withholding table (note 3) for payments from 2023-02-28 to 2024-02-29 "
        "are not known. Until the table of that time is found, the tax of people with children of 8 to 20 is not computed."
    )


class FamilyWithoutSelf(Refusal):
    """The family of a worker counts at least the worker."""

    ko = "공제대상가족 수가 {family}명입니다. 본인을 포함해 1명 이상으로 입력해 주세요."
    en = "The family has {family} members. Count the worker too: 1 or more."


class UnknownWithholdingPercent(Refusal):
    """A worker can choose 80, 100 or 120 percent of the table."""

    ko = "원천징수 비율이 {percent}%입니다. 80, 100, 120 가운데 하나를 입력해 주세요."
    en = "The withholding ratio is {percent}%. Give 80, 100 or 120."
