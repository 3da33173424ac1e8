"""Where the installation keeps what it must not lose."""

import os
import secrets
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[3]
KEY_BYTES = 32


def data_folder() -> Path:
    """The data folder, made when it is not there: OPENINSA_DATA, or `var` in the checkout."""
    folder = Path(os.environ.get("OPENINSA_DATA", CHECKOUT / "var"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def kept_secret(name: str) -> bytes:
    """A secret of this installation, made at the first start; the file is its owner's alone."""
    path = data_folder() / "secrets" / name
    if not path.exists():
        path.parent.mkdir(mode=0o700, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
    return path.read_bytes()
