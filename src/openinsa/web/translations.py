"""Texts of every room in English, and of what workers meet in their languages: gather them from the sources, compile
them, without gettext's programs.

python -m openinsa.web.translations update     bring each django.po up to date
python -m openinsa.web.translations compile    write each django.mo
python -m openinsa.web.translations missing    list what is not translated yet
"""

import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

from openinsa.web.worker_texts import LANGUAGES, met, parts_of

PACKAGE = Path(__file__).resolve().parents[1]
WORKER = PACKAGE / "worker"
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


def po_path(room: Path, language: str = "en") -> Path:
    return room / "locale" / language / "LC_MESSAGES" / "django.po"


def sources(room: Path) -> Iterator[tuple[Path, str]]:
    """Every Python file and template of a room as Python text whose calls can be read."""
    for path in [*sorted(room.rglob("*.py")), *sorted(room.rglob("templates/**/*.html"))]:
        yield path, readable(path)


def readable(path: Path, parts: tuple[str, ...] = ()) -> str:
    """A file as Python text, or the named parts of a Python file."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return parts_of(text, parts) if parts else text
    return "\n".join(line.strip() for line in templatize(text, origin=str(path)).splitlines())


def texts(room: Path) -> Catalog:
    """The Korean texts of a room that are meant for a screen."""
    return _gathered((path, str(path.relative_to(room)), text) for path, text in sources(room))


def worker_texts() -> Catalog:
    """The Korean texts that a worker meets, of all rooms."""
    return _gathered(
        (path, str(path.relative_to(PACKAGE)), readable(path, parts))
        for room in rooms()
        for path, parts in met(room)
    )


def _gathered(read: Iterable[tuple[Path, str, str]]) -> Catalog:
    catalog = Catalog(charset="utf-8")
    for _path, told, text in read:
        for _line, message, _comments, context in extract("python", BytesIO(text.encode()), KEYWORDS):
            catalog.add(message, locations=[(told, 0)], context=context)
    return catalog


def read_catalog(path: Path, language: str = "en") -> Catalog:
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language, charset="utf-8")


def known_english() -> dict[tuple[Any, Any], Any]:
    """What any room already says in English, so that no word is translated twice."""
    return {
        (message.context, message.id): message.string
        for room in rooms()
        for message in read_catalog(po_path(room))
        if message.id and message.string
    }


def updated(found: Catalog, known: dict[tuple[Any, Any], Any], language: str, head: str) -> Catalog:
    """A catalogue with the texts of now: what was known is kept, vanished texts are dropped."""
    catalog = Catalog(locale=language, charset="utf-8", header_comment=f"# {head}", fuzzy=False)
    for message in found:
        if message.id:
            told = known.get((message.context, message.id), "")
            catalog.add(message.id, told, locations=message.locations, context=message.context)
    return catalog


def missing(room: Path) -> list[str]:
    """Texts of a room without English."""
    return _missing(texts(room), read_catalog(po_path(room)))


def missing_for_workers(language: str) -> list[str]:
    """Texts that a worker meets and that are not in a language of workers."""
    return _missing(worker_texts(), read_catalog(po_path(WORKER, language), language))


def _missing(found: Catalog, told: Catalog) -> list[str]:
    own = {(m.context, m.id): m.string for m in told}
    return [str(m.id) for m in found if m.id and not any_text(own.get((m.context, m.id)))]


def any_text(string: object) -> bool:
    return all(string) if isinstance(string, tuple) else bool(string)


def update() -> None:
    known = known_english()
    for room in rooms():
        catalog = updated(texts(room), known, "en", "English texts of this room")
        if len(catalog):
            po_path(room).parent.mkdir(parents=True, exist_ok=True)
            po_path(room).write_bytes(written(catalog))
    update_for_workers()


def update_for_workers() -> None:
    """What workers meet, in each of their languages: one catalogue."""
    found = worker_texts()
    for language in LANGUAGES:
        path = po_path(WORKER, language)
        known = {(m.context, m.id): m.string for m in read_catalog(path, language) if m.id and m.string}
        head = "What workers meet; not checked by a native speaker yet"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(written(updated(found, known, language, head)))


def written(catalog: Catalog) -> bytes:
    """The catalogue as a file; without times, so that only changed texts change it."""
    file = BytesIO()
    write_po(file, catalog, width=110, sort_output=True)
    lines = file.getvalue().splitlines(keepends=True)
    unwanted = (b"-Date: ", b"Last-Translator")
    return b"".join(line for line in lines if not any(word in line for word in unwanted))


def compile_all() -> None:
    """Write what is out of date; an installation whose code nobody may write has it written at set-up."""
    told = [(po_path(room), "en") for room in rooms()]
    for texts_in, language in [*told, *((po_path(WORKER, one), one) for one in LANGUAGES)]:
        compiled = texts_in.with_suffix(".mo")
        if texts_in.exists() and not _is_newer(compiled, texts_in):
            with compiled.open("wb") as file:
                write_mo(file, read_catalog(texts_in, language))


def _is_newer(made: Path, source: Path) -> bool:
    return made.exists() and made.stat().st_mtime >= source.stat().st_mtime


def list_missing() -> None:
    for room in rooms():
        for text in missing(room):
            sys.stdout.write(f"{room.name}: {text}\n")
    for language in LANGUAGES:
        for text in missing_for_workers(language):
            sys.stdout.write(f"{language}: {text}\n")


if __name__ == "__main__":
    if not settings.configured:
        settings.configure()
    {"update": update, "compile": compile_all, "missing": list_missing}[sys.argv[1]]()
