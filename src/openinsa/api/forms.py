"""What people type about integrations and tokens."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from openinsa.api.events import EVENTS
from openinsa.api.rights import REACHES, grantable, word_of
from openinsa.people.addresses import networks_in
from openinsa.people.models import Department, User
from openinsa.web.forms import DayField

NETWORKS_AT_MOST = 50


class IntegrationForm(forms.Form):
    """Who comes, what for, from where, and how far each right reaches."""

    name = forms.CharField(
        label=_("연계 이름"), max_length=100, help_text=_("변경 이력에 이 이름이 남습니다.")
    )
    purpose = forms.CharField(label=_("쓰는 곳"), max_length=200, help_text=_("어느 시스템이 무엇에 쓰는지"))
    responsible = forms.ModelChoiceField(User.objects.none(), label=_("책임자"))
    department = forms.ModelChoiceField(
        Department.objects.none(),
        label=_("소속 부서"),
        required=False,
        help_text=_(
            "'소속 부서' 범위의 권한을 줄 때 고릅니다. '맡은 사업' 범위는 사업 화면에서 이 연계를 사업담당으로 고릅니다."
        ),
    )
    networks = forms.CharField(
        label=_("접속 허용 주소"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
        help_text=_(
            "한 줄에 하나씩, 203.0.113.7이나 203.0.113.0/24처럼 씁니다. 비우면 어디서나 쓸 수 있습니다."
        ),
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["responsible"].queryset = User.objects.filter(is_active=True, rights__isnull=True)
        self.fields["department"].queryset = Department.objects.all()
        for permission, reaches in grantable().items():
            choices = [("", _("주지 않음")), *((reach.value, REACHES[reach]) for reach in reaches)]
            label = word_of(permission)
            self.fields[permission] = forms.ChoiceField(label=label, choices=choices, required=False)

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        return [one for one in self.visible_fields() if one.name not in grantable()]

    @property
    def right_fields(self) -> list[forms.BoundField]:
        return [self[permission] for permission in grantable()]

    def clean_networks(self) -> list[str]:
        try:
            networks = networks_in(self.cleaned_data["networks"])
        except ValueError as unreadable:
            raise forms.ValidationError(
                _("'%(text)s'은(는) 주소가 아닙니다. 203.0.113.0/24처럼 써 주세요."),
                params={"text": str(unreadable).partition(" does")[0].strip("'")},
            ) from unreadable
        if len(networks) > NETWORKS_AT_MOST:
            raise forms.ValidationError(_("주소는 50개까지 적을 수 있습니다."))
        return [str(one) for one in networks]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        given = {one: typed.pop(one, "") for one in grantable()}
        return {**typed, "rights": {one: reach for one, reach in given.items() if reach}}


class ChangeIntegrationForm(IntegrationForm):
    """The same of one that exists; its name stays."""

    name = None
    is_active = forms.BooleanField(label=_("사용 중"), required=False)


class SubscriptionForm(forms.Form):
    url = forms.CharField(
        label=_("받을 주소"),
        max_length=500,
        help_text=_("https로 시작하는 바깥 주소. 기관 안의 주소는 운영자가 먼저 허락해야 합니다."),
        widget=forms.TextInput(attrs={"inputmode": "url", "spellcheck": "false", "autocomplete": "off"}),
    )
    events = forms.MultipleChoiceField(
        label=_("사건"), choices=list(EVENTS.items()), widget=forms.CheckboxSelectMultiple
    )


class TokenForm(forms.Form):
    last_day = DayField(label=_("끝나는 날"), help_text=_("이날까지 쓸 수 있습니다. 길어도 1년입니다."))
