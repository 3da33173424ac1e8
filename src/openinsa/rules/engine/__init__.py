"""The rule engine: rules as pure functions over int64 arrays, joined by argument name.

>>> from openinsa.rules.engine import Minutes, load_rule_book, rule
"""

from openinsa.rules.engine.book import RuleBook, SoundRows
from openinsa.rules.engine.explain import Explanation
from openinsa.rules.engine.kinds import (
    Count,
    Day,
    Days,
    Flag,
    Key,
    Kind,
    Minutes,
    Percent,
    Ppm,
    Whole,
    Won,
    day_number,
    day_of,
)
from openinsa.rules.engine.loading import load_rule_book
from openinsa.rules.engine.refusals import Refusal
from openinsa.rules.engine.rounding import (
    cut_10,
    cut_1000,
    cut_to,
    divide_cut,
    divide_half_up,
    divide_up,
    half_up_to,
    multiply_ppm,
    up_to,
)
from openinsa.rules.engine.rule import Rule, rule

__all__ = [
    "Count",
    "Day",
    "Days",
    "Explanation",
    "Flag",
    "Key",
    "Kind",
    "Minutes",
    "Percent",
    "Ppm",
    "Refusal",
    "Rule",
    "RuleBook",
    "SoundRows",
    "Whole",
    "Won",
    "cut_10",
    "cut_1000",
    "cut_to",
    "day_number",
    "day_of",
    "divide_cut",
    "divide_half_up",
    "divide_up",
    "half_up_to",
    "load_rule_book",
    "multiply_ppm",
    "rule",
    "up_to",
]
