"""Captures from elsewhere."""
