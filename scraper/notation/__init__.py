"""Dates, times, numbers, periods and bodies as Vietnamese texts print them."""
