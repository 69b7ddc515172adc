"""The loopback machine does what the documents of the real one say, whoever asks."""

import gzip
import json
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest

from tests.waybackmachine import Held, WaybackMachine

ROOT = "https://replica.invalid"


@pytest.fixture(scope="module")
def machine() -> Iterator[WaybackMachine]:
    with WaybackMachine(cap=6) as running:
        running.holdings.add(
            *(Held(f"{ROOT}/a", f"201{n}0101000000", b"x" * (n // 2)) for n in range(4)),
            Held(f"{ROOT}/b", "20150101000000", status=404, copies=3),
            Held(f"{ROOT}/b", "20160101000000", b"", revisit=True),
            Held("http://www.con.replica.invalid:80/c", "20170101000000"),
        )
        yield running


def ask(machine: WaybackMachine, query: str, **headers: str) -> tuple[int, bytes]:
    url = f"{machine.cdx_url}?{query}"
    request = urllib.request.Request(
        url, headers={n.replace("_", "-"): v for n, v in headers.items()}
    )
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def times(machine: WaybackMachine, query: str) -> list[str]:
    status, body = ask(machine, f"{query}&fl=timestamp")
    assert status == 200
    return [line[:4] for line in body.decode().splitlines()]


HOST = "url=replica.invalid&matchType=host"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("url=replica.invalid/a", "2010 2011 2012 2013"),
        ("url=http://www.REPLICA.invalid/A", "2010 2011 2012 2013"),
        ("url=replica.invalid/a&from=2011&to=20120101", "2011 2012"),
        ("url=replica.invalid/a&limit=2", "2010 2011"),
        ("url=replica.invalid/a&limit=-1", "2013"),
        ("url=replica.invalid/a&offset=3", "2013"),
        ("url=replica.invalid/a&collapse=digest", "2010 2012"),
        ("url=replica.invalid/a&collapse=timestamp:3", "2010"),
        ("url=replica.invalid/b", "2015 2015 2015 2016"),
        (f"{HOST}&filter=statuscode:404", "2015 2015 2015"),
        (f"{HOST}&filter=statuscode:40", ""),
        (f"{HOST}&filter=!statuscode:200&filter=!statuscode:404", "2016"),
        (f"{HOST}&filter=mimetype:warc/revisit", "2016"),
        (f"{HOST}&filter=statuscode:200&resolveRevisits=true", "2010 2011 2012 2013 2016"),
        (f"{HOST}&filter=~original:/b", "2015 2015 2015 2016"),
        (f"{HOST}&limit=1000", "2010 2011 2012 2013 2015 2015"),
        ("url=*.replica.invalid&filter=original:.*/c", "2017"),
        ("url=replica.invalid/*&filter=original:.*/c", ""),
    ],
)
def test_queries(machine: WaybackMachine, query: str, expected: str) -> None:
    assert times(machine, query) == expected.split()


def test_text_json_and_gzip(machine: WaybackMachine) -> None:
    query = "url=replica.invalid/a&limit=2&showResumeKey=true&fl=timestamp,statuscode"
    text = ask(machine, query)[1].decode()
    rows, key = text.split("\n\n")
    assert rows.splitlines() == ["20100101000000 200", "20110101000000 200"]
    assert key == "invalid%2Creplica%29%2Fa+20110101000001\n"
    assert json.loads(ask(machine, f"{query}&output=json")[1]) == [
        ["timestamp", "statuscode"], ["20100101000000", "200"], ["20110101000000", "200"],
        [], [key.strip()],
    ]  # fmt: skip
    packed = ask(machine, query, Accept_Encoding="gzip")[1]
    assert gzip.decompress(packed).decode() == text
    assert ask(machine, f"{query}&gzip=false", Accept_Encoding="gzip")[1].decode() == text


def test_a_resume_key_must_be_encoded_twice(machine: WaybackMachine) -> None:
    query = "url=replica.invalid/a&limit=2&showResumeKey=true&fl=timestamp"
    once = "invalid%2Creplica%29%2Fa+20110101000001"
    assert ask(machine, f"{query}&resumeKey={once}")[0] == 400
    twice = once.replace("%", "%25").replace("+", "%2B")
    assert ask(machine, f"{query}&resumeKey={twice}")[1] == b"20120101000000\n20130101000000\n"


@pytest.mark.parametrize("query", ["", "limit=3", "url=x&matchType=all", "url=x&limit=drei"])
def test_what_is_no_query_is_400(machine: WaybackMachine, query: str) -> None:
    assert ask(machine, query)[0] == 400
