"""Walking through the XML of a spreadsheet without building a tree, and without entities."""

from collections.abc import Callable
from xml.parsers import expat

from openinsa.exchange.faults import FileRefused

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]


def walk(
    content: bytes, start: Start, end: End | None = None, text: Callable[[str], None] | None = None
) -> None:
    """Call back for every element, its name without prefix. A document type of its own is refused."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse

    def opens(name: str, attributes: dict[str, str]) -> None:
        start(name if ":" not in name else name.rpartition(":")[2], attributes)

    def closes(name: str) -> None:
        end(name if ":" not in name else name.rpartition(":")[2])  # type: ignore[misc]

    parser.StartElementHandler = opens
    if end is not None:
        parser.EndElementHandler = closes
    if text is not None:
        parser.CharacterDataHandler = text
    try:
        parser.Parse(content, True)
    except expat.ExpatError as damage:
        raise FileRefused("damaged") from damage


def _refuse(*_names: object) -> None:
    raise FileRefused("damaged")
