"""Pieces of a job that are worked on two at a time."""

from collections.abc import Iterator
from contextlib import closing
from threading import Barrier, get_ident

import pytest
from django.db import connection, transaction

from openinsa.jobs.side_by_side import AT_ONCE, side_by_side

SOON = 20


@pytest.fixture
def outside_a_transaction(fresh_database: str) -> Iterator[None]:
    yield
    connection.close()


def backend_of(piece: int) -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return piece, cursor.fetchone()[0]


def test_results_come_in_the_order_of_the_pieces(outside_a_transaction: None) -> None:
    assert [piece for piece, _ in side_by_side(backend_of, range(7))] == list(range(7))


def test_two_pieces_are_worked_on_at_the_same_time(outside_a_transaction: None) -> None:
    together = Barrier(AT_ONCE)

    def wait_for_the_other(piece: int) -> int:
        together.wait(timeout=SOON)
        return get_ident()

    assert len(set(side_by_side(wait_for_the_other, range(AT_ONCE)))) == AT_ONCE


def test_pieces_inside_a_transaction_share_it_one_after_the_other(outside_a_transaction: None) -> None:
    with transaction.atomic():
        own = backend_of(0)[1]
        assert {backend for _, backend in side_by_side(backend_of, range(3))} == {own}


def test_whoever_stops_early_leaves_the_pieces_not_yet_begun(outside_a_transaction: None) -> None:
    worked: list[int] = []
    with closing(side_by_side(worked.append, range(500))) as results:
        next(results)
    assert len(worked) < 500


def test_the_fault_of_a_piece_is_told(outside_a_transaction: None) -> None:
    def fail(piece: int) -> int:
        raise ValueError(piece)

    with pytest.raises(ValueError, match="0"):
        list(side_by_side(fail, range(3)))
