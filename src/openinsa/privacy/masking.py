"""What a list may show of a protected value."""


def mask_resident_number(birth_digits: str, seventh: str) -> str:
    """Birth date and the digit behind the dash stay, the rest is hidden: 850412-1******."""
    return f"{birth_digits}-{seventh}******"


def mask_name(name: str) -> str:
    """The first letter and the last one stay: 김*늘, of two the first: 김*."""
    if len(name) <= 2:
        return name[:1] + "*" * (len(name) - 1)
    return name[0] + "*" * (len(name) - 2) + name[-1]


def mask_tail(value: str, shown: int = 4) -> str:
    """All but the last characters hidden: ********1234. Values no longer than that are hidden whole."""
    if len(value) <= shown:
        return "*" * len(value)
    return "*" * (len(value) - shown) + value[-shown:]


def mask_address(value: str) -> str:
    """The first word alone: 가온구 ******."""
    first, _space, rest = value.strip().partition(" ")
    return f"{first} ******" if rest else "*" * len(first)


def mask_email(value: str) -> str:
    """The first letter and the house stay: h******@example.com."""
    name, at, host = value.rpartition("@")
    return f"{name[:1]}******{at}{host}" if at else "*" * len(value)


def mask_phone(value: str) -> str:
    """The middle block hidden: 010-****-1188."""
    parts = value.split("-")
    return f"{parts[0]}-****-{parts[-1]}" if len(parts) == 3 else mask_tail(value)
