"""Computed slips as rows of the database."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from openinsa.compute.bulk import as_json
from openinsa.compute.explanation import LineWords, word_columns
from openinsa.compute.month import MonthSlips
from openinsa.compute.slips import LineCode
from openinsa.compute.telling import written

SLIP_COLUMNS = (
    "id",
    "institution_id",
    "run_id",
    "contract_id",
    "person_id",
    "gross",
    "non_taxable",
    "taxable",
    "deductions",
    "net",
    "employer_total",
    "facts",
)
FAULT_COLUMNS = ("institution_id", "run_id", "contract_id", "code", "message_ko", "message_en")

TOTALS = ("gross", "non_taxable", "taxable", "deductions", "net", "employer_total")
MINUTES = (
    "worked",
    "regular",
    "overtime",
    "holiday_first8",
    "holiday_beyond8",
    "night",
    "leave_paid",
    "unpaid",
    "public_holiday_paid",
    "weekly_holiday_paid",
)
FLAGS = ("minimum_wage", "living_wage", "above_contract", "weekly_limit_12", "part_time_limit_12")
INSURED = "insured_"

Place = tuple[int, int]


class SlipRows:
    """Rows to insert. `places` gives run and person of each contract, `ids` the new slips' keys."""

    def __init__(
        self, institution_id: int, month: MonthSlips, places: Mapping[int, Place], ids: Sequence[int]
    ) -> None:
        self._institution, self._month, self._places = institution_id, month, places
        self._ids = np.array(ids, np.int64)

    def slips(self) -> Iterator[Sequence[Any]]:
        columns = {name: values.tolist() for name, values in vars(self._month.slips).items()}
        weeks = self._by_slip(self._month.weeks)
        wages = self._by_slip(self._month.ordinary_wages)
        payments = self._by_slip(self._month.payment_taxes)
        for row, (key, contract) in enumerate(zip(self._ids.tolist(), columns["slip"], strict=True)):
            run, person = self._places[contract]
            facts = {
                "minutes": {name: columns[name][row] for name in MINUTES},
                "insured": [
                    name.removeprefix(INSURED)
                    for name, values in columns.items()
                    if name.startswith(INSURED) and values[row]
                ],
                "flags": [name for name in FLAGS if columns[name][row]],
                "weeks": weeks.get(contract, []),
                "ordinary_hourly": wages.get(contract, []),
            }
            if untaxed := columns["untaxed_overtime"][row]:
                facts["untaxed_overtime"] = untaxed
            if contract in payments:
                facts["payments"] = payments[contract]
            totals = (columns[name][row] for name in TOTALS)
            yield (key, self._institution, run, contract, person, *totals, as_json(facts))

    def lines(self) -> pa.Table:
        lines = self._month.lines
        of_code = {
            "side": [code.side.name.lower() for code in LineCode],
            "code": [code.name.lower() for code in LineCode],
        }
        return pa.table(
            {
                "institution_id": pa.repeat(self._institution, len(lines)),
                "slip_id": self._ids[np.searchsorted(self._month.slips.slip, lines.slip)],
                "position": lines.position,
                **{name: pa.array(words).take(pa.array(lines.code)) for name, words in of_code.items()},
                "amount": lines.amount,
                **dict(zip(LineWords._fields, word_columns(self._month), strict=True)),
            }
        )

    def faults(self) -> Iterator[Sequence[Any]]:
        for fault in self._month.faults:
            run, _person = self._places[fault.slip]
            yield (self._institution, run, fault.slip, fault.code, fault.message_ko, fault.message_en)

    def _by_slip(self, table: Any) -> dict[int, list[dict[str, Any]]]:
        """Rows of a table as plain data under their slip, days as dates."""
        names = [name for name in vars(table) if name != "slip"]
        values = [_plain(name, getattr(table, name)) for name in names]
        found: dict[int, list[dict[str, Any]]] = {}
        for slip, *row in zip(table.slip.tolist(), *values, strict=True):
            found.setdefault(slip, []).append(dict(zip(names, row, strict=True)))
        return found


def _plain(name: str, values: Any) -> list[Any]:
    if name in {"end", "since", "first", "last"}:
        return [written(day) for day in values.tolist()]
    return values.tolist()
