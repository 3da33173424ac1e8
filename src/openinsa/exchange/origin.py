"""What a file or paper says of its own making. Apart from the writing of sheets, so that printing need not load that."""

from typing import NamedTuple


class Origin(NamedTuple):
    """Who took a file out, when and why. Without lines it says nothing."""

    title: str
    lines: tuple[tuple[str, str], ...]

    @property
    def line(self) -> str:
        """All of it for the edge of a page."""
        return " · ".join(f"{label} {value}" for label, value in self.lines)


NO_ORIGIN = Origin("", ())
