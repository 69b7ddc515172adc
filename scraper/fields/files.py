"""The files that an article's text links to, and the images that it shows."""

from collections.abc import Iterator

from scraper.fields.body import Body
from scraper.records import ArticleFile
from scraper.site import Site
from scraper.urls import canonical, link_kind

MEDIA = {"file": "file", "image": "image"}


def read_files(body: Body, site: Site) -> Iterator[ArticleFile]:
    """The site's own files and images in the text, each once, in order."""
    seen: set[str] = set()
    for address, words, tag in body.targets:
        if not site.owns(address):
            continue
        kind = "image" if tag == "img" else MEDIA.get(link_kind(address, site))
        url = canonical(address, site)
        if kind and url not in seen:
            seen.add(url)
            yield ArticleFile(url=url, text=words, position=len(seen), media=kind)
