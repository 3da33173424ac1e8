"""Room for the frames of Python's calls in one piece.

CPython keeps the frames of a thread in pieces of 16 KiB and gives a piece back to the system as soon as the call that
began it returns. A page is rendered many calls deep: where a piece happens to end, a call made a thousand times asks
the system for memory a thousand times, which costs more than the call.
"""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Answer = TypeVar("Answer")

SLOTS = 66_000
"""Of 8 bytes each. So big a frame gets a piece of 1 MiB, of which nearly half is left for all calls below it."""


def with_room(work: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """The same work, called from a frame with room below it. Of its memory only what is used is ever touched."""

    def call(*given: Given.args, **named: Given.kwargs) -> Answer:
        return work(*given, **named)

    call.__code__ = call.__code__.replace(co_stacksize=SLOTS)
    return call
