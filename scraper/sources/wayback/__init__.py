"""The Wayback Machine: its index, its replays, and the one polite client that asks for them."""
