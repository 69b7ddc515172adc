"""Measurements: ours beside a peer or a limit, in one run. See README.md; `make bench`."""
