"""People whom the law protects at work: minors."""
