"""What became of one file of cases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Failure:
    """A case (or one part of it) whose figures differ."""

    case: str
    wanted: Any
    got: Any


@dataclass(frozen=True)
class NotCovered:
    """A case nobody can answer yet, and why: a topic or a field without rules."""

    case: str
    why: str


@dataclass(frozen=True)
class Report:
    """The outcome of one file.

    Cases that rest on practice, memory, assumption, reading or policy stand apart: they are counted on
    their own and do not decide the result. Cases without rules count as open, never as passed.
    """

    name: str
    passed: tuple[str, ...] = ()
    failed: tuple[Failure, ...] = ()
    not_covered: tuple[NotCovered, ...] = ()
    apart_passed: tuple[str, ...] = ()
    apart_failed: tuple[Failure, ...] = ()

    @property
    def total(self) -> int:
        """Cases that count, covered or not."""
        return len(self.passed) + len(self.failed) + len(self.not_covered)

    @property
    def ok(self) -> bool:
        """Whether no case that counts failed."""
        return not self.failed

    def lines(self) -> Iterator[str]:
        """The report in words, beginning with one line such as `labor 63 of 63`."""
        yield f"{self.name} {len(self.passed)} of {self.total}{self._beside()}"
        for failure in self.failed:
            yield f"  failed {failure.case}: wanted {failure.wanted}, got {failure.got}"
        for why, cases in self._reasons():
            yield f"  not covered, {why}: {len(cases)} ({cases[0]}{' …' if len(cases) > 1 else ''})"
        for failure in self.apart_failed:
            yield f"  apart, differs {failure.case}: wanted {failure.wanted}, got {failure.got}"

    def _beside(self) -> str:
        apart = len(self.apart_passed) + len(self.apart_failed)
        parts = [f"{len(self.failed)} failed"] if self.failed else []
        parts += [f"{len(self.not_covered)} not covered"] if self.not_covered else []
        parts += [f"apart {len(self.apart_passed)} of {apart}"] if apart else []
        return "".join(f", {part}" for part in parts)

    def _reasons(self) -> list[tuple[str, list[str]]]:
        reasons: dict[str, list[str]] = defaultdict(list)
        for one in self.not_covered:
            reasons[one.why].append(one.case)
        return sorted(reasons.items())
