"""Papers as HWPX, the file that Korean offices edit: the same data and texts as on the PDF, without its pictures.

A paper to go on working with. What was given out is the PDF: it is signed, and its bytes are kept.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, cast

from openinsa.documents.fonts import printable
from openinsa.documents.hwpx_blocks import Block
from openinsa.documents.hwpx_certificates import career_blocks, employment_blocks
from openinsa.documents.hwpx_contract import contract_blocks
from openinsa.documents.hwpx_writer import hwpx_file
from openinsa.documents.printing import Paper

BLOCKS: dict[str, Callable[[Any], list[Block]]] = {
    "career_certificate": career_blocks,
    "employment_certificate": employment_blocks,
    "employment_contract": contract_blocks,
}


def print_hwpx(paper: Paper) -> bytes:
    """The paper as an HWPX file; a form of `BLOCKS` alone has one. Raises UnprintableCharacter."""
    data = cast("Any", printable(paper.data))
    blocks = BLOCKS[paper.form](data)
    title = next(block.text for block in blocks if getattr(block, "role", "") == "title")  # type: ignore[union-attr]
    return hwpx_file(title, blocks, date.fromisoformat(paper.day))
