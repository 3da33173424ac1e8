"""Calls below a frame with room ask the system for no memory, however deep the edge of a piece would lie."""

import resource

from openinsa.config.frames import with_room

CALLS, DEEPEST = 1_000, 300


def test_what_is_called_with_room_gets_what_was_given_and_its_answer_comes_back() -> None:
    assert with_room(sorted)([2, 3, 1], reverse=True) == [3, 2, 1]


def test_at_no_depth_does_a_call_cost_memory_of_the_system() -> None:
    assert max(with_room(pages_taken)(depth) for depth in range(DEEPEST)) < CALLS / 10


def pages_taken(depth: int) -> int:
    """How many pages the system hands out while a function is called often, so many calls down."""
    if depth:
        return pages_taken(depth - 1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(CALLS):
        _nothing()
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def _nothing() -> None:
    _below()


def _below() -> None:
    pass
