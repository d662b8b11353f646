"""SQLite for a server: Django's backend with write-ahead log, full durability and writers who queue in turn."""
