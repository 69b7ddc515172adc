"""A stand-in of the real site for the demo and the tests: Liferay 7.3 over HTTP on loopback.

    with Replica(articles=60) as replica:
        urllib.request.urlopen(replica.url)
        first = replica.articles[0]
        replica.edit(first.entry_id)
        replica.advance(timedelta(days=1))

All text is written for it; places and offices do not exist.
"""

from scraper.replica.article import Article
from scraper.replica.replica import DEFAULT_ARTICLES, DEFAULT_ORIGIN, Replica
from scraper.replica.sections import SECTIONS, Section

__all__ = ["DEFAULT_ARTICLES", "DEFAULT_ORIGIN", "SECTIONS", "Article", "Replica", "Section"]
