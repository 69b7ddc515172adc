"""Articles' histories, folded from observations."""
