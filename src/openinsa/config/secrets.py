"""Secrets of the installation: made once in the data folder, readable by its owner alone."""

import os
import secrets
import tempfile
from pathlib import Path


def secret(name: str, folder: Path, length: int = 32) -> bytes:
    """The bytes of a secret: from OPENINSA_<NAME> as hex, or from `folder/secrets/<name>`, made when missing.

    Two processes that start at once agree, because the file appears whole or not at all.
    Raises ValueError when the variable or the file is not hex.
    """
    if given := os.environ.get(f"OPENINSA_{name.upper()}"):
        return bytes.fromhex(given)
    path = folder / "secrets" / name
    if not path.exists():
        _make(path, secrets.token_hex(length))
    return bytes.fromhex(path.read_text())


def given_keys(*variables: str) -> list[bytes]:
    """The keys that variables of the environment name in hex, in that order. Raises ValueError."""
    return [bytes.fromhex(given) for name in variables if (given := os.environ.get(name))]


def word_or_file(variable: str) -> str:
    """A secret word from a variable, or from the file that `<variable>_FILE` names."""
    if path := os.environ.get(f"{variable}_FILE"):
        return Path(path).read_text(encoding="utf-8").strip()
    return os.environ.get(variable, "")


def _make(path: Path, text: str) -> None:
    path.parent.mkdir(mode=0o700, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent)  # mode 0600
    with os.fdopen(handle, "w") as file:
        file.write(text)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # another process was first; its secret counts
    finally:
        Path(draft).unlink()
