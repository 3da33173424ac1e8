"""A new data key for an institution while the site runs: every sealed value is sealed anew, chunk by chunk.

Which columns there are is found from the models: every BinaryField whose name ends in `_sealed`. A chunk locks
the rows it reads and passes by rows that others are writing; those come in the next pass. How far the work is
stands in the values themselves, which carry the number of their key: whatever is killed goes on where it was,
and two at once do no harm. At last the old key is destroyed, or kept for reading while the change history holds
values under it (docs/decisions/0018).
"""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from django.apps import apps
from django.db import connection
from django.db.models import BinaryField
from django.utils import timezone

from openinsa.people.tenancy import within
from openinsa.privacy.models import DataKey
from openinsa.privacy.sealing import DATA, SealBroken, Sealer, make_data_key, note_key, number_of

CHUNK_ROWS, CHUNK_BYTES = 500, 8 * 1024 * 1024
PASSES_IN_VAIN, PAUSE_SECONDS = 20, 0.5

NUMBER = "get_byte(substring({column} FROM 1 FOR 2), 0) * 256 + get_byte(substring({column} FROM 1 FOR 2), 1)"
COUNTS = f"SELECT {NUMBER}, count(*) FROM {{table}} WHERE octet_length({{column}}) > 2 GROUP BY 1"
HISTORY_COUNTS = """
    SELECT ('x' || substr(kept.value, 3, 4))::bit(16)::int, count(*)
    FROM privacy_changerecord,
         LATERAL (SELECT * FROM jsonb_each_text(before) UNION ALL SELECT * FROM jsonb_each_text(after)) AS kept
    WHERE table_name = ANY (%s) AND kept.key LIKE '%%\\_sealed' AND kept.value LIKE '\\\\x____%%' GROUP BY 1
"""
PICK = f"""
    SELECT id FROM (
        SELECT id, sum(size) OVER (ORDER BY id) - size AS before FROM (
            SELECT id, octet_length({{column}}) AS size FROM {{table}}
            WHERE id > %s AND octet_length({{column}}) > 2 AND {NUMBER} <> %s ORDER BY id LIMIT {CHUNK_ROWS}
        ) AS waiting
    ) AS sized WHERE before < {CHUNK_BYTES}
"""
LOCK = "SELECT id, {column} FROM {table} WHERE id = ANY (%s) ORDER BY id FOR NO KEY UPDATE SKIP LOCKED"
STORE = """
    UPDATE {table} AS kept SET {column} = anew.sealed
    FROM unnest(%s::bigint[], %s::bytea[]) AS anew (id, sealed) WHERE kept.id = anew.id
"""
SAY_RESEALED = "SELECT set_config('openinsa.resealed', %s, true)"

Report = Callable[[int, int], None]


@dataclass(frozen=True)
class SealedColumn:
    """A column of sealed values."""

    table: str
    column: str

    def asks(self, query: str) -> str:
        return query.format(table=self.table, column=self.column)


@dataclass
class Rotation:
    """One institution's values on their way to one key."""

    institution_id: int
    actor_id: int | None
    report: Report
    done: int = 0
    unopened: dict[SealedColumn, list[int]] = field(default_factory=dict)


def sealed_columns() -> list[SealedColumn]:
    """Every column of sealed values, as the models have them."""
    return [
        SealedColumn(model._meta.db_table, one.column)
        for model in apps.get_models()
        for one in model._meta.local_fields
        if isinstance(one, BinaryField) and one.column.endswith("_sealed") and model._meta.managed
    ]


def values_by_key() -> dict[int, int]:
    """How many values of the transaction's institution carry each key's number, history apart."""
    found: dict[int, int] = {}
    for column in sealed_columns():
        for number, count in _rows(column.asks(COUNTS)):
            found[number] = found.get(number, 0) + count
    return found


def history_by_key() -> dict[int, int]:
    """How many values in the institution's change history carry each key's number."""
    return dict(_rows(HISTORY_COUNTS, [list({column.table for column in sealed_columns()})]))


def begin_rotation(institution_id: int) -> int:
    """The number of the key that values shall have: a new one, unless an earlier rotation is not over yet.

    The transaction must be the institution's own. Raises MasterKeyNotReached.
    """
    living = DataKey.objects.select_for_update().filter(purpose=DATA, retired_at=None)
    numbers = sorted(living.values_list("number", flat=True))
    return numbers[-1] if len(numbers) > 1 else make_data_key(institution_id).number


def rotate(institution_id: int, actor_id: int | None, report: Report) -> dict[str, int]:
    """Seal every value under the newest key, then let the others go. Says how many values were sealed anew,
    and how many could not be opened and stay as they are. Raises whatever `report` raises."""
    rotation = Rotation(institution_id, actor_id, report)
    in_vain = 0
    while in_vain < PASSES_IN_VAIN and (left := _left(rotation)):
        before = rotation.done
        for column in sealed_columns():
            _pass_over(rotation, column, rotation.done + left)
        in_vain = 0 if rotation.done > before else in_vain + 1
        if in_vain:
            time.sleep(PAUSE_SECONDS)  # the rows left are being written by others
    let_old_keys_go(institution_id, actor_id)
    return {"sealed": rotation.done, "left": _left(rotation), "unopened": _unopened(rotation)}


def let_old_keys_go(institution_id: int, actor_id: int | None) -> None:
    """Destroy former keys that no value carries, and retire those that only the change history needs."""
    with within(institution_id, actor_id):
        living = DataKey.objects.filter(purpose=DATA, retired_at=None).values_list("number", flat=True)
        newest = max(living, default=0)
        for key in DataKey.objects.filter(purpose=DATA, number__lt=newest):
            _let_go(key)


def _let_go(key: DataKey) -> None:
    """Whoever is sealing under the key holds its row: after waiting for them the count is true and stays so."""
    key = DataKey.objects.select_for_update().get(pk=key.pk)
    if values_by_key().get(key.number):
        return
    if not history_by_key().get(key.number):
        note_key(key, "key_destroyed")
        key.delete()
    elif key.retired_at is None:
        note_key(key, "key_retired")
        DataKey.objects.filter(pk=key.pk).update(retired_at=timezone.now())


def _left(rotation: Rotation) -> int:
    """Values that still have to be sealed anew and can be."""
    with within(rotation.institution_id):
        newest = Sealer(rotation.institution_id).newest
        older = sum(count for number, count in values_by_key().items() if number != newest)
    return older - _unopened(rotation)


def _unopened(rotation: Rotation) -> int:
    return sum(len(ids) for ids in rotation.unopened.values())


def _pass_over(rotation: Rotation, column: SealedColumn, total: int) -> None:
    """Once through a column, chunk by chunk, each in a transaction of its own."""
    for _last in _chunks(rotation, column):
        rotation.report(min(rotation.done, total), total)


def _chunks(rotation: Rotation, column: SealedColumn) -> Iterator[int]:
    last = 0
    while True:
        with within(rotation.institution_id, rotation.actor_id):
            sealer = Sealer(rotation.institution_id)
            picked = [number for (number,) in _rows(column.asks(PICK), [last, sealer.newest])]
            if picked:
                anew = _sealed_anew(rotation, column, sealer, picked)
                _store(column, anew)
        if not picked:
            return
        rotation.done += len(anew)
        last = max(picked)
        yield last


def _sealed_anew(
    rotation: Rotation, column: SealedColumn, sealer: Sealer, picked: list[int]
) -> Mapping[int, bytes]:
    """The values of the rows that nobody else is writing, under the newest key, by row."""
    anew: dict[int, bytes] = {}
    for row, sealed in _rows(column.asks(LOCK), [picked]):
        if not sealed or number_of(sealed) == sealer.newest:
            continue
        try:
            anew[row] = sealer.reseal(sealed)
        except SealBroken:
            unopened = rotation.unopened.setdefault(column, [])
            unopened += [row] if row not in unopened else []
    return anew


def _store(column: SealedColumn, anew: Mapping[int, bytes]) -> None:
    if not anew:
        return
    with connection.cursor() as cursor:
        cursor.execute(SAY_RESEALED, [column.column])
        cursor.execute(column.asks(STORE), [list(anew), list(anew.values())])
        cursor.execute(SAY_RESEALED, [""])


def _rows(query: str, values: list | None = None) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()
