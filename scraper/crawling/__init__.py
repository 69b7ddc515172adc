"""How the site is asked: politely, within its bounds, each page once."""
