"""The page of everything the product refuses: name, where, status, and the sentence in both languages.

python -m openinsa.config.refusal_catalogue    writes docs/refusals.md
"""

import inspect
from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages
from types import ModuleType

from openinsa.config.places import CHECKOUT
from openinsa.exchange import faults as file_faults
from openinsa.people.refusals import Refused
from openinsa.staffing.faults import DAY_FAULTS
from openinsa.web.translations import known_english

PAGE = CHECKOUT / "docs" / "refusals.md"
ROOMS = (
    "people",
    "privacy",
    "entrance",
    "api",
    "jobs",
    "staffing",
    "law",
    "leave",
    "payroll",
    "ending",
    "retention",
    "issuing",
    "agreements",
    "delivery",
    "worker",
    "documents",
    "home",
    "web",
)
HEAD = """\
# What OpenInsa refuses

Every refusal is one sentence in Korean and English: what, where, how to mend it, and where it matters what
became of the rest. The sentences stand here as the code has them; `%(name)s` and `{name}` are filled in.
Why one person's slip cannot be computed while the others are stands in [how a month becomes money](wages.md);
what the rule engine itself refuses has [its own page](refusals-of-the-rule-engine.md).
This page is made by `python -m openinsa.config.refusal_catalogue`.
"""


def page() -> str:
    """The whole page as Markdown."""
    parts = (HEAD, *_actions(), *_files(), *_cells(), *_days())
    return "\n".join(parts)


def refused_classes() -> list[type[Refused]]:
    """Every refusal of an action, by room and name. Imports all rooms."""
    for _module in room_modules():
        pass
    found, waiting = set(), [Refused]
    while waiting:
        classes = [one for one in waiting.pop().__subclasses__() if one.__module__.startswith("openinsa.")]
        found.update(classes)
        waiting += classes
    return sorted(found, key=lambda one: (ROOMS.index(room_of(one)), one.__name__))


def room_modules() -> Iterator[ModuleType]:
    """Every module of every room, imported."""
    for room in ROOMS:
        package = import_module(f"openinsa.{room}")
        for found in walk_packages(package.__path__, f"{package.__name__}."):
            if ".migrations" not in found.name:
                yield import_module(found.name)


def room_of(refusal: type[Refused]) -> str:
    return refusal.__module__.split(".")[1]


def _actions() -> Iterator[str]:
    english, raised = known_english(), _raised()
    yield "## Actions: what somebody may not do, or not now\n"
    for refusal in refused_classes():
        korean = str(refusal.sentence)
        where = (
            ", ".join(f"`{name}`" for name in raised.get(refusal.__name__, ())) or f"`{refusal.__module__}`"
        )
        yield from _entry(
            f"{refusal.__name__} ({room_of(refusal)}, {refusal.status})",
            f"Said by {where}.",
            korean,
            str(english.get((None, korean), "")),
        )


def _raised() -> dict[str, list[str]]:
    """By name of a refusal: the functions whose description says that they raise it."""
    raised: dict[str, set[str]] = {}
    for module in room_modules():
        for name, function in inspect.getmembers(module, inspect.isfunction):
            told = (function.__doc__ or "").partition("Raises ")[2].replace(".", " ").replace(",", " ")
            if function.__module__ == module.__name__:
                for refusal in told.replace(";", " ").split():
                    raised.setdefault(refusal, set()).add(name)
    return {refusal: sorted(names) for refusal, names in raised.items()}


def _files() -> Iterator[str]:
    yield "## Files: a spreadsheet that cannot be read at all\n"
    for code, sentence in file_faults.REFUSALS.items():
        yield from _entry(code, "", sentence.ko, sentence.en)


def _cells() -> Iterator[str]:
    yield "## Cells of a file\n\nThe sentence follows row and heading: 12행 '계약시작일': …\n"
    for code, kind in file_faults.KINDS.items():
        yield from _entry(f"{code} ({kind.severity})", "", kind.ko, kind.en)


def _days() -> Iterator[str]:
    english = known_english()
    yield "## Days of the month sheet\n"
    for code, fault in DAY_FAULTS.items():
        korean = str(fault.text)
        yield from _entry(
            f"{code} ({fault.severity})", fault.law, korean, str(english.get((None, korean), ""))
        )


def _entry(title: str, told: str, korean: str, english: str) -> Iterator[str]:
    yield f"### {title}\n"
    if told:
        yield f"{told}\n"
    yield f"> {korean}\n>\n> {english}\n"


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openinsa.config.settings")
    django.setup()
    PAGE.write_text(page(), encoding="utf-8")
