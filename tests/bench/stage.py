"""A database of its own for measuring: real tables, policies and triggers, worked in as the web role."""

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TESTS = str(Path(__file__).resolve().parents[1])


@contextmanager
def fresh_database() -> Iterator[None]:
    """Django set up on an empty, migrated database that is dropped afterwards."""
    sys.path[:0] = [TESTS, str(Path(__file__).parent)]
    os.environ["DJANGO_SETTINGS_MODULE"] = "settings_for_tests"
    import django

    django.setup()
    _load_what_a_running_process_has()
    gc.freeze()  # as server and worker do
    import databases

    name = databases.own("bench")
    databases.copy(databases.make_template(), name)
    databases.use(name)
    try:
        yield
    finally:
        databases.drop(name)


def _load_what_a_running_process_has() -> None:
    """The rule book, and pandas: Arrow looks for it once, and only the requirements of the benches bring it."""
    import pyarrow as pa

    from openinsa.rules.engine import load_rule_book

    load_rule_book()
    pa.array([0])
