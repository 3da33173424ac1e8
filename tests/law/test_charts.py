"""A value of law over time as a drawing: where its steps stand."""

from datetime import date

from openinsa.law.charts import BOTTOM, MOST_YEAR_LABELS, TOP, Chart, chart_of
from openinsa.rules.engine import load_rule_book

BOOK = load_rule_book()
DAY = date(2026, 11, 27)


def chart(name: str, day: date = DAY) -> Chart:
    parameter = BOOK.parameters[name]
    drawn = chart_of(parameter, parameter.values[None], day)
    assert drawn is not None
    return drawn


def place(percent: str) -> float:
    return float(percent.removesuffix("%"))


def test_every_drawing_stays_inside_its_frame() -> None:
    for parameter in BOOK.parameters.values():
        for dated in parameter.values.values():
            drawn = chart_of(parameter, dated, DAY)
            for step in drawn.steps if drawn else ():
                assert 0 <= place(step.x) < place(step.end) <= 100
                assert TOP <= step.y <= BOTTOM


def test_each_value_begins_where_the_one_before_ends() -> None:
    steps = chart("minimum_hourly_wage").steps
    assert [step.end for step in steps[:-1]] == [step.x for step in steps[1:]]
    assert [step.rise for step in steps] == [None, *(step.y for step in steps[:-1])]


def test_the_least_value_lies_at_the_bottom_and_the_largest_at_the_top() -> None:
    drawn = chart("minimum_hourly_wage")
    assert (drawn.steps[0].y, drawn.steps[-1].y) == (BOTTOM, TOP)
    assert (drawn.lowest, drawn.highest) == ("시간당 8,720원", "시간당 10,700원")


def test_the_chosen_day_is_marked_unless_it_lies_before_the_first_value() -> None:
    assert 0 < place(chart("pension_rate").at) < 100
    assert chart("pension_rate", date(2015, 1, 1)).at == ""


def test_a_value_that_nobody_could_verify_is_drawn_as_open() -> None:
    drawn = chart("pension_income_ceiling")
    assert not drawn.all_verified
    assert {step.look for step in drawn.steps if not step.verified} == {"step open"}


def test_years_are_thinned_out_where_they_are_many() -> None:
    assert 2 <= len(chart("pension_rate", date(2060, 1, 1)).years) <= MOST_YEAR_LABELS
