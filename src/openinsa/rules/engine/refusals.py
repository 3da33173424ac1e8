"""Everything the rule engine refuses, one class each: what, where, how to mend it, in two languages.

A refusal knows the rows it concerns (`rows`, positions in the batch; None when it concerns all), so
that a caller can put these rows aside and run the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, ClassVar

import numpy as np

Rows = Sequence[int] | np.ndarray


class Refusal(Exception):
    """A sentence in Korean (`ko`) and English (`en`), filled with what went wrong."""

    ko: ClassVar[str]
    en: ClassVar[str]

    def __init__(self, rows: Rows | None = None, **facts: Any) -> None:
        self.rows = None if rows is None else [int(row) for row in rows]
        self.facts = facts
        super().__init__(self.korean, self.english)

    @property
    def korean(self) -> str:
        """The Korean sentence."""
        return self.ko.format(**self._words()) + self._where("행")

    @property
    def english(self) -> str:
        """The English sentence."""
        return self.en.format(**self._words()) + self._where("row(s)")

    def at(self, positions: Rows) -> Refusal:
        """The same refusal, its rows counted in the batch that the positions were taken from."""
        rows = None if self.rows is None else [positions[row] for row in self.rows]
        return type(self)(rows, **self.facts)

    def __reduce__(self) -> tuple[Any, ...]:
        return partial(type(self), self.rows, **self.facts), ()

    def __str__(self) -> str:
        return f"{self.korean}\n{self.english}"

    def _words(self) -> dict[str, str]:
        return {name: _listed(value) for name, value in self.facts.items()}

    def _where(self, word: str) -> str:
        if self.rows is None:
            return ""
        shown = ", ".join(str(row + 1) for row in self.rows[:5])
        more = f", … ({len(self.rows)})" if len(self.rows) > 5 else ""
        return f" [{word} {shown}{more}]"


def _listed(value: Any) -> str:
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(str(item) for item in value)
    return str(value)


class MissingInput(Refusal):
    """A rule wants a value that is neither given nor computed nor a dated value of law."""

    ko = "입력이 없습니다: {missing}. 이 값을 열로 함께 넘겨 주세요."
    en = "Missing input: {missing}. Give each of them as a column."


class UnknownTarget(Refusal):
    """Somebody asks for a value that no rule computes."""

    ko = "'{target}'을(를) 계산하는 규칙이 없습니다. 비슷한 이름: {near}."
    en = "No rule computes '{target}'. Similar names: {near}."


class DateBeforeFirstValue(Refusal):
    """A row's date lies before the first value of a parameter: never a default."""

    ko = "{label_ko}({parameter})의 값은 {first}부터 있습니다. {on} {date}에는 적용할 값이 없습니다. 날짜를 확인해 주세요."
    en = "{label_en} ({parameter}) has values from {first}; {on} {date} is before that. Check the date."


class DateWithoutForm(Refusal):
    """A row's date lies in no form of a rule."""

    ko = (
        "규칙 '{rule}'은(는) {on} {date}에 시행 중인 형태가 없습니다 (시행: {periods}). 날짜를 확인해 주세요."
    )
    en = "Rule '{rule}' has no form in force on {on} {date} (in force: {periods}). Check the date."


class UnknownKey(Refusal):
    """A row's second key has no values of its own."""

    ko = "{label_ko}({parameter})에는 {by} '{key}'의 값이 없습니다. 있는 값: {known}. 이 값을 고치거나 값을 등록해 주세요."
    en = "{label_en} ({parameter}) has no values for {by} '{key}'. Known: {known}. Mend it or add its values."


class OverlappingForms(Refusal):
    """Two forms of one rule are in force on the same day."""

    ko = "규칙 '{rule}'의 두 형태가 {date}에 겹칩니다: {forms}. since와 until을 고쳐 주세요."
    en = "Two forms of rule '{rule}' are both in force on {date}: {forms}. Mend since or until."


class FloatValue(Refusal):
    """A number with a decimal point came near money."""

    ko = "'{name}'에 소수(float)가 들어 있습니다. 원·분·일·백만분율의 정수(int64)로 넘겨 주세요."
    en = "'{name}' holds floats. Give whole won, minutes, days or parts per million (int64)."


class WrongType(Refusal):
    """A column or result has another type than its kind wants: int32 would wrap unseen."""

    ko = "'{name}'의 형식이 {found}입니다. {wanted}(으)로 바꿔 주세요."
    en = "'{name}' is {found}. Make it {wanted}."


class NullValue(Refusal):
    """A cell is empty."""

    ko = "'{name}'에 빈 값이 있습니다. 값을 채우거나 그 행을 빼 주세요."
    en = "'{name}' has empty cells. Fill them or leave these rows out."


class OutOfRange(Refusal):
    """A number is larger or smaller than its kind allows."""

    ko = "'{name}'의 값 {value}이(가) {kind}의 범위({lowest}~{highest})를 벗어났습니다. 값을 확인해 주세요."
    en = "'{name}' is {value}, outside the range of {kind} ({lowest} to {highest}). Check the value."


class UnequalLengths(Refusal):
    """Columns of one batch have different numbers of rows."""

    ko = "열의 길이가 서로 다릅니다: {lengths}. 모든 열을 같은 행 수로 맞춰 주세요."
    en = "Columns have different lengths: {lengths}. Give every column the same number of rows."


class DivisionByZero(Refusal):
    """A rule divides by nothing."""

    ko = "규칙 '{rule}'에서 0으로 나누게 됩니다. 입력값을 확인해 주세요: {inputs}."
    en = "Rule '{rule}' would divide by zero. Check its inputs: {inputs}."


class CircularRules(Refusal):
    """Rules need each other in a circle."""

    ko = "규칙이 서로를 되풀이해 필요로 합니다: {circle}. 고리를 끊어 주세요."
    en = "Rules need each other in a circle: {circle}. Break it."


class DuplicateName(Refusal):
    """Two things of the rule book have one name."""

    ko = "'{name}'이(가) 두 곳에 있습니다: {places}. 한쪽 이름을 바꿔 주세요."
    en = "'{name}' is defined twice: {places}. Rename one."


class FaultyRule(Refusal):
    """A rule is written in a way the engine cannot use."""

    ko = "규칙 '{rule}'을(를) 읽을 수 없습니다: {fault}."
    en = "Rule '{rule}' cannot be read: {fault}."


class FaultyParameter(Refusal):
    """A parameter of a YAML file is written in a way the engine cannot use."""

    ko = "{file}의 '{parameter}'을(를) 읽을 수 없습니다: {fault}."
    en = "'{parameter}' in {file} cannot be read: {fault}."
