"""Where this installation keeps what it must keep."""

import os
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[3]


def data_folder() -> Path:
    """The folder of database, secrets and produced files: OPENINSA_DATA, or `var` in the checkout."""
    folder = Path(os.environ.get("OPENINSA_DATA") or CHECKOUT / "var").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def use_data_folder(name: str) -> None:
    """Work in a folder of that name beside the real data, unless the operator named a folder."""
    os.environ.setdefault("OPENINSA_DATA", str(CHECKOUT / "var" / name))
