"""Figures with their charts."""
