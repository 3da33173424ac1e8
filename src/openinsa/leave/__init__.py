"""Leave: what arose, what was taken, what is left."""
