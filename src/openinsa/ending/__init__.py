"""End of work: what is settled with who leaves."""
