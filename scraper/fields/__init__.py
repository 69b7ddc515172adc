"""What is read from a page, one noun a file."""
