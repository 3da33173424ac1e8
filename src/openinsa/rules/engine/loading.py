"""Reading the rule book from a package: every folder in it but `engine` is a topic."""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from openinsa.rules.engine.book import RuleBook
from openinsa.rules.engine.rule import Rule, declared
from openinsa.rules.engine.topic_file import TopicFile, read_topic


@cache
def load_rule_book(package: str = "openinsa.rules") -> RuleBook:
    """The rule book of a package, read once per process. Raises a Refusal when it cannot be used."""
    root = package_folder(package)
    rules: list[Rule] = []
    topics: dict[str, TopicFile] = {}
    for folder in topic_folders(root):
        for module in sorted(folder.glob("*.py")):
            name = f"{package}.{folder.name}" + ("" if module.stem == "__init__" else f".{module.stem}")
            importlib.import_module(name)
            rules += declared.get(name, [])
        if (values := folder / f"{folder.name}.yaml").exists():
            topics[folder.name] = read_topic(values, folder.name)
    return RuleBook(rules, topics, _version(root))


def package_folder(package: str = "openinsa.rules") -> Path:
    """Where a package lies."""
    return Path(next(iter(importlib.import_module(package).__path__)))


def topic_folders(root: Path) -> Iterator[Path]:
    """The folders of topics, in the order of their names."""
    return (
        path for path in sorted(root.iterdir()) if (path / "__init__.py").exists() and path.name != "engine"
    )


def _version(root: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        if path.suffix in {".py", ".yaml", ".json"} and "cases" not in path.parts:
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
