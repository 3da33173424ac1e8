"""A payslip's owner looked at it: told to rooms above, which keep when a slip was opened."""

from django.dispatch import Signal

slip_seen = Signal()
"""Sent with `by`, `slip_id` and `file` (whether its file was taken) by whoever shows a worker the own paid slip."""
