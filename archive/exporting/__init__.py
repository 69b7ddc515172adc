"""The archive in other people's formats: a WACZ file, a copy of the database."""
