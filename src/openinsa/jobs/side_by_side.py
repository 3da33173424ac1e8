"""Independent pieces of a job worked on two at a time."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connection

AT_ONCE = 2
Piece = TypeVar("Piece")
Result = TypeVar("Result")


def side_by_side(work: Callable[[Piece], Result], pieces: Iterable[Piece]) -> Iterator[Result]:
    """The results in the order of the pieces, each piece on a database connection of its own.

    While the database works for one piece, Python works for the other. Inside a caller's transaction,
    which no other connection sees, the pieces follow one another. Whoever stops early closes the iterator:
    pieces not yet begun are then left out.
    """
    if connection.in_atomic_block:
        yield from map(work, pieces)
        return
    with ThreadPoolExecutor(AT_ONCE) as pool:
        begun = [pool.submit(_apart, work, piece) for piece in pieces]
        try:
            for one in begun:
                yield one.result()
        finally:
            pool.shutdown(cancel_futures=True)


def _apart(work: Callable[[Piece], Result], piece: Piece) -> Result:
    try:
        return work(piece)
    finally:
        connection.close()
