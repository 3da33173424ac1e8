"""Papers given out: their content frozen, numbered, signed, and told from false ones."""
