"""Texts of every room in English: gather them from the sources, compile them, without gettext's programs.

python -m openinsa.web.translations update     bring each room's django.po up to date
python -m openinsa.web.translations compile    write each django.mo
python -m openinsa.web.translations missing    list what still has no English
"""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parents[1]
KEYWORDS = {
    "_": None,
    "_lazy": None,
    "say": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def rooms() -> list[Path]:
    """The folders of the package that have templates or a translation of their own."""
    return sorted(
        folder
        for folder in PACKAGE.iterdir()
        if (folder / "apps.py").exists() or (folder / "locale").exists()
    )


def po_path(room: Path) -> Path:
    return room / "locale" / "en" / "LC_MESSAGES" / "django.po"


def sources(room: Path) -> Iterator[tuple[Path, str]]:
    """Every Python file and template of a room as Python text whose calls can be read."""
    for path in sorted(room.rglob("*.py")):
        yield path, path.read_text(encoding="utf-8")
    for path in sorted(room.rglob("templates/**/*.html")):
        code = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        yield path, "\n".join(line.strip() for line in code.splitlines())


def texts(room: Path) -> Catalog:
    """The Korean texts of a room that are meant for a screen."""
    catalog = Catalog(charset="utf-8")
    for path, text in sources(room):
        for _line, message, _comments, context in extract("python", BytesIO(text.encode()), KEYWORDS):
            catalog.add(message, locations=[(str(path.relative_to(room)), 0)], context=context)
    return catalog


def read_catalog(path: Path) -> Catalog:
    if not path.exists():
        return Catalog(locale="en", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale="en", charset="utf-8")


def known_english() -> dict[tuple[Any, Any], Any]:
    """What any room already says in English, so that no word is translated twice."""
    return {
        (message.context, message.id): message.string
        for room in rooms()
        for message in read_catalog(po_path(room))
        if message.id and message.string
    }


def updated(room: Path, known: dict[tuple[Any, Any], Any]) -> Catalog:
    """The room's catalogue with the texts of now: known English kept, vanished texts dropped."""
    catalog = Catalog(
        locale="en", charset="utf-8", header_comment="# English texts of this room", fuzzy=False
    )
    for message in texts(room):
        if message.id:
            english = known.get((message.context, message.id), "")
            catalog.add(message.id, english, locations=message.locations, context=message.context)
    return catalog


def missing(room: Path) -> list[str]:
    """Texts of a room without English."""
    own = {(m.context, m.id): m.string for m in read_catalog(po_path(room))}
    return [str(m.id) for m in texts(room) if m.id and not any_text(own.get((m.context, m.id)))]


def any_text(string: object) -> bool:
    return all(string) if isinstance(string, tuple) else bool(string)


def update() -> None:
    known = known_english()
    for room in rooms():
        catalog = updated(room, known)
        if len(catalog):
            po_path(room).parent.mkdir(parents=True, exist_ok=True)
            po_path(room).write_bytes(written(catalog))


def written(catalog: Catalog) -> bytes:
    """The catalogue as a file; without times, so that only changed texts change it."""
    file = BytesIO()
    write_po(file, catalog, width=110, sort_output=True)
    lines = file.getvalue().splitlines(keepends=True)
    unwanted = (b"-Date: ", b"Last-Translator")
    return b"".join(line for line in lines if not any(word in line for word in unwanted))


def compile_all() -> None:
    """Write what is out of date; an installation whose code nobody may write has it written at set-up."""
    for room in rooms():
        texts_in, compiled = po_path(room), po_path(room).with_suffix(".mo")
        if texts_in.exists() and not _is_newer(compiled, texts_in):
            with compiled.open("wb") as file:
                write_mo(file, read_catalog(texts_in))


def _is_newer(made: Path, source: Path) -> bool:
    return made.exists() and made.stat().st_mtime >= source.stat().st_mtime


def list_missing() -> None:
    for room in rooms():
        for text in missing(room):
            sys.stdout.write(f"{room.name}: {text}\n")


if __name__ == "__main__":
    if not settings.configured:
        settings.configure()
    {"update": update, "compile": compile_all, "missing": list_missing}[sys.argv[1]]()
