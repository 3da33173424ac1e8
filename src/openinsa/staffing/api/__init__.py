"""Projects, people, contracts and months for machines: what the pages of this room do, file by file."""

from openinsa.staffing.api import (
    contracts,
    imports,
    months,
    papers,
    pay_items,
    people,
    projects,
    settings,
    shifts,
)
from openinsa.staffing.api.room import room

__all__ = [
    "contracts",
    "imports",
    "months",
    "papers",
    "pay_items",
    "people",
    "projects",
    "room",
    "settings",
    "shifts",
]
