"""What people type who come by a link: who they are, and how they want to come in from now on."""

from django import forms
from django.utils.translation import gettext_lazy as _

NUMBERS = {"inputmode": "numeric", "autocomplete": "off", "class": "short"}


class BirthForm(forms.Form):
    birth = forms.CharField(
        label=_("생년월일 6자리"),
        max_length=10,
        help_text=_("예: 1985년 4월 12일이면 850412. 주민등록번호 뒷자리는 적지 마세요."),
        widget=forms.TextInput(attrs=NUMBERS),
    )


class LetterForm(BirthForm):
    pin = forms.CharField(
        label=_("확인번호"),
        max_length=10,
        help_text=_("안내문에 적힌 숫자 6자리"),
        widget=forms.TextInput(attrs=NUMBERS),
    )


class ProofForm(forms.Form):
    code = forms.CharField(
        label=_("인증번호"),
        max_length=12,
        widget=forms.TextInput(attrs={**NUMBERS, "autocomplete": "one-time-code"}),
    )
