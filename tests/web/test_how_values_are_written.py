"""Tags and filters: how numbers, times and states look on every page."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.utils import translation

from openinsa.web.templatetags import web


def page(source: str, **values: object) -> str:
    return Template("{% load web %}" + source).render(Context(values))


@pytest.mark.parametrize(
    ("written", "value", "expected"),
    [
        (web.number, 1_234_567, "1,234,567"),
        (web.number, -410, "-410"),
        (web.number, None, ""),
        (web.won, 2_325_300, "2,325,300원"),
        (web.won, 0, "0원"),
        (web.hours, 570, "9:30"),
        (web.hours, 0, "0:00"),
        (web.hours, -90, "-1:30"),
        (web.hours, 60 * 1_234, "1,234:00"),
        (web.day, date(2026, 1, 5), "2026-01-05"),
        (web.day, None, ""),
        (web.month, date(2026, 1, 1), "2026-01"),
        (web.moment, datetime(2026, 11, 21, 15, 3, tzinfo=UTC), "2026-11-22 00:03"),
    ],
)
def test_a_value_is_written_as_a_clerk_writes_it(written: object, value: object, expected: str) -> None:
    assert written(value) == expected  # type: ignore[operator]


def test_money_names_its_unit_in_the_readers_language() -> None:
    with translation.override("en"):
        assert web.won(2_325_300) == "2,325,300 won"


def test_an_icon_is_silent_for_a_screen_reader() -> None:
    assert 'aria-hidden="true"' in page('{% icon "download" %}')


def test_a_masked_value_is_read_aloud_as_hidden_and_not_as_asterisks() -> None:
    shown = page("{% masked value %}", value="850412-1******")
    assert '<span class="short" aria-hidden="true">850412-1******</span>' in shown
    assert "가려진 값" in shown


def test_what_somebody_typed_never_becomes_markup() -> None:
    assert "<script>" not in page(
        "{% badge value %}{% masked value %}{% alert value %}", value="<script>x</script>"
    )


@pytest.mark.parametrize(
    ("budget", "used", "committed", "widths", "words"),
    [
        (1_000, 250, 250, ('width="25%"', 'x="25%" width="25%"'), "남음"),
        (1_000, 1_000, 500, ('width="66%"', 'x="66%" width="33%"'), "초과"),
        (0, 0, 0, ('width="0%"', 'x="0%" width="0%"'), "남음"),
    ],
)
def test_a_budget_bar_says_in_words_what_it_draws(
    budget: int, used: int, committed: int, widths: tuple[str, str], words: str
) -> None:
    shown = page("{% budget_bar budget used committed %}", budget=budget, used=used, committed=committed)
    assert all(width in shown for width in widths)
    assert words in shown


def test_namesakes_who_were_picked_are_told_apart_by_their_dates_of_birth() -> None:
    picked = [
        SimpleNamespace(pk=key, person=SimpleNamespace(pk=key, name=name, birth_date=date(1980, 1, key)))
        for key, name in ((1, "김하늘"), (2, "김하늘"), (3, "박새봄"))
    ]
    shown = page('{% include "web/components/picked_people.html" %}', contracts=picked)
    assert "1980-01-01" in shown
    assert "1980-01-02" in shown
    assert "1980-01-03" not in shown


def test_steps_mark_the_one_that_comes_next() -> None:
    shown = page("{% steps labels 1 %}", labels=["입력", "제출", "승인"])
    assert shown.count('aria-current="step"') == 1
    assert shown.index("입력") < shown.index('aria-current="step"') < shown.index("승인")
