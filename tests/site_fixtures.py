"""Fixtures for tests that look at the product as a person does: a browser and a running site."""
