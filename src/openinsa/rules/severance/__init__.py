"""퇴직금 - average wage and severance pay."""
