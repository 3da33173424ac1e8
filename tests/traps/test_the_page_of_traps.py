"""The page that says which trap is guarded by which test names only tests that exist."""

import re
from pathlib import Path

from openinsa.config.places import CHECKOUT

TEST = re.compile(r"\btest_\w+")


def test_every_test_that_the_page_of_traps_names_exists() -> None:
    named = set(TEST.findall((CHECKOUT / "docs" / "traps.md").read_text(encoding="utf-8")))
    files = Path(__file__).parents[1].rglob("test_*.py")
    defined = {
        name for path in files for name in re.findall(r"def (test_\w+)", path.read_text(encoding="utf-8"))
    }
    assert named - defined == set()
    assert len(named) > 80
