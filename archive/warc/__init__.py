"""The WARC files: written, read, mended, and where each record stands in them."""
