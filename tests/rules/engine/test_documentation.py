"""The page on writing a rule shows what works."""

import re
from pathlib import Path

import numpy as np
import yaml

from openinsa.rules.engine import Days, Minutes, day_number, rule
from openinsa.rules.engine.book import RuleBook
from openinsa.rules.engine.rule import declared
from openinsa.rules.engine.topic_file import read_topic

PAGE = (Path(__file__).parents[3] / "docs" / "rule-engine.md").read_text(encoding="utf-8")
RULE, VALUES, CASE = re.findall(r"```(?:python|yaml)\n(.*?)```", PAGE, re.DOTALL)[:3]


def test_the_rule_the_values_and_the_case_of_the_page_fit_together(tmp_path: Path) -> None:
    names = {"__name__": "page.page", "rule": rule, "np": np, "Minutes": Minutes, "Days": Days}
    exec(RULE, names)  # noqa: S102 the text of our own page
    (tmp_path / "page.yaml").write_text(VALUES, encoding="utf-8")
    book = RuleBook(declared.pop("page.page"), {"page": read_topic(tmp_path / "page.yaml", "page")}, "")
    case = yaml.safe_load(CASE)
    given = case["given"] | {"week_end": day_number(case["given"]["week_end"])}
    columns = {name: np.array([value]) for name, value in given.items()}
    found = book.run(list(case["expect"]), columns)
    assert {name: values.tolist() for name, values in found.items()} == {
        name: [value] for name, value in case["expect"].items()
    }
