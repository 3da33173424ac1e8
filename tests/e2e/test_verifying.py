"""A certificate from the desk of HR to the telephone of an outsider who wants to know whether it is true."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from documents.reading import scanned
from e2e.accessibility import PHONE, violations
from e2e.handing_out import taken_out
from site_fixtures import Site

pytestmark = pytest.mark.browser


def test_an_outsider_on_a_phone_tells_a_true_paper_from_a_revoked_one(
    live_site: Site, new_page: Callable[..., Page], sign_in: Callable[[Page, str], Page], tmp_path: Path
) -> None:
    desk = sign_in(new_page(viewport={"width": 1280, "height": 900}), "hr")
    desk.goto(f"{live_site.url}/issuing/?kind=employment_certificate")
    assert violations(desk) == []
    desk.locator("#table-papers tbody a").first.click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("재직증명서")
    assert violations(desk) == []
    outside = new_page(viewport=PHONE)
    outside.goto(f"{live_site.url}{scanned_off_the_paper(desk, tmp_path)}?language=ko")
    verdict = outside.get_by_role("heading", level=1)
    expect(verdict).to_contain_text("진본입니다")
    assert violations(outside) == []
    outside.get_by_role("link", name="English").click()
    expect(verdict).to_contain_text("This is genuine")
    desk.get_by_label("사유").fill("잘못 발급함")
    desk.get_by_role("button", name="발급 취소").click()
    expect(desk.get_by_text("취소됨").first).to_be_visible()
    outside.emulate_media(color_scheme="dark")
    outside.reload()
    expect(verdict).to_contain_text("This was revoked")
    assert violations(outside) == []


def scanned_off_the_paper(desk: Page, folder: Path) -> str:
    """Where the code on the file that the office hands out leads, wherever the site was when it was printed."""
    _name, pdf = taken_out(desk, "발급한 파일 PDF", words="근로자가 창구에서 받아 감")
    (address,) = scanned(pdf, folder)
    return urlsplit(address).path
