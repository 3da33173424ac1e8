"""What people type about coming in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from openinsa.entrance.models import MOST_HOURS, MOST_IDLE_MINUTES
from openinsa.people.delegating import rights_to_lend, takers_of
from openinsa.people.forms import GRANTABLE
from openinsa.people.models import Delegation, User
from openinsa.web.forms import DayField

RIGHTS = {
    "staffing.approve_month": _("월 근무상황 승인과 돌려보내기"),
    "payroll.run": _("급여 계산"),
    "payroll.pay": _("급여 지급"),
    "payroll.confirm_correction": _("정정 확정"),
    "ending.confirm": _("퇴직정산 확정"),
}


class RulesForm(forms.Form):
    second_factor_roles = forms.MultipleChoiceField(
        label=_("2단계 인증이 꼭 필요한 역할"),
        choices=GRANTABLE,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    idle_minutes = forms.IntegerField(
        label=_("쓰지 않으면 끝나는 시간(분)"), min_value=5, max_value=MOST_IDLE_MINUTES
    )
    longest_hours = forms.IntegerField(label=_("한 번 로그인의 최대 시간"), min_value=1, max_value=MOST_HOURS)
    allowed_networks = forms.CharField(
        label=_("접속을 허용하는 망"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": "192.0.2.0/24"}),
        help_text=_("한 줄에 하나씩. 비워 두면 어디서나 들어올 수 있습니다."),
    )
    workers_from_anywhere = forms.BooleanField(label=_("근로자는 어디서나 접속"), required=False)
    code_roles = forms.MultipleChoiceField(
        label=_("인증번호로 들어올 수 있는 역할"),
        choices=GRANTABLE,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_(
            "전자우편이나 문자로 받은 번호만으로 들어옵니다. 다른 역할이 하나라도 더 있는 사람은 쓸 수 없습니다."
        ),
    )


class DelegationForm(forms.Form):
    taker_id = forms.ChoiceField(label=_("맡을 사람"))
    kind = forms.ChoiceField(
        label=_("구분"),
        choices=Delegation.Kind.choices,
        help_text=_("휴가·출장처럼 자리를 비우는 동안은 대결, 일을 아예 맡겨 결정하게 하면 전결입니다."),
    )
    rights = forms.MultipleChoiceField(label=_("맡길 일"), widget=forms.CheckboxSelectMultiple)
    valid_from = DayField(label=_("첫날"))
    valid_to = DayField(label=_("마지막 날"))
    grounds = forms.CharField(label=_("사유"), max_length=200)

    def __init__(self, *arguments: Any, by: User, **named: Any) -> None:
        super().__init__(*arguments, **named)
        takers = takers_of(by).select_related("department")
        self.fields["taker_id"].choices = [(one.pk, _named(one)) for one in takers]
        self.fields["rights"].choices = [(right, RIGHTS[right]) for right in rights_to_lend(by)]


def _named(user: User) -> str:
    return f"{user.name} ({user.department})" if user.department else user.name


class ProviderForm(forms.Form):
    name = forms.CharField(label=_("이름"), max_length=60)
    issuer = forms.URLField(label=_("발급자(issuer)"), max_length=200, assume_scheme="https")
    client_id = forms.CharField(label=_("클라이언트 ID"), max_length=200)
    client_secret = forms.CharField(
        label=_("클라이언트 비밀"),
        max_length=200,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("암호화해 저장하고 다시 보여 주지 않습니다. 비워 두면 그대로 둡니다."),
    )
    claim = forms.CharField(
        label=_("로그인 이름이 든 항목(claim)"), max_length=60, initial="preferred_username"
    )
    is_active = forms.BooleanField(label=_("사용 중"), required=False, initial=True)


class ResetForm(forms.Form):
    reason = forms.CharField(
        label=_("사유"),
        max_length=200,
        help_text=_("본인을 어떻게 확인했는지도 적어 주세요. 이력에 남습니다."),
    )
