"""The Wayback Machine on loopback, as far as it is documented: its index and its replays.

After the README of its CDX server and the answers that EDGI's `wayback` recorded of it.
"""

from tests.waybackmachine.holdings import Held, Holdings
from tests.waybackmachine.machine import Fault, WaybackMachine

__all__ = ["Fault", "Held", "Holdings", "WaybackMachine"]
