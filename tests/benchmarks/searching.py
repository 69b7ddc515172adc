"""The search page over HTTP, beside Datasette's own table search as it is shipped.

Distinct queries, an equal mix of five kinds: a common word, two words, a phrase, a beginning, a
selective word. One client asks one after another, then eight at once.
"""

import random
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from itertools import chain
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, sleep
from urllib.parse import quote

from tests.benchmarks.corpus import Language, make
from tests.benchmarks.serving import as_shipped, ours
from tests.benchmarks.table import show

ARTICLES, LONG = 20_000, 100_000
EACH = 16  # queries of each kind
CLIENTS = 8
SLOW = 10
OURS, THEIRS = "/tim-kiem?q=", "/archive/articles?_search="
# A researcher's query that takes as long as it may.
SLOW_SQL = (
    "/archive.json?sql=with+recursive+n(i)+as+(select+1+union+all+select+i%2B1+from+n+where+i%3C1e9)"
    "+select+count(*)+from+n"
)
COMMON, FREQUENT = slice(0, 200), slice(0, 800)


def run(articles: int = ARTICLES, folder: Path | None = None) -> None:
    """Generate an archive of that many articles, unless it is in `folder`; measure and print."""
    with tempfile.TemporaryDirectory() as temporary:
        archive = folder or make(Path(temporary) / "archive", articles)
        first, second = queries(1), queries(2)
        with ours(archive) as server:
            port = server.port
            alone = {kind: asked(port, OURS, texts) for kind, texts in first.items()}
            rate = together(port, OURS, [text for texts in second.values() for text in texts])
            busy = beside_slow_queries(port, second)
        with as_shipped(archive, Path(temporary)) as server:
            theirs = {
                kind: asked(server.port, THEIRS, texts[: EACH // 4])
                for kind, texts in first.items()
            }
    rows = [(kind, *_figures(alone[kind]), *_figures(theirs[kind])) for kind in [*first]]
    total = [list(chain(*found.values())) for found in (alone, theirs)]
    rows.append(("all", *_figures(total[0]), *_figures(total[1])))
    head = ("", "median ms", "95th", "Datasette's", "95th")
    show(f"Search, {articles:,} articles, one client", head, rows)
    show("Under load", ("", ""), [
        (f"searches a second, {CLIENTS} clients", rate),
        (f"slowest ms of a search beside {SLOW} slow SQL queries", max(busy) * 1000),
    ])  # fmt: skip


def queries(seed: int) -> dict[str, list[str]]:
    """Texts to search for, by their kind; other ones for another seed."""
    language, rng = Language(random.Random(20200326)), random.Random(seed)
    syllables = [s for s in language.syllables if len(s) > 1]
    beginnings = sorted({s[: max(3, len(s) - 1)] for s in syllables[FREQUENT] if len(s) > 2})
    pairs = zip(*(rng.sample(syllables[FREQUENT], EACH) for _ in "ab"), strict=True)
    return {
        "a common word": rng.sample(syllables[COMMON], EACH),
        "two words": [f"{one} {other}" for one, other in pairs],
        "a phrase": [f'"{word}"' for word in rng.sample(language.words[:2_000], EACH)],
        "a beginning": [f"{beginning}*" for beginning in rng.sample(beginnings, EACH)],
        "a selective word": rng.sample(language.names, EACH),
    }


def asked(port: int, path: str, texts: list[str]) -> list[float]:
    """Seconds for each of the texts, one after another on one connection."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    found = [_ask(connection, path + quote(text)) for text in texts]
    connection.close()
    return found


def together(port: int, path: str, texts: list[str]) -> float:
    """Searches a second of all clients together."""
    began = perf_counter()
    with ThreadPoolExecutor(CLIENTS) as clients:
        list(clients.map(lambda n: asked(port, path, texts[n::CLIENTS]), range(CLIENTS)))
    return len(texts) / (perf_counter() - began)


def beside_slow_queries(port: int, texts: dict[str, list[str]]) -> list[float]:
    """Seconds of searches while clients keep Datasette's own threads busy."""
    some = [text for kind in texts.values() for text in kind[:3]]
    with ThreadPoolExecutor(SLOW) as clients:
        slow = [clients.submit(asked, port, SLOW_SQL, ["", "", ""]) for _ in range(SLOW)]
        sleep(0.5)
        found = asked(port, OURS, some)
        for one in slow:
            one.result()
    return found


def _ask(connection: HTTPConnection, path: str) -> float:
    began = perf_counter()
    connection.request("GET", path)
    connection.getresponse().read()
    return perf_counter() - began


def _figures(seconds: list[float]) -> tuple[float, float]:
    """The median and the 95th percentile, in ms."""
    return median(seconds) * 1000, quantiles(seconds, n=20)[-1] * 1000


if __name__ == "__main__":
    run(int(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
