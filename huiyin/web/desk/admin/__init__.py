"""The administration of the county by its one IT person: people, units, settings, lists, calendar, texts, the trail of it."""
