"""What the confirmation screen shows of a file: enough to recognise it, no whole number."""

import pytest

from openinsa.staffing.import_views import hidden, without_numbers

HIDDEN = {
    "850412-1234567": "850412-1******",
    "8504121234567": "8504121******",
    '"850412-1234567"은(는) 13자리가 아닙니다': '"850412-1******"은(는) 13자리가 아닙니다',
    "010-1234-5678": "010******",
    "010 1234 5678": "010******",
    "012345678901": "012******",
}
SHOWN = ["2026-03-02", "2026.03.02", "20260302", "96,968원", "1일 임금", "김하늘", "46290"]


@pytest.mark.parametrize("text", HIDDEN)
def test_long_numbers_are_hidden_but_for_their_beginning(text: str) -> None:
    assert without_numbers(text) == HIDDEN[text]


@pytest.mark.parametrize("text", SHOWN)
def test_dates_amounts_and_words_stay_readable(text: str) -> None:
    assert without_numbers(text) == text


def test_a_number_with_the_country_in_front_is_hidden_too() -> None:
    assert "5678" not in without_numbers("+82 10-1234-5678")


def test_of_an_address_the_first_word_is_shown() -> None:
    assert hidden("가온구 새싹로 12, 3층", "address") == "가온구 ******"
    assert hidden("새싹로12", "address") == "*****"
    assert hidden("꽃길 3구간", "project") == "꽃길 3구간"
