"""What staff and workers type about delivery."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from openinsa.delivery.models import PasswordRule, Way
from openinsa.delivery.texts import languages


class SettingForm(forms.Form):
    from_name = forms.CharField(
        label=_("보내는 이름"), max_length=60, required=False, help_text=_("비우면 기관 이름을 씁니다.")
    )
    from_address = forms.EmailField(
        label=_("보내는 주소"),
        required=False,
        help_text=_("메일 서버가 보낼 수 있게 해 준 주소여야 합니다. 예: pay@gaon.go.kr"),
    )
    reply_to = forms.EmailField(label=_("답장 받을 주소"), required=False)
    way = forms.ChoiceField(
        label=_("급여명세서 교부"),
        choices=Way.choices,
        help_text=_("어느 방법이든 지급이 끝나면 근로자의 '내 급여명세서'에도 보입니다."),
    )
    password_rule = forms.ChoiceField(
        label=_("PDF 암호"),
        choices=PasswordRule.choices,
        help_text=_("암호 자체는 메일에 적지 않고, 어떤 값인지만 알려 줍니다."),
    )
    password_word = forms.CharField(
        label=_("암호에 넣을 낱말"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_(
            "근로자에게 따로 알려 준 4자 이상의 낱말. 암호화해 저장하고 다시 보여 주지 않습니다. 비우면 그대로 둡니다."
        ),
    )
    link_days = forms.IntegerField(label=_("링크를 열 수 있는 날수"), min_value=1, max_value=90)
    invitation_days = forms.IntegerField(label=_("초대를 쓸 수 있는 날수"), min_value=1, max_value=60)


class TextForm(forms.Form):
    subject = forms.CharField(label=_("제목"), max_length=120)
    body = forms.CharField(label=_("내용"), max_length=4_000, widget=forms.Textarea(attrs={"rows": 12}))


class AddressForm(forms.Form):
    address = forms.CharField(
        label=_("전자우편 주소"),
        max_length=120,
        widget=forms.TextInput(attrs={"type": "email", "autocomplete": "email", "inputmode": "email"}),
    )


class PersonAddressForm(AddressForm):
    address = forms.CharField(
        label=_("전자우편 주소"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "email"}),
        help_text=_("비워 두고 저장하면 지웁니다."),
    )


class WayForm(forms.Form):
    way = forms.ChoiceField(
        label=_("보낼 방법"), choices=[(Way.LINK.value, Way.LINK.label), (Way.PDF.value, Way.PDF.label)]
    )


class InviteForm(forms.Form):
    way = forms.ChoiceField(label=_("전할 방법"))
    language = forms.ChoiceField(label=_("안내문의 언어"))

    def __init__(self, *arguments: Any, ways: list[tuple[str, str]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["way"].choices = ways
        self.fields["language"].choices = [one for one in languages() if one[0] in {"ko", "en"}]
        self.fields["language"].required = False
