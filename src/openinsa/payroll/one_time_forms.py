"""What is typed about pay outside the monthly pay: for all, and an amount for each person."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from openinsa.payroll.bill_forms import month_field
from openinsa.staffing.models import Contract
from openinsa.web.forms import DayField, WonField

MOST = 1_000_000_000


class OneTimeForm(forms.Form):
    """A payment of one name to the picked people."""

    name = forms.CharField(
        label=_("이름"), max_length=60, help_text=_("상여금, 명절휴가비처럼 명세서에 나올 이름")
    )
    month = month_field(
        _("이 급여와 함께 지급하고, 소득세는 지급대상기간의 평균으로 뗍니다. 2026-06처럼 써 주세요.")
    )
    covers_from = DayField(
        label=_("지급대상기간 시작"),
        required=False,
        help_text=_("정해진 기간이 없으면 비워 두세요. 그해 1월이나 앞선 상여의 다음 달부터로 봅니다."),
    )
    covers_to = DayField(label=_("지급대상기간 끝"), required=False)
    grounds = forms.CharField(label=_("근거"), max_length=200, help_text=_("내부 결재나 규정의 이름"))
    amount = WonField(
        label=_("모두에게 같은 금액"),
        required=False,
        max_value=MOST,
        help_text=_("아래에 따로 적은 사람은 그 금액을 지급합니다."),
    )

    def __init__(
        self, *arguments: Any, contracts: Sequence[Contract], told: dict[int, int] | None = None, **named: Any
    ) -> None:
        super().__init__(*arguments, **named)
        self.contracts = contracts
        for one in contracts:
            initial = (told or {}).get(one.pk)
            self.fields[_field(one)] = WonField(
                label=one.person.name, required=False, min_value=1, max_value=MOST, initial=initial
            )

    def clean_month(self) -> date:
        return date.fromisoformat(f"{self.cleaned_data['month']}-01")

    def clean(self) -> dict[str, Any]:
        """The amount of each person, by contract, under `amounts`."""
        cleaned: dict[str, Any] = super().clean() or {}
        amounts = {one.pk: cleaned.pop(_field(one), None) or cleaned.get("amount") for one in self.contracts}
        if lacking := [one.person.name for one in self.contracts if not amounts[one.pk]]:
            text = _("금액이 없는 사람이 있습니다: %(names)s. 금액을 적거나 그 사람을 빼 주세요.")
            raise forms.ValidationError(text, params={"names": ", ".join(lacking)})
        cleaned.pop("amount", None)
        return cleaned | {"amounts": amounts}


def _field(contract: Contract) -> str:
    return f"amount_{contract.pk}"
