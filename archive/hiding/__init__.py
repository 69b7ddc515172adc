"""What the keeper has hidden, and how everything obeys."""
