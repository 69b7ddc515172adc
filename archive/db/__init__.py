"""archive.db: its tables, its schema, its rows."""
