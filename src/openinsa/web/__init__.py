"""The frame around every page: tokens, components, the list table, translations, sign-in."""
