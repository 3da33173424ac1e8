"""Papers brought to people: published, mailed, opened, returned."""
