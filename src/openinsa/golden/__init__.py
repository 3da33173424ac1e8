"""Worked cases from outside, run against the rule book: `./openinsa golden DIR`."""

from openinsa.golden.runner import run

__all__ = ["run"]
