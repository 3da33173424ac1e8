"""The short code on a paper: 7-K3M9-PX4T-HQ7R-2WCDE. Whose paper it is, random letters, and one that checks the rest.

The letters leave out those that are taken for others in print or handwriting (0 O, 1 I, 2 Z, 5 S, 8 B would be pairs:
of each only the digit stays, or neither). Their number is prime, so that the last letter finds every single wrong
letter and every pair of neighbours that changed places.
"""

import secrets
import unicodedata
from typing import NamedTuple

LETTERS = "23456789ACDEFGHJKLMNPQRTUVWXY"
TAKEN_FOR = str.maketrans({"B": "8", "S": "5", "Z": "2"})
RANDOM_LETTERS = 16
"""Of 29 letters each: 77 bits, beyond guessing."""
GROUP = 4
LONGEST = 60


class Code(NamedTuple):
    """A code as it is looked up."""

    institution_id: int
    letters: str

    def __str__(self) -> str:
        groups = [self.letters[at : at + GROUP] for at in range(0, RANDOM_LETTERS, GROUP)]
        return f"{self.institution_id}-{'-'.join(groups)}{self.letters[RANDOM_LETTERS:]}"

    @property
    def is_whole(self) -> bool:
        """Whether the last letter fits the others: only a mistyped code does not."""
        return self.letters[-1] == checking_letter(self.institution_id, self.letters[:-1])


def new_code(institution_id: int) -> Code:
    drawn = "".join(secrets.choice(LETTERS) for _ in range(RANDOM_LETTERS))
    return Code(institution_id, drawn + checking_letter(institution_id, drawn))


def read_code(typed: str) -> Code | None:
    """A code however it was typed: without dashes, in small letters, full width; None where it can be none."""
    plain = unicodedata.normalize("NFKC", typed[:LONGEST]).upper()
    kept = "".join(one for one in plain if one.isalnum())
    number, letters = kept[: -RANDOM_LETTERS - 1], kept[-RANDOM_LETTERS - 1 :].translate(TAKEN_FOR)
    fits = number.isascii() and number.isdigit() and len(number) < 10 and set(letters) <= set(LETTERS)
    return Code(int(number), letters) if fits else None


def checking_letter(institution_id: int, letters: str) -> str:
    """The letter that makes a weighted sum over everything before it."""
    values = [int(digit) for digit in str(institution_id)][::-1]
    total = sum((RANDOM_LETTERS + 2 + place) * value for place, value in enumerate(values))
    total += sum((place + 2) * LETTERS.index(letter) for place, letter in enumerate(letters))
    return LETTERS[-total % len(LETTERS)]
