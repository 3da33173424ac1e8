"""Where this installation keeps what it must keep."""

import os
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[3]


def data_folder() -> Path:
    """The folder of database, secrets and produced files: OPENINSA_DATA, or `var` in the checkout."""
    folder = Path(os.environ.get("OPENINSA_DATA") or CHECKOUT / "var").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder
