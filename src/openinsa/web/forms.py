"""Form fields as Korean offices write: dates as 2026-11-22 or 8 digits, money with commas, hours as 7:30."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from openinsa.people.refusals import Refused
from openinsa.privacy.exports import ReasonNeeded
from openinsa.web.templatetags.web import rate

DAY_FORMATS = ["%Y-%m-%d", "%Y%m%d", "%Y.%m.%d", "%Y. %m. %d.", "%Y/%m/%d"]
CLOCK = re.compile(r"(?P<hours>[01]?\d|2[0-3]):?(?P<minutes>[0-5]\d)")
FULL_WIDTH = str.maketrans("０１２３４５６７８９，：．", "0123456789,:.")


class DayField(forms.DateField):
    """A date; told apart from a text that is no date, and written back as 2026-11-22."""

    default_error_messages = {"invalid": _("없는 날짜이거나 읽을 수 없습니다. 2026-11-22처럼 써 주세요.")}
    widget = forms.DateInput(
        format="%Y-%m-%d", attrs={"inputmode": "numeric", "placeholder": "2026-11-22", "autocomplete": "off"}
    )

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=DAY_FORMATS, **options)

    def to_python(self, value: Any) -> date | None:
        return super().to_python(value.translate(FULL_WIDTH) if isinstance(value, str) else value)


class WonField(forms.IntegerField):
    """A whole amount in won, 0 or more, typed with or without thousands separators."""

    default_error_messages = {
        "invalid": _("원 단위 숫자가 아닙니다. 1,234,000처럼 써 주세요."),
        "min_value": _("0원보다 작을 수 없습니다."),
        "max_value": _("금액이 너무 큽니다. 0이 더 들어가지 않았는지 확인해 주세요."),
    }

    def __init__(self, *, min_value: int = 0, max_value: int = 10**12, **options: Any) -> None:
        look = forms.TextInput(attrs={"inputmode": "numeric", "class": "amount", "autocomplete": "off"})
        super().__init__(min_value=min_value, max_value=max_value, widget=look, localize=False, **options)

    def to_python(self, value: Any) -> int | None:
        plain = (
            value.translate(FULL_WIDTH).replace(",", "").removesuffix("원").strip()
            if isinstance(value, str)
            else value
        )
        return super().to_python(plain)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:,}" if isinstance(value, int) else value


class PercentField(forms.Field):
    """A share kept in parts per million, typed as 5, 4.75 or 60%; more than nothing and at most `highest` %."""

    default_error_messages = {
        "invalid": _("비율을 읽을 수 없습니다. 5, 4.75 또는 60%처럼 소수 넷째 자리까지 써 주세요."),
        "range": _("비율은 0보다 크고 %(highest)s%% 이하여야 합니다."),
    }
    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "amount", "autocomplete": "off"})

    def __init__(self, *, highest: int, **options: Any) -> None:
        super().__init__(**options)
        self.highest = highest

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        text = str(value).translate(FULL_WIDTH).strip().removesuffix("%").strip()
        whole, _point, rest = text.partition(".")
        if not (whole + rest).isdecimal() or not whole or len(rest) > 4:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        ppm = int(whole) * 10_000 + int(rest.ljust(4, "0"))
        if not 0 < ppm <= self.highest * 10_000:
            raise ValidationError(self.error_messages["range"] % {"highest": self.highest}, code="range")
        return ppm

    def prepare_value(self, value: Any) -> Any:
        return rate(value).removesuffix("%") if isinstance(value, int) else value


class MinutesField(forms.Field):
    """A length of time kept in minutes, typed as 8, 7.5 or 7:30."""

    default_error_messages = {"invalid": _("시간을 읽을 수 없습니다. 8, 7.5 또는 7:30처럼 써 주세요.")}
    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "amount", "autocomplete": "off"})

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        if isinstance(value, int):
            return value
        try:
            return minutes_of(str(value).translate(FULL_WIDTH).strip())
        except ValueError as unreadable:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from unreadable

    def prepare_value(self, value: Any) -> Any:
        return f"{value // 60}:{value % 60:02d}" if isinstance(value, int) else value


class ClockField(forms.Field):
    """A time of day kept in minutes after 00:00, typed as 18:00 or 1800."""

    default_error_messages = {"invalid": _("시각을 읽을 수 없습니다. 18:00처럼 써 주세요.")}
    widget = forms.TextInput(attrs={"inputmode": "numeric", "placeholder": "18:00", "autocomplete": "off"})

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values or isinstance(value, int):
            return None if value in self.empty_values else value
        found = CLOCK.fullmatch(str(value).translate(FULL_WIDTH).strip())
        if found is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return int(found["hours"]) * 60 + int(found["minutes"])

    def prepare_value(self, value: Any) -> Any:
        return f"{value // 60 % 24:02d}:{value % 60:02d}" if isinstance(value, int) else value


def minutes_of(text: str) -> int:
    """Minutes in 8, 7.5 or 7:30. Raises ValueError; half minutes do not exist."""
    whole, colon, minutes = text.partition(":")
    if colon:
        if len(minutes) != 2 or int(minutes) > 59:
            raise ValueError(text)
        return int(whole) * 60 + int(minutes)
    hours, _point, tenths = text.partition(".")
    numerator = int(tenths or 0) * 60
    if numerator < 0 or numerator % 10 ** len(tenths):
        raise ValueError(text)
    return int(hours) * 60 + numerator // 10 ** len(tenths)


def form_done(form: forms.Form, act: Callable[[dict[str, Any]], Any]) -> Any:
    """What the action made of a valid form; a refusal becomes the form's fault and nothing is kept.

    Only the missing reason for taking data out is not mended here: `handing_out` asks for it.
    """
    if not (form.is_bound and form.is_valid()):
        return None
    try:
        with transaction.atomic():
            return act(dict(form.cleaned_data))
    except ReasonNeeded:
        raise
    except Refused as refused:
        form.add_error(None, str(refused))
        return None
