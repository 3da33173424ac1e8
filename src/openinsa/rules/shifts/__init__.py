"""Shift patterns held against the limits of the law."""
