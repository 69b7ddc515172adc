"""What the machine would hold of the replica, had it crawled it on some days."""

import gzip
import http.client
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, timedelta

from scraper.replica import Replica
from tests.replica_client import identity, links
from tests.waybackmachine.holdings import Held

_IMAGES = re.compile(rb'<img[^>]+src="([^"]+)"')
_SECOND = timedelta(seconds=1)


@dataclass
class Crawler:
    """Crawls the replica on its present day; what was met before is asked for again."""

    replica: Replica
    known: dict[str, str] = field(default_factory=dict)

    def crawl(self) -> list[Held]:
        """Every page, image and file as it was sent, each a second after the one before."""
        connection = http.client.HTTPConnection(self.replica.url.removeprefix("http://"))
        at = self.replica.clock.astimezone(UTC)
        waiting = list(dict.fromkeys(["/", *self.known.values()]))
        self.known |= {identity(target): target for target in waiting}
        held = []
        for target in waiting:  # which grows meanwhile
            connection.request("GET", target, headers={"Accept-Encoding": "gzip"})
            answer = connection.getresponse()
            body = answer.read()
            at += _SECOND
            url, headers = self.replica.origin + target, tuple(answer.getheaders())
            found = Held(url, f"{at:%Y%m%d%H%M%S}", body, answer.status, headers, answer.reason)
            held.append(found)
            if answer.status == 200 and found.media_type == "text/html":
                self._meet(decoded(found), target, waiting)
        connection.close()
        return held

    def _meet(self, page: bytes, base: str, waiting: list[str]) -> None:
        origin = self.replica.origin
        images = (found.decode().removeprefix(origin) for found in _IMAGES.findall(page))
        shown: Iterable[str] = (image for image in images if image.startswith(("/doc", "/image")))
        for target in (*links(page, base, origin), *shown):
            target = target.replace("&amp;", "&")
            if identity(target) not in self.known:
                self.known[identity(target)] = target
                waiting.append(target)


def decoded(held: Held) -> bytes:
    """The body before the site compressed it."""
    return gzip.decompress(held.body) if ("Content-Encoding", "gzip") in held.headers else held.body
