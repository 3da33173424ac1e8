"""Running rules over rows that belong to slips: a refusal of the law becomes the fault of those slips."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from openinsa.compute.refusals import SlipsRefused, fault
from openinsa.compute.slips import Fault
from openinsa.compute.tables import Whole
from openinsa.rules.engine import Refusal, RuleBook, load_rule_book

Columns = Mapping[str, np.ndarray]


def run_rules(targets: Sequence[str], columns: Columns, slips: Whole) -> dict[str, np.ndarray]:
    """The targets for every row; `slips` says whose row it is.

    Without rows every target is empty. Raises SlipsRefused for the slips whose rows a rule refuses. A
    refusal that concerns no particular row is a fault of the rules or of this module and passes through.
    """
    book = load_rule_book()
    if not len(slips):
        return {target: _nothing(book, target) for target in targets}
    try:
        return book.run(targets, columns)
    except Refusal as refusal:
        if refusal.rows is None:
            raise
        raise SlipsRefused([fault(slip, refusal) for slip in np.unique(slips[refusal.rows])]) from refusal


def _nothing(book: RuleBook, target: str) -> np.ndarray:
    value = book.rules[target][0] if target in book.rules else book.parameters[target]
    return np.zeros(0, value.kind.dtype)


def refuse(refused: np.ndarray, slips: Whole, kind: type[Refusal], **facts: np.ndarray) -> list[Fault]:
    """One fault per slip that has a refused row, with the facts of its first such row.

    `refused` is a mask over rows, `slips` the slip of each row; facts are columns of the same rows, shown
    as dates where their name is `date`, `first`, `last` or `month`.
    """
    rows = np.flatnonzero(refused)
    if not len(rows):
        return []
    _, first = np.unique(slips[rows], return_index=True)
    return [
        fault(slips[row], kind(None, **{name: shown(name, values[row]) for name, values in facts.items()}))
        for row in rows[first]
    ]


def shown(name: str, value: object) -> str:
    """A fact as it stands in a sentence."""
    if name in ("date", "first", "last"):
        return str(np.datetime64(int(value), "D"))  # type: ignore[call-overload]
    if name == "month":
        return str(np.datetime64(int(value), "D").astype("datetime64[M]"))  # type: ignore[call-overload]
    return str(value)
