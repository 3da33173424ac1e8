"""Electronic contracts: made, sent, read, signed by both, kept by both."""
