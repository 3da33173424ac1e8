"""What a worker sees and does with a phone."""
