"""archive.db again from the WARC files."""
