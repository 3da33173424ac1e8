"""How the rooms are put together: settings, addresses, database, secrets."""
