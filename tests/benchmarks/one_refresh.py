"""One run in a process of its own: python -m … crawl|refresh SITE FOLDER STAND_IN NOW

The archive in FOLDER follows SITE, for which STAND_IN answers, at the time NOW (ISO 8601). Prints
JSON: requests, articles changed, seconds on the clock and of CPU, the most memory in MB.
"""

import json
import resource
import sys
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from time import perf_counter, process_time

from archive.crawling.crawl import crawl
from archive.crawling.refresh import refresh
from archive.crawling.running import Pace
from scraper.site import Site

_TICK = timedelta(milliseconds=1)  # passes at each look at the clock
RUNS = {"crawl": crawl, "refresh": refresh}


def main(command: str, site: str, folder: str, stand_in: str, now: str) -> None:
    """Run, and print how it went."""
    start, looks = datetime.fromisoformat(now).astimezone(UTC), count()
    pace = Pace(delay=0.0, concurrency=8, stand_in=stand_in)
    began, cpu = perf_counter(), process_time()
    clock = lambda: start + next(looks) * _TICK  # noqa: E731
    tally = RUNS[command](Path(folder), Site.of(site), pace, clock=clock).tally
    taken = {"seconds": perf_counter() - began, "cpu": process_time() - cpu}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    counts = {"requests": tally.requests, "new": tally.new, "changed": tally.changed}
    print(json.dumps({**counts, "mb": peak, **taken}))


if __name__ == "__main__":
    main(*sys.argv[1:])
