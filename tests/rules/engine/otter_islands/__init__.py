"""The Otter Islands: an invented country whose law never changes, to test the rule engine with."""
