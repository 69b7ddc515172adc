"""Rows, files and time: WARC, history, SQLite. Nothing of HTML."""
