"""What can be done about agreements, from making one to both having signed."""
