"""A document as PDF/A-2a and PDF/UA-1: pages, the structure a screen reader follows, bookmarks, fonts."""

from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import NamedTuple

from openinsa.documents.typesetting.embedding import FontInFile
from openinsa.documents.typesetting.pdf_file import PdfFile, RoomForSignature, text_string

METADATA = Path(__file__).parent / "metadata.xml"
COLOURS = (
    "[/CalRGB<</WhitePoint[.9505 1 1.089]/Gamma[2.2 2.2 2.2]"
    "/Matrix[.4124 .2126 .0193 .3576 .7152 .1192 .1805 .0722 .9505]>>]"
)
"""What red, green and blue mean (sRGB), so that no device has to guess."""


OUTSIDE_THE_PAGE = "[-9999 -9999 -9999 -9999]"
PRINTED_AND_LOCKED = 132
SIGNATURE_IN_WORDS = "전자서명"


class About(NamedTuple):
    """What a file says of itself. day: 2026-11-10, the only date it bears."""

    title: str
    author: str
    language: str
    day: str


class Branch:
    """A node of the structure that holds others: a part, a table, a row. Written when it is left."""

    def __init__(self, file: PdfFile, role: str, parent: int) -> None:
        self._file, self._role, self._parent = file, role, parent
        self.number = file.number()
        self.kids: list[int] = []

    def __enter__(self) -> "Branch":
        return self

    def __exit__(self, *_raised: object) -> None:
        inside = f"/P {self._parent} 0 R/K{_references(self.kids)}"
        self._file.put(self.number, f"<</S/{self._role}{inside}>>")

    def branch(self, role: str) -> "Branch":
        made = Branch(self._file, role, self.number)
        self.kids.append(made.number)
        return made

    def leaf(self, role: str, entries: str) -> int:
        number = self._file.add(f"<</S/{role}/P {self.number} 0 R{entries}>>")
        self.kids.append(number)
        return number


class Page:
    """What is drawn, in reading order, and the leaves of the structure that say it."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.drawn: list[str] = []
        self.leaves: list[int] = []

    def mark(self, within: Branch, role: str, drawn: str, *, attributes: str = "", spoken: str = "") -> None:
        """Draw a leaf: a heading, a paragraph, a cell. spoken: its letters where its glyphs hide them."""
        mark = len(self.leaves)
        instead = f"/ActualText{text_string(spoken)}" if spoken else ""
        self.drawn.append(f"/{role}<</MCID {mark}{instead}>>BDC\n{drawn}\nEMC")
        self.leaves.append(within.leaf(role, f"{attributes}/Pg {self.number} 0 R/K {mark}"))

    def decorate(self, drawn: str) -> None:
        """Draw what says nothing new: lines, shades, what every page repeats."""
        self.drawn.append(f"/Artifact BMC\n{drawn}\nEMC")


class TaggedPdf:
    """A file in the making, of pages of one size."""

    def __init__(
        self,
        about: About,
        size: tuple[float, float],
        fonts: Mapping[str, FontInFile],
        room: RoomForSignature | None = None,
    ) -> None:
        self.fonts = fonts
        self._about, self._size = about, size
        self._file = PdfFile()
        self._pages, self._resources = self._file.number(), self._file.number()
        self._page_numbers: list[int] = []
        self._leaves: list[str] = []
        self._bookmarks: list[tuple[str, int]] = []
        self._root = self._file.number()
        self.document = Branch(self._file, "Document", self._root)
        self._signature = self._file.add_room_for_signature(room) if room else 0
        self._field = self._file.number() if room else 0

    def new_page(self) -> Page:
        return Page(self._file.number())

    def add_page(self, page: Page) -> None:
        """Take a page on which all is drawn into the file."""
        width, height = self._size
        contents = self._file.add_stream("\n".join(page.drawn).encode("ascii"))
        first = not self._page_numbers and self._field
        field = f"/Annots[{self._field} 0 R]" if first else ""
        self._file.put(
            page.number,
            f"<</Type/Page/Parent {self._pages} 0 R/MediaBox[0 0 {width:g} {height:g}]/Tabs/S"
            f"/Resources {self._resources} 0 R/Contents {contents} 0 R{field}/StructParents {len(self._leaves)}>>",
        )
        self._page_numbers.append(page.number)
        self._leaves.append(_references(page.leaves))

    def bookmark(self, title: str, page: Page) -> None:
        self._bookmarks.append((title, page.number))

    def to_bytes(self) -> bytes:
        file, about = self._file, self._about
        day = f"(D:{about.day.replace('-', '')}000000Z)"
        catalog = file.add(
            f"<</Type/Catalog/Lang({about.language})/MarkInfo<</Marked true>>"
            f"/ViewerPreferences<</DisplayDocTitle true>>/Metadata {self._add_metadata()} 0 R"
            f"/Pages {self._add_pages()} 0 R/StructTreeRoot {self._add_structure()} 0 R"
            f"/Outlines {self._add_bookmarks()} 0 R{self._add_field()}>>"
        )
        information = file.add(
            f"<</Title{text_string(about.title)}/Author{text_string(about.author)}"
            f"/Creator(OpenInsa)/CreationDate{day}/ModDate{day}>>"
        )
        return file.to_bytes(catalog, information)

    def _add_field(self) -> str:
        """The field of the signature, which nobody sees; what the catalogue says of it: no change is allowed."""
        if not self._field:
            return ""
        self._file.put(
            self._field,
            f"<</Type/Annot/Subtype/Widget/FT/Sig/T(seal)/TU{text_string(SIGNATURE_IN_WORDS)}/F {PRINTED_AND_LOCKED}"
            f"/Rect{OUTSIDE_THE_PAGE}/P {self._page_numbers[0]} 0 R/V {self._signature} 0 R>>",
        )
        return f"/AcroForm<</Fields[{self._field} 0 R]/SigFlags 3>>/Perms<</DocMDP {self._signature} 0 R>>"

    def _add_metadata(self) -> int:
        said = {name: escape(text) for name, text in self._about._asdict().items()}
        data = _metadata().format(**said).encode()
        return self._file.add_stream(data, "/Type/Metadata/Subtype/XML", deflated=False)

    def _add_pages(self) -> int:
        file, numbers = self._file, self._page_numbers
        fonts = "".join(f"/{name} {font.add_to(file)} 0 R" for name, font in self.fonts.items())
        file.put(self._resources, f"<</Font<<{fonts}>>/ColorSpace<</Colours {COLOURS}>>>>")
        file.put(self._pages, f"<</Type/Pages/Kids{_references(numbers)}/Count {len(numbers)}>>")
        return self._pages

    def _add_structure(self) -> int:
        with self.document:
            rows = " ".join(f"{key} {leaves}" for key, leaves in enumerate(self._leaves))
        parents = self._file.add(f"<</Nums[{rows}]>>")
        self._file.put(
            self._root,
            f"<</Type/StructTreeRoot/K {self.document.number} 0 R/ParentTree {parents} 0 R"
            f"/ParentTreeNextKey {len(self._leaves)}>>",
        )
        return self._root

    def _add_bookmarks(self) -> int:
        file, count = self._file, len(self._bookmarks)
        root = file.number()
        numbers = [file.number() for _ in range(count)]
        for at, (title, page) in enumerate(self._bookmarks):
            before = f"/Prev {numbers[at - 1]} 0 R" if at else ""
            after = f"/Next {numbers[at + 1]} 0 R" if at + 1 < count else ""
            file.put(
                numbers[at],
                f"<</Title{text_string(title)}/Parent {root} 0 R/Dest[{page} 0 R/Fit]{before}{after}>>",
            )
        file.put(root, f"<</Type/Outlines/First {numbers[0]} 0 R/Last {numbers[-1]} 0 R/Count {count}>>")
        return root


def _references(numbers: Sequence[int]) -> str:
    return f"[{' '.join([f'{number} 0 R' for number in numbers])}]"


@cache
def _metadata() -> str:
    return METADATA.read_text(encoding="utf-8")
