"""The sample of every form, and made-up variations of it."""

import json
from functools import cache
from typing import Any

from openinsa.documents.contracts import WageStatement
from openinsa.documents.places import FORMS


def sample(form: str) -> Any:
    return json.loads(_written(form))


@cache
def _written(form: str) -> str:
    return (FORMS / "samples" / f"{form}.json").read_text(encoding="utf-8")


def statement(**changed: Any) -> WageStatement:
    return {**sample("wage_statement")[0], **changed}


def distinct_statements(count: int) -> list[WageStatement]:
    """Statements that differ in name, amounts and words, so that nothing printed can be reused."""
    return [varied(number) for number in range(count)]


def varied(number: int) -> WageStatement:
    made = statement(name=f"{chr(0xAC00 + 37 * number % 11172)}{chr(0xAC00 + 91 * number % 11172)}")
    for line in made["earnings"] + made["deductions"]:
        line["amount"] += 10 * number
        line["how"] = f"{line['how']} {number}"
    made["gross"] = sum(line["amount"] for line in made["earnings"])
    made["deductions_total"] = sum(line["amount"] for line in made["deductions"])
    made["net"] = made["gross"] - made["deductions_total"]
    return made
