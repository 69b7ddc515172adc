"""Archived pages and bodies made safe to show."""
