"""A page as lines and containers: what every field is read from."""
