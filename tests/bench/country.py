"""A country's month as a folder of Parquet files: python country.py FOLDER PEOPLE. In a process of its own, so
that what it needs of memory is not counted with the job."""

import sys
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq

sys.path.insert(0, str(Path(__file__).parent))

from bench_month import made_up_month

from openinsa.compute.arrow import rows_of
from openinsa.compute.parquet import COMPRESSION, KEYED, ROWS_PER_GROUP, write_folder
from openinsa.rules.engine import day_number

JULY = day_number(date(2026, 7, 1))
AT_ONCE = 20_000


def write_country(folder: Path, people: int) -> None:
    """July of so many people, a piece at a time, in the order of slips."""
    write_folder(made_up_month(1, JULY), folder)
    tables = [table for table in KEYED if (folder / f"{table}.parquet").exists()]
    with ExitStack() as open_files:
        writers = {
            table: open_files.enter_context(
                pq.ParquetWriter(
                    folder / f"{table}.parquet",
                    pq.read_schema(folder / f"{table}.parquet"),
                    compression=COMPRESSION,
                )
            )
            for table in tables
        }
        for first in range(0, people, AT_ONCE):
            piece = made_up_month(min(AT_ONCE, people - first), JULY, first)
            for table, writer in writers.items():
                rows = rows_of(getattr(piece, table)).sort_by("slip")
                writer.write_table(rows, row_group_size=ROWS_PER_GROUP)


if __name__ == "__main__":
    write_country(Path(sys.argv[1]), int(sys.argv[2]))
