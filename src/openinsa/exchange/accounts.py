"""A bank, an account number and its holder from one cell: 농협 301-0123-4567-81 (김하늘)."""

import re
from typing import NamedTuple

from openinsa.exchange.cells import plain

NUMBER = re.compile(r"\d(?:[\s\-–—.]*\d){7,}")
MOST_DIGITS = 16
BANK = re.compile(
    r"은행|뱅크|금고|신협|농협|수협|축협|조합|우체국|증권|국민|기업|신한|우리|하나|씨티|제일|아이엠|산업|KB|NH|IBK|KEB|SC|카카오|토스",
    re.IGNORECASE,
)
LABEL = re.compile(r"(?:입금|급여|거래)?(?:은행|금융기관|계좌번호|계좌|예금주|명의)\s*(?:명)?\s*[:：=]")
HOLDER = re.compile(r"(?:예금주|명의)\s*[:：=]?\s*(?P<name>[^\s,/()\[\]:]+)")
SIGNS = re.compile(r"[\s,/()\[\]<>|:·;]+")


class Account(NamedTuple):
    bank: str
    number: str
    holder: str


def split_account(text: str) -> Account | None:
    """What a cell says of an account; bank and holder "" where it does not tell. None without a number."""
    text = plain(text.replace("\n", " "))
    found = NUMBER.search(text)
    if found is None or NUMBER.search(text, found.end()) or sum(map(str.isdigit, found[0])) > MOST_DIGITS:
        return None
    said = f"{text[: found.start()]} , {text[found.end() :]}"
    named = HOLDER.search(said)
    holder = named["name"] if named else ""
    rest = LABEL.sub(" ", said[: named.start()] + said[named.end() :] if named else said)
    words = [word for word in SIGNS.split(rest) if word.strip("-–—.")]
    bank = next((word for word in words if BANK.search(word)), "")
    others = [word for word in words if word != bank]
    if not bank and others:
        bank, *others = others
    return Account(bank, found[0], holder or (" ".join(others) if bank else ""))
