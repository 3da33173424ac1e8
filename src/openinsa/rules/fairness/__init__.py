"""공정수당 - the planned allowance at the end of a short contract."""
