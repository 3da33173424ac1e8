"""What people type about departments and users."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from openinsa.people.models import Department
from openinsa.people.roles import PayRight, Role
from openinsa.web.forms import DayField

GRANTABLE = [(value, label) for value, label in Role.choices if value != Role.OPERATOR]


class DepartmentForm(forms.Form):
    name = forms.CharField(label=_("부서 이름"), max_length=100)


class WorkerLoginForm(forms.Form):
    username = forms.CharField(
        label=_("로그인 이름"),
        max_length=80,
        help_text=_("영문과 숫자. 주민등록번호나 전화번호를 쓰지 마세요."),
    )


class RightsForm(forms.Form):
    """What a user may do, and whether at all."""

    roles = forms.MultipleChoiceField(label=_("역할"), choices=GRANTABLE, widget=forms.CheckboxSelectMultiple)
    department = forms.ModelChoiceField(Department.objects.none(), label=_("부서"), required=False)
    pay_right = forms.ChoiceField(
        label=_("다른 사람의 급여 열람"),
        choices=PayRight.choices,
        required=False,
        help_text=_(
            "부서장의 역할만으로는 급여가 보이지 않습니다. '볼 수 있음'은 볼 수 있는 사업의 급여까지입니다."
        ),
    )
    is_active = forms.BooleanField(label=_("사용 중"), required=False, initial=True)
    valid_to = DayField(
        label=_("로그인 마지막 날"),
        required=False,
        help_text=_(
            "이 날까지만 들어올 수 있습니다. 비워 두면 끝이 없습니다. 계약이 등록된 사람은 밤마다 계약에 따라 다시 정해지므로, 바로 막으려면 '사용 중'을 끄세요."
        ),
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["department"].queryset = Department.objects.all()


class UserForm(RightsForm):
    username = forms.CharField(
        label=_("로그인 이름"),
        max_length=80,
        help_text=_("영문과 숫자. 주민등록번호나 전화번호를 쓰지 마세요."),
    )
    name = forms.CharField(label=_("이름"), max_length=100)
    field_order = ("username", "name", "department", "roles")
    is_active = valid_to = pay_right = None
