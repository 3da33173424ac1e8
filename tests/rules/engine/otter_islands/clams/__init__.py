"""조개 - pay and tax for digging clams."""
