"""근로시간 - working time."""
