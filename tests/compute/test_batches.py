"""Months from Parquet to Parquet: the same slips in any batches, and nothing half-done."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from compute.folders import (
    FAR_APART,
    PEOPLE,
    TWICE_ON_A_DAY,
    WITHOUT_VERSION,
    change,
    district,
    stored,
    whole,
)
from openinsa.cli import app
from openinsa.compute import batch_refusals as no
from openinsa.compute.arrow import TABLES, checksum, rows_of, table_of
from openinsa.compute.batches import SUMMARY, compute_folder
from openinsa.compute.parquet import KEYED, write_folder
from openinsa.rules.engine import Refusal


@pytest.fixture
def given(tmp_path: Path) -> Path:
    write_folder(district(), tmp_path / "given", rows_per_group=64)
    return tmp_path / "given"


@pytest.fixture
def result(tmp_path: Path) -> Path:
    return tmp_path / "results" / "june"


@pytest.mark.parametrize(
    ("batch", "share", "processes"), [(1, 1, 1), (3, 7, 1), (10, 100, 1), (100, 100, 1), (4, 9, 2)]
)
def test_the_same_slips_come_out_whatever_the_batches_and_processes(
    given: Path, result: Path, batch: int, share: int, processes: int
) -> None:
    """묶음 크기와 프로세스 수가 달라도 명세서가 같다."""
    compute_folder(given, result, batch_slips=batch, share_slips=share, processes=processes)
    assert stored(result) == whole(district())


def test_checksums_are_equal_and_show_one_changed_won(given: Path, result: Path) -> None:
    """검산값은 나누는 방법과 무관하고, 1원만 달라도 달라진다."""
    sums = [
        compute_folder(given, result / str(batch), batch_slips=batch, share_slips=3 * batch)
        for batch in (2, 5, 50)
    ]
    assert sums[0] == sums[1] == sums[2]
    assert json.loads((result / "5" / SUMMARY).read_text())["checksum_of_lines"] == sums[0].checksum_of_lines
    lines = pq.read_table(result / "5" / "lines")
    assert checksum(lines) == sums[0].checksum_of_lines
    amounts = lines.column("amount").to_pylist()
    other = lines.set_column(4, "amount", pa.array([amounts[0] + 1, *amounts[1:]]))
    assert checksum(other) != checksum(lines)


def test_a_fault_of_one_slip_is_a_row_and_the_others_are_paid(given: Path, result: Path) -> None:
    """한 사람의 오류는 한 행으로 남고 나머지는 지급된다."""
    summary = compute_folder(given, result, batch_slips=5)
    faults = pq.read_table(result / "faults")
    assert dict(zip(faults["slip"].to_pylist(), faults["code"].to_pylist(), strict=True)) == {
        WITHOUT_VERSION: "missing_version",
        TWICE_ON_A_DAY: "day_twice",
    }
    assert summary.slips == PEOPLE - 2


def test_two_contracts_of_one_person_share_premiums_however_far_apart_their_slips_stand(
    given: Path, result: Path
) -> None:
    """한 사람의 계약이 멀리 떨어져 있어도 보험료는 한 번만 계산한다."""
    compute_folder(given, result, batch_slips=2, share_slips=4)
    lines = pq.read_table(result / "lines").to_pylist()
    [(slip, main)] = FAR_APART.items()
    with_pension = {line["slip"] for line in lines if line["code"] == "pension"}
    assert main in with_pension
    assert slip not in with_pension


def test_a_table_may_be_many_files_in_a_folder(given: Path, result: Path) -> None:
    """표 하나를 여러 파일로 나누어 넣어도 된다."""
    rows = pq.read_table(given / "days.parquet")
    (given / "days.parquet").unlink()
    (given / "days").mkdir()
    slips = rows["slip"].to_numpy()
    for name, part in (("b", slips <= 17), ("a", slips > 17), ("empty", slips < 0)):
        pq.write_table(rows.filter(pa.array(part)), given / "days" / f"{name}.parquet")
    compute_folder(given, result, batch_slips=3)
    assert stored(result) == whole(district())


def test_files_without_statistics_are_read_as_well(given: Path, result: Path) -> None:
    """통계가 없는 Parquet 파일도 읽는다."""
    rows = pq.read_table(given / "days.parquet")
    pq.write_table(rows, given / "days.parquet", write_statistics=False, row_group_size=50)
    compute_folder(given, result, batch_slips=3, share_slips=6)
    assert stored(result) == whole(district())


def test_tables_that_nobody_needs_may_be_missing(given: Path, result: Path) -> None:
    """필요 없는 표는 빠져도 된다."""
    for table in ("rosters", "payments", "holiday_swaps", "other_deductions"):
        (given / f"{table}.parquet").unlink()
    compute_folder(given, result)
    assert stored(result) == whole(district())


def test_a_month_goes_to_arrow_and_comes_back_as_it_was() -> None:
    """표를 Arrow로 바꾸었다가 되돌려도 그대로다."""
    tables = district()
    for name, kind in TABLES.items():
        back = table_of(kind, rows_of(getattr(tables, name)), name)
        assert all(
            (old == getattr(back, column)).all() for column, old in vars(getattr(tables, name)).items()
        )


def days_of(given: Path, column: str) -> pa.ChunkedArray:
    return pq.read_table(given / "days.parquet")[column]


def break_names(given: Path) -> None:
    change(
        given / "allowances.parquet",
        "name",
        pa.array([5] * pq.read_table(given / "allowances.parquet").num_rows),
    )


def with_a_null(column: pa.ChunkedArray) -> pa.Array:
    return pa.array([None, *column.to_pylist()[1:]], column.type)


def reverse(given: Path) -> None:
    rows = pq.read_table(given / "days.parquet")
    pq.write_table(rows.sort_by([("slip", "descending")]), given / "days.parquet")


def repeat_a_slip(given: Path) -> None:
    rows = pq.read_table(given / "slips.parquet")
    pq.write_table(pa.concat_tables([rows, rows.slice(PEOPLE - 1)]), given / "slips.parquet")


CAUSES = {
    "no days at all": (no.MissingTable, lambda given: (given / "days.parquet").unlink(), "days"),
    "a text file": (no.NotParquet, lambda given: (given / "days.parquet").write_text("x"), "days.parquet"),
    "no column of leave": (
        no.MissingColumn,
        lambda given: change(given / "days.parquet", "leave_code", None),
        "'leave_code'",
    ),
    "a rate in floating point": (
        no.WrongColumnType,
        lambda given: change(given / "versions.parquet", "rate", pa.array([12_121.0] * (PEOPLE - 1))),
        "double",
    ),
    "short whole numbers": (
        no.WrongColumnType,
        lambda given: change(given / "days.parquet", "date", days_of(given, "date").cast(pa.int32())),
        "int32",
    ),
    "flags as numbers": (
        no.WrongColumnType,
        lambda given: change(given / "slips.parquet", "insured_by_rule", pa.array([1] * PEOPLE)),
        "bool",
    ),
    "a day without a start": (
        no.EmptyCell,
        lambda given: change(given / "days.parquet", "start", with_a_null(days_of(given, "start"))),
        "'start'",
    ),
    "a day of nobody": (
        no.EmptyCell,
        lambda given: change(given / "days.parquet", "slip", with_a_null(days_of(given, "slip"))),
        "'slip'",
    ),
    "a way of taxing that is none": (
        no.UnknownChoice,
        lambda given: change(given / "slips.parquet", "tax_mode", pa.array([7] * PEOPLE)),
        "'tax_mode'",
    ),
    "an allowance without a name": (no.UnknownChoice, break_names, "'name'"),
    "a break without an end": (
        no.UnpairedBreaks,
        lambda given: change(
            given / "days.parquet",
            "breaks",
            pa.array([[720]] * len(days_of(given, "slip")), pa.list_(pa.int64())),
        ),
        "'breaks'",
    ),
    "days from back to front": (no.NotInOrder, reverse, "days.parquet"),
    "a slip twice": (no.SlipGivenTwice, repeat_a_slip, "slips.parquet"),
}


@pytest.mark.parametrize(("refusal", "break_it", "named"), CAUSES.values(), ids=CAUSES)
@pytest.mark.parametrize("batch", [2, 100])
def test_what_cannot_be_taken_is_named_and_leaves_nothing(
    given: Path, result: Path, refusal: type[Refusal], break_it: object, named: str, batch: int
) -> None:
    """받을 수 없는 파일은 파일과 열의 이름을 대고, 결과를 남기지 않는다."""
    break_it(given)  # type: ignore[operator]
    with pytest.raises(refusal) as refused:
        compute_folder(given, result, batch_slips=batch)
    for sentence in (refused.value.korean, refused.value.english):
        assert str(given) in sentence
        assert named in sentence
        assert "{" not in sentence
    assert not result.parent.exists() or not list(result.parent.iterdir())


def test_a_refusal_in_another_process_is_the_same(given: Path, result: Path) -> None:
    """다른 프로세스에서 난 거절도 그대로 전해진다."""
    change(given / "days.parquet", "start", with_a_null(days_of(given, "start")))
    with pytest.raises(no.EmptyCell, match="'start'"):
        compute_folder(given, result, batch_slips=5, share_slips=5, processes=2)
    assert not list(result.parent.iterdir())


def test_an_earlier_result_is_never_touched(given: Path, result: Path) -> None:
    """이미 있는 결과는 건드리지 않는다."""
    result.mkdir(parents=True)
    compute_folder(given, result)
    before = {path: path.read_bytes() for path in files_of(result)}
    with pytest.raises(no.ResultExists):
        compute_folder(given, result)
    assert {path: path.read_bytes() for path in files_of(result)} == before
    assert list(result.parent.iterdir()) == [result]


def files_of(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def test_every_refusal_of_batches_has_a_cause_here() -> None:
    """배치의 거절마다 시험이 있다."""
    classes = {
        one
        for one in vars(no).values()
        if isinstance(one, type) and issubclass(one, Refusal) and one is not Refusal
    }
    assert {refusal for refusal, _, _ in CAUSES.values()} | {no.ResultExists} == classes


@pytest.mark.parametrize("processes", [1, 2])
def test_a_stopped_job_leaves_nothing_and_can_be_repeated(given: Path, result: Path, processes: int) -> None:
    """중단한 작업은 아무것도 남기지 않고, 다시 하면 된다."""

    def stop(done: int, total: int, faults: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        compute_folder(given, result, batch_slips=4, share_slips=8, processes=processes, progress=stop)
    assert not list(result.parent.iterdir())
    compute_folder(given, result)
    assert stored(result) == whole(district())


def test_progress_is_told_after_every_share(given: Path, result: Path) -> None:
    """진행 상황을 알린다."""
    told: list[tuple[int, int, int]] = []
    compute_folder(given, result, batch_slips=10, share_slips=10, progress=lambda *now: told.append(now))
    assert told[0] == (0, PEOPLE, 0)
    assert told[-1] == (PEOPLE, PEOPLE, 2)
    assert [done for done, _, _ in told] == sorted(done for done, _, _ in told)


def test_a_folder_without_slips_gives_an_empty_result(given: Path, result: Path) -> None:
    """사람이 없으면 빈 결과가 나온다."""
    for table in KEYED:
        rows = pq.read_table(given / f"{table}.parquet")
        pq.write_table(rows.slice(0, 0), given / f"{table}.parquet")
    assert compute_folder(given, result).slips == 0


def test_the_command_says_sums_and_a_refusal_with_its_exit_code(given: Path, result: Path) -> None:
    """명령은 합계를 말하고, 거절하면 까닭과 함께 1로 끝난다."""
    arguments = ["compute", str(given), str(result), "--processes", "1"]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0
    assert f"{PEOPLE - 2} slips" in done.output
    again = CliRunner().invoke(app, arguments)
    assert again.exit_code == 1
    assert "Choose another folder" in again.output
