"""The signals of this room: who delivers, listens; this room knows no way of delivery."""

from django.dispatch import Signal

agreement_sent = Signal()
"""Sent with `by`, `agreements` and `again` (a reminder) in the transaction in which they are sent."""

agreement_completed = Signal()
"""Sent with `by` and `agreements` in the transaction in which both have signed: now the file is handed over."""
