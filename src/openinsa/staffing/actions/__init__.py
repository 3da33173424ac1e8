"""What can be done in staffing: one verb, one function."""
