"""QR codes put together from one another are those that are made one by one."""

import random

import pytest
import segno

from openinsa.documents.typesetting.qr_picture import ERROR_LEVEL, MASK, modules, squares

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


@pytest.mark.parametrize("head", ["", "https://insa.example.go.kr/verify/", "https://인사.example/" * 3])
def test_a_code_is_that_of_its_text_module_by_module(head: str) -> None:
    chance = random.Random(7)
    for length in (1, 12, 26):
        for _ in range(6):
            text = head + "".join(chance.choices(LETTERS, k=length))
            code = segno.make(
                text.encode(), error=ERROR_LEVEL, mask=MASK, mode="byte", micro=False, boost_error=False
            )
            assert modules(text) == ["".join(map(str, row)) for row in code.matrix]


def test_the_same_text_is_drawn_the_same_way() -> None:
    assert squares("https://a.example/1", 80, 10, 10) == squares("https://a.example/1", 80, 10, 10)
