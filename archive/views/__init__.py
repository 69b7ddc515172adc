"""What the pages for readers show, read from the database."""
