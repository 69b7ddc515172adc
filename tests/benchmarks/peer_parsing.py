"""Other people's readers of pages, in the peers' environment: python -m … PAGES

PAGES is a pickled list of (address, body) pairs; a task's two numbers are a slice of it.
"""

import pickle
import sys
from collections.abc import Callable
from pathlib import Path

import lxml.html
import newspaper  # type: ignore[import-not-found]
import trafilatura  # type: ignore[import-not-found]
from bs4 import BeautifulSoup

from tests.benchmarks.answers import Task, answer

_UTF8 = lxml.html.HTMLParser(encoding="utf-8")


def _lxml(_: str, body: bytes) -> None:
    lxml.html.document_fromstring(body, parser=_UTF8)


def _soup(_: str, body: bytes) -> None:
    BeautifulSoup(body, "lxml")


def _trafilatura(url: str, body: bytes) -> None:
    trafilatura.bare_extraction(body, url=url, with_metadata=True)


def _newspaper(url: str, body: bytes) -> None:
    newspaper.article(url, language="vi", input_html=body.decode())


def main(pages: list[tuple[str, bytes]]) -> None:
    """Answers for each reader over the slices that are asked for."""

    def task(read: Callable[[str, bytes], None]) -> Task:
        def over(start: int, stop: int) -> None:
            for url, body in pages[start:stop]:
                read(url, body)

        return over

    readers = {"lxml": _lxml, "soup": _soup, "trafilatura": _trafilatura, "newspaper": _newspaper}
    answer({name: task(read) for name, read in readers.items()})


if __name__ == "__main__":
    main(pickle.loads(Path(sys.argv[1]).read_bytes()))
