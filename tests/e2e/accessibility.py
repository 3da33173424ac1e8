"""axe-core on a page, its findings in Korean (`axe_ko.json` is the translation of axe-core 4.14.1, MPL-2.0)."""

import json
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Error, Page

from site_fixtures import DESKTOP

PHONE = {"width": 360, "height": 740}
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
KOREAN = json.loads((Path(__file__).parent / "axe_ko.json").read_text(encoding="utf-8"))
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules that look at colours: all that a theme can change, as it changes nothing else."""
RUN = """async ([locale, only]) => {
    axe.configure({locale});
    const found = await axe.run({runOnly: only, resultTypes: ["violations"]});
    return found.violations.flatMap(rule =>
        rule.nodes.map(node => `${rule.id}: ${rule.help}: ${node.html.slice(0, 160)}`));
}"""


def violations(page: Page) -> list[str]:
    """What breaks WCAG 2.2 A or AA or good practice on the page as it stands: rule, words, element."""
    return _found(page, {"type": "tag", "values": STANDARD})


def violations_in_every_theme(page: Page) -> list[str]:
    """The same in the light theme, and what the colours of the other two break."""
    found = []
    page.wait_for_load_state()
    for theme in ("light", "dark", "contrast"):
        page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        broken = violations(page) if theme == "light" else _found(page, {"type": "rule", "values": COLOURS})
        found += [f"{theme}: {fault}" for fault in broken]
    return found


def _found(page: Page, only: dict[str, object]) -> list[str]:
    """What a look finds; when a click was still on its way and the page went meanwhile, on the page that came."""
    try:
        return _looked(page, only)
    except Error:
        return _looked(page, only)


def _looked(page: Page, only: dict[str, object]) -> list[str]:
    page.wait_for_load_state()
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE)
    found: list[str] = page.evaluate(RUN, [KOREAN, only])
    return found


def fits(page: Page, what: str) -> None:
    """On a phone nothing lies beside the screen and no rule is broken; a page still on its way is waited for."""
    assert page.locator("html").evaluate("page => page.scrollWidth") <= PHONE["width"], what
    assert violations(page) == [], (what, "phone")


def reads_well(page: Page, what: str) -> None:
    """The page breaks no rule in any theme nor on a phone, where nothing lies beside the screen."""
    assert violations_in_every_theme(page) == [], what
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    fits(page, what)
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
