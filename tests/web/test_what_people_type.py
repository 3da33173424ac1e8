"""Form fields that read what Korean offices write."""

from datetime import date
from typing import Any

import pytest
from django import forms

from openinsa.people.refusals import ReasonMissing
from openinsa.web.forms import DayField, MinutesField, PercentField, WonField, form_done

CASES = [
    (DayField(), "2026-11-22", date(2026, 11, 22)),
    (DayField(), "20261122", date(2026, 11, 22)),
    (DayField(), "2026. 11. 22.", date(2026, 11, 22)),
    (DayField(), "2026.11.22", date(2026, 11, 22)),
    (WonField(), "1,234,000", 1_234_000),
    (WonField(), "1234000원", 1_234_000),
    (WonField(), "１２３", 123),
    (MinutesField(), "8", 480),
    (MinutesField(), "7.5", 450),
    (MinutesField(), "7:30", 450),
    (MinutesField(), "７：３０", 450),
    (PercentField(highest=20), "0.966", 9660),
    (PercentField(highest=20), "5%", 50_000),
]
REFUSED = [
    (DayField(), "2026-02-30", "없는 날짜"),
    (DayField(), "내일", "없는 날짜"),
    (WonField(), "백만원", "숫자가 아닙니다"),
    (WonField(), "-1", "0원보다 작을 수 없습니다"),
    (WonField(), "10000000000000", "너무 큽니다"),
    (MinutesField(), "7:75", "시간을 읽을 수 없습니다"),
    (MinutesField(), "7:5", "시간을 읽을 수 없습니다"),
    (MinutesField(), "여덟", "시간을 읽을 수 없습니다"),
    (MinutesField(), "7.123", "시간을 읽을 수 없습니다"),
]


@pytest.mark.parametrize(("field", "typed", "read"), CASES, ids=[typed for _field, typed, _read in CASES])
def test_a_field_reads_what_fingers_send(field: forms.Field, typed: str, read: Any) -> None:
    assert field.clean(typed) == read


@pytest.mark.parametrize(
    ("field", "typed", "words"), REFUSED, ids=[typed for _field, typed, _words in REFUSED]
)
def test_a_field_says_how_to_write_what_it_cannot_read(field: forms.Field, typed: str, words: str) -> None:
    with pytest.raises(forms.ValidationError, match=words):
        field.clean(typed)


class OneField(forms.Form):
    budget = WonField()


class RateField(forms.Form):
    rate = PercentField(highest=20)


def test_a_stored_rate_stands_in_its_field_as_percent() -> None:
    assert 'value="0.966"' in str(RateField(initial={"rate": 9660})["rate"])


def test_a_stored_amount_stands_in_its_field_with_separators() -> None:
    assert 'value="1,234,000"' in str(OneField(initial={"budget": 1_234_000})["budget"])


@pytest.mark.django_db
def test_a_refused_action_stands_on_the_form_and_leaves_nothing_behind() -> None:
    form = OneField({"budget": "5"})

    def refuse(_typed: dict[str, Any]) -> None:
        raise ReasonMissing()

    assert form_done(form, refuse) is None
    assert "사유를 적어 주세요" in form.non_field_errors()[0]
