"""휴게 - breaks during work."""
