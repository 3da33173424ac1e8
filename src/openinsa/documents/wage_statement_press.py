"""Prints statements in a process of its own. It imports no more than that takes: a process starts in half a second."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from openinsa.documents.contracts import WageStatement
from openinsa.documents.typesetting.pdf_file import RoomForSignature, fill_signature
from openinsa.documents.wage_statement_form import print_together

Turn = Sequence[Sequence[WageStatement]]


class Press(NamedTuple):
    """How files are printed: with room for a signature or without, and by what it is filled in here.

    It goes with every turn to the process that prints; a key goes through the pipe between them and stays in memory.
    """

    room: RoomForSignature | None = None
    sign: Callable[[bytes], bytes] | None = None

    def print(self, files: Turn) -> list[bytes]:
        printed = print_together(files, self.room)
        return [fill_signature(pdf, self.sign) for pdf in printed] if self.sign else printed
