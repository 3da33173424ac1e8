"""axe-core on a page, its findings in Korean (`axe_ko.json` is the translation of axe-core 4.14.1, MPL-2.0)."""

import json
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

from site_fixtures import DESKTOP

PHONE = {"width": 360, "height": 740}
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
KOREAN = json.loads((Path(__file__).parent / "axe_ko.json").read_text(encoding="utf-8"))
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async ([locale, tags]) => {
    axe.configure({locale});
    const found = await axe.run({runOnly: tags});
    return found.violations.flatMap(rule =>
        rule.nodes.map(node => `${rule.id}: ${rule.help}: ${node.html.slice(0, 160)}`));
}"""


def violations(page: Page) -> list[str]:
    """What breaks WCAG 2.2 A or AA or good practice on the page as it stands: rule, words, element."""
    page.evaluate(AXE)
    found: list[str] = page.evaluate(RUN, [KOREAN, STANDARD])
    return found


def reads_well(page: Page, what: str) -> None:
    """The page breaks no rule in any theme nor on a phone, where nothing lies beside the screen."""
    for theme in ("light", "dark", "contrast"):
        page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        assert violations(page) == [], (what, theme)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], what
    assert violations(page) == [], (what, "phone")
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
