"""The rule book to be read: topics, rules, values of law over time, worked cases."""
