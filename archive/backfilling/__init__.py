"""Captures that the Wayback Machine has and this archive lacks."""
