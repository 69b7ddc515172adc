"""Scrapy's settings: one polite visitor, one request after the other.

What is measured in seconds says so. Every response reaches the spiders, whatever its status and
wherever it redirects to: a redirect and an error are captures too.
"""

import os
import platform
from importlib.metadata import version
from typing import Any

BOT_NAME = "sldtbxh-archive"
SPIDER_MODULES = ["scraper.spiders"]

# Who asks, and whom to write to: RFC 2142 reserves webmaster@ for this; the archive's operator
# names another contact in the environment.
ROBOTSTXT_USER_AGENT = BOT_NAME
USER_AGENT = (
    f"{BOT_NAME}/{version('sldtbxh-archive')}"
    f" (+{os.environ.get('SLDTBXH_CONTACT') or 'mailto:webmaster@' + platform.node()})"
)
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Encoding": "gzip",  # the one coding that every replay tool reads
    "Accept-Language": "vi",
}

# Politeness. AutoThrottle slows down below this pace when the site does.
DOWNLOAD_DELAY = 1.0  # seconds
DOWNLOAD_DELAY_JITTER = 0
CONCURRENT_REQUESTS = 1
CONCURRENT_REQUESTS_PER_DOMAIN = 1
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 1.0  # seconds
AUTOTHROTTLE_MAX_DELAY = 60.0  # seconds
ROBOTSTXT_OBEY = True
COOKIES_ENABLED = False  # after a visit to /en/ a cookie would turn every page English
REFERER_ENABLED = False

# A certificate that has expired, or a chain that is not whole, is usual where a site is no longer
# cared for, and must not end its archive: what is kept is what came, whoever sent it (README).
DOWNLOAD_VERIFY_CERTIFICATES = False

# Patience.
DOWNLOAD_TIMEOUT = 60  # seconds
DNS_TIMEOUT = 20  # seconds
RETRY_TIMES = 2
RETRY_HTTP_CODES = [429, 500, 502, 503, 504]
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"  # the run's report says what did not come
BACKOFF_START = 5.0  # seconds; doubled at each try where the site names no time
BACKOFF_MAX = 600.0  # seconds; a site that asks for more is left alone until the next run
FAILURES_IN_A_ROW = 30  # answers that failed, one after the other, until the site counts as down
DOWNLOAD_MAXSIZE = 64 * 2**20  # bytes on the wire
DOWNLOAD_WARNSIZE = 0

# Redirects, errors and compressed bodies come to the spiders as they are.
REDIRECT_ENABLED = False
METAREFRESH_ENABLED = False
COMPRESSION_ENABLED = False
HTTPERROR_ALLOW_ALL = True
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"  # the frontier knows what is one page
CONCURRENT_ITEMS = 1
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"

DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scraper.crawling.boundary.Boundary": 50,
    "scraper.crawling.robots.RobotsGuard": 100,
    "scraper.crawling.backoff.Backoff": 560,
}
EXTENSIONS = {"scraper.crawling.sizelimit.SizeLimit": 0}

TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
LOG_LEVEL = "WARNING"
STATS_DUMP = False


def overrides(
    *,
    delay: float | None = None,
    concurrency: int | None = None,
    stand_in: dict[str, str] | None = None,
) -> dict[str, Any]:
    """Settings in place of the polite defaults, for whoever asks for them.

    `delay` in seconds between requests (at 0 AutoThrottle is off, while robots.txt's Crawl-delay
    is still obeyed); `concurrency` in requests at once; `stand_in` maps an origin to the origin of
    a server that answers for it.
    """
    found: dict[str, Any] = {}
    if delay is not None:
        found |= {"DOWNLOAD_DELAY": delay, "AUTOTHROTTLE_START_DELAY": delay}
        found["AUTOTHROTTLE_ENABLED"] = delay > 0
    if concurrency is not None:
        found["CONCURRENT_REQUESTS"] = found["CONCURRENT_REQUESTS_PER_DOMAIN"] = concurrency
        found["AUTOTHROTTLE_TARGET_CONCURRENCY"] = float(concurrency)
    if stand_in:
        handler = "scraper.crawling.standin.StandInHandler"
        found["DOWNLOAD_HANDLERS"] = {"http": handler, "https": handler}
        found["STAND_IN"] = stand_in
    return found
