"""Numbers that look right and belong to nobody."""

from datetime import date
from random import Random

WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)


def resident_number(chance: Random, birth: date, *, woman: bool, foreigner: bool) -> str:
    """A resident or foreigner's number with a check digit that is wrong on purpose: nobody can own it."""
    kind = 1 + woman + (2 if birth.year >= 2000 else 0) + (4 if foreigner else 0)
    twelve = f"{birth:%y%m%d}{kind}{chance.randrange(100_000):05}"
    return f"{twelve[:6]}-{twelve[6:]}{(check_digit(twelve) + chance.randint(1, 9)) % 10}"


def check_digit(twelve: str) -> int:
    """The last digit that numbers given out before October 2020 carry."""
    total = sum(int(digit) * weight for digit, weight in zip(twelve, WEIGHTS, strict=True))
    return (11 - total % 11) % 10


def telephone_number(chance: Random) -> str:
    """A mobile number of a block that is not given out."""
    return f"010-0{chance.randrange(1000):03}-{chance.randrange(10_000):04}"


def account_number(chance: Random) -> str:
    return f"{chance.randrange(10**12):012}"
