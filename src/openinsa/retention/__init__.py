"""What is kept how long, what ends when, and that it ended."""
