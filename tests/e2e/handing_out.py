"""Reasons given and files taken out in a real browser."""

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from openinsa.exchange.workbook import without_password
from openinsa.privacy.reasons import ReasonCode

WORDS = "지급 전에 명세서와 맞춰 봄"


def give_reason(place: Page | Locator, words: str, code: ReasonCode = ReasonCode.STAFF) -> None:
    """Fill in why; `place` is the page or the dialogue that asks."""
    place.get_by_label("사유 구분").select_option(str(code))
    place.get_by_label("사유", exact=True).fill(words)


def taken_out(page: Page, link: str, *, words: str = WORDS) -> tuple[str, bytes]:
    """Name and content of the file behind a link, for a reason given in the dialogue; opened with its password."""
    page.get_by_role("link", name=link).click()
    asking = page.get_by_role("dialog")
    expect(asking.get_by_label("사유 구분")).to_be_focused()
    give_reason(asking, words, ReasonCode.PAY)
    made = asking.get_by_label("파일 비밀번호")
    password = made.input_value() if made.count() else None
    with page.expect_download() as waiting:
        asking.get_by_role("button", name="내려받기").click()
    expect(asking.get_by_role("status")).to_be_visible()
    asking.get_by_role("button", name="닫기").click()
    content = Path(waiting.value.path()).read_bytes()
    return waiting.value.suggested_filename, without_password(content, password)
