"""기간제 - how long somebody may be employed for a fixed term."""
