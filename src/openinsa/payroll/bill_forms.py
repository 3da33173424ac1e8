"""What a payroll officer types about an insurer's bill."""

from datetime import date

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openinsa.payroll.models import PremiumBill
from openinsa.staffing.forms import UploadForm


def month_field(help_text: str | Promise) -> forms.RegexField:
    """A month typed as 2026-06."""
    return forms.RegexField(
        r"^\d{4}-(0[1-9]|1[0-2])$",
        label=_("급여 월"),
        help_text=help_text,
        error_messages={"invalid": _("2026-06처럼 써 주세요.")},
    )


class BillForm(UploadForm):
    """A bill's file, its insurance and its month."""

    insurance = forms.ChoiceField(label=_("보험"), choices=PremiumBill.Insurance.choices)
    month = month_field(_("이 고지내역의 금액을 뗄 근무 월입니다. 2026-06처럼 써 주세요."))

    def clean_month(self) -> date:
        return date.fromisoformat(f"{self.cleaned_data['month']}-01")
