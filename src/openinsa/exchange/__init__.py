"""Formats of the outside world, in and out. Pure: bytes to tables and back; no database, no clock."""
