"""Every drawing that a page asks for is there, so that no button begins with a hole."""

import re

from openinsa.config.places import CHECKOUT

SOURCE = CHECKOUT / "src" / "openinsa"
ASKED = re.compile(r"\{% icon \"(\w+)\"|\{% empty [^%]*\"(\w+)\" %\}")


def test_every_icon_on_a_page_is_drawn() -> None:
    drawn = set(re.findall(r'<symbol id="(\w+)"', (SOURCE / "web/static/web/icons.svg").read_text()))
    pages = "\n".join(path.read_text() for path in SOURCE.glob("*/templates/**/*.html"))
    asked = {name for found in ASKED.findall(pages) for name in found if name}
    assert {"check", "search"} <= asked <= drawn
