"""The vault, lowest of all rooms: keys outside the database, sealed fields, blind indexes, query codes, the chain's MAC."""
