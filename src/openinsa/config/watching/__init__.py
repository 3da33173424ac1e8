"""What an operator watches: logs, health, metrics and traces, none of which holds personal data."""
