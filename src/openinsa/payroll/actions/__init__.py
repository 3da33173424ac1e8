"""What can be done in payroll: one verb, one function."""
