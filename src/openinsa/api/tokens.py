"""What a token looks like: oi_<institution>_<first letters>_<secret>. Its digest is all that is stored."""

import re
import secrets
from dataclasses import dataclass
from hashlib import sha256

SHAPE = re.compile(r"oi_(?P<institution>[0-9]{1,18})_(?P<prefix>[a-z0-9]{8})_(?P<secret>[A-Za-z0-9-]{43})")
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class Written:
    """A token as its holder has it."""

    institution_id: int
    prefix: str
    text: str

    @property
    def digest(self) -> bytes:
        """256 random bits need no slow digest."""
        return sha256(self.text.encode()).digest()


def new_token(institution_id: int) -> Written:
    """A token that nobody has ever seen."""
    prefix = "".join(secrets.choice(LETTERS) for _ in range(8))
    secret = secrets.token_urlsafe(32).replace("_", "-")
    return Written(institution_id, prefix, f"oi_{institution_id}_{prefix}_{secret}")


def read_token(text: str) -> Written | None:
    """The parts of a token, None for what is none."""
    found = SHAPE.fullmatch(text)
    return Written(int(found["institution"]), found["prefix"], text) if found else None
