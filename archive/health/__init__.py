"""Is the archive well: status and verify."""
