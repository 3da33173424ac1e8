"""Pages of text and tables, set and tagged fast enough for papers by the thousand."""
