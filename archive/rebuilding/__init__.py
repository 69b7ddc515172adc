"""archive.db from the WARC files: all of it again, or what a killed run left."""
