"""The bytes of a PDF 1.7 file: numbered objects, most of them packed together, and the table that finds them."""

import hashlib
import struct
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import NamedTuple

from isal import isal_zlib

OBJECTS_PER_STREAM = 500
QUICKLY = 2
"""As small as zlib makes it at its quickest, in less time."""
HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
FREE, ALONE, PACKED = 0, 1, 2
"""Kinds of entries of the table: no object, an object at a place of the file, one inside a stream."""
RANGE, RANGE_DIGITS = b"/ByteRange[", 40
"""What of a file a signature is over: all but its own bytes. As wide as four numbers of a large file."""


class RoomForSignature(NamedTuple):
    """What a signature says of itself in the file, and the most bytes it takes."""

    entries: str
    size: int


class PdfFile:
    """Objects may be numbered before they are filled in, so that they can name each other."""

    def __init__(self) -> None:
        self._plain: dict[int, str] = {}
        self._streams: dict[int, bytes] = {}
        self._room: tuple[int, bytes] | None = None
        self._numbers = 0

    def number(self) -> int:
        self._numbers += 1
        return self._numbers

    def put(self, number: int, body: str) -> None:
        self._plain[number] = body

    def add(self, body: str) -> int:
        self._numbers += 1
        self._plain[self._numbers] = body
        return self._numbers

    def add_stream(self, data: bytes, entries: str = "", *, deflated: bool = True) -> int:
        number = self.number()
        self._streams[number] = _stream(data, entries, deflated)
        return number

    def add_room_for_signature(self, room: RoomForSignature) -> int:
        """An object that `fill_signature` fills in once the file is written. One in a file."""
        number = self.number()
        blank = b"/Contents<%b>%b%b]" % (b"00" * room.size, RANGE, b" " * RANGE_DIGITS)
        self._room = number, b"<<%b%b>>" % (room.entries.encode("ascii"), blank)
        return number

    def to_bytes(self, catalog: int, information: int) -> bytes:
        """The whole file; its identifier is a digest of what it holds. A signature in it is still blank."""
        places = self._pack()
        written = bytearray(HEADER)
        alone = [*self._streams.items(), *([self._room] if self._room else [])]
        for number, stream in alone:
            places[number] = (ALONE, len(written), 0)
            written += b"%d 0 obj\n%b\nendobj\n" % (number, stream)
        start = len(written)
        table = self.number()
        places[table] = (ALONE, start, 0)
        digest = hashlib.sha256(written).hexdigest()[:32]
        entries = (
            f"/Type/XRef/W[1 4 2]/Size {table + 1}/Root {catalog} 0 R/Info {information} 0 R"
            f"/ID[<{digest}><{digest}>]"
        )
        rows = [places.get(number, (FREE, 0, 0xFFFF)) for number in range(table + 1)]
        data = b"".join([struct.pack(">BIH", *row) for row in rows])
        written += b"%d 0 obj\n%b\nendobj\n" % (table, _stream(data, entries, deflated=True))
        written += b"startxref\n%d\n%%%%EOF\n" % start
        if self._room:
            _tell_range(written)
        return bytes(written)

    def _pack(self) -> dict[int, tuple[int, int, int]]:
        """Plain objects move into streams; where each of them is found."""
        numbers = list(self._plain)
        places = {}
        for at in range(0, len(numbers), OBJECTS_PER_STREAM):
            together = numbers[at : at + OBJECTS_PER_STREAM]
            holder = self._add_object_stream(together)
            places |= {number: (PACKED, holder, place) for place, number in enumerate(together)}
        return places

    def _add_object_stream(self, numbers: Sequence[int]) -> int:
        bodies = [self._plain[number] for number in numbers]
        offsets = accumulate((len(body) + 1 for body in bodies), initial=0)
        head = " ".join([f"{number} {offset}" for number, offset in zip(numbers, offsets, strict=False)])
        entries = f"/Type/ObjStm/N {len(bodies)}/First {len(head) + 1}"
        return self.add_stream("\n".join([head, *bodies]).encode("ascii"), entries)


def _stream(data: bytes, entries: str, deflated: bool) -> bytes:
    if deflated:
        data, entries = isal_zlib.compress(data, QUICKLY), f"{entries}/Filter/FlateDecode"
    return f"<<{entries}/Length {len(data)}>>stream\n".encode("ascii") + data + b"\nendstream"


def _tell_range(written: bytearray) -> None:
    """Write down what the signature is over, now that the file is as long as it will be."""
    place = written.rindex(RANGE)
    start, end = written.rindex(b"<", 0, place), place
    told = b"0 %d %d %d" % (start, end, len(written) - end)
    at = place + len(RANGE)
    written[at : at + RANGE_DIGITS] = told.ljust(RANGE_DIGITS)


def fill_signature(pdf: bytes, over: Callable[[bytes], bytes]) -> bytes:
    """A file with room for a signature, signed. over: from the SHA-256 of the rest to the signature."""
    place = pdf.rindex(RANGE) + len(RANGE)
    _zero, start, end, _rest = map(int, pdf[place : place + RANGE_DIGITS].split())
    head, tail = pdf[:start], pdf[end:]
    digest = hashlib.sha256(head)
    digest.update(tail)
    signature = over(digest.digest()).hex().upper().encode()
    return b"%b<%b>%b" % (head, signature.ljust(end - start - 2, b"0"), tail)


def text_string(text: str) -> str:
    """Any text as a PDF string."""
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"
