"""Keys are those of the package by which pywb seeks, for any address."""

import json
import random
import subprocess

from archive.exporting.surt import surt
from tests.test_pywb import PEERS

SITE = "https://sldtbxh.baclieu.gov.vn"
SESSION = "0123456789abcdef0123456789ABCDEF"
PECULIAR = [
    SITE, f"{SITE}?", f"{SITE}:443/A/", f"{SITE}:8443/x#y", "http://www2.x.vn:80/", "http://sở.vn/x",
    "http://127.0.0.1:8001/a", f"{SITE}/Tin%2520t%25E1%25BB%25A9c", f"{SITE}/đào-tạo",
    f"{SITE}/documents/1/2/B%C3%A1o+c%C3%A1o%2B1.pdf/UUID?t=123&version=1.0",
    f"{SITE}/x?jsessionid={SESSION}&y=2", f"{SITE}/x;jsessionid={SESSION}?PHPSESSID={SESSION}",
    f"{SITE}/x?a=1&sid={SESSION}&cfid=1&cftoken=2", f"{SITE}/x?b=2&a=%26c%3D1&a&A=",
    f"{SITE}/(S(abcdefghijklmnopqrstuvwx))/a.aspx?x", f"{SITE}/%", f"{SITE}/%zz%41%00",
]  # fmt: skip
PIECES = ["/", "..", ".", "%2e", "%25", "%41", "A", "é", "&", "=", "?", "a", "+", "%20", ";", "#",
          "~", "%c3", "|", ":", "@", "(", ")", "x.aspx", "//"]  # fmt: skip


def test_keys_are_those_of_the_internet_archive() -> None:
    some = random.Random(7)
    made = ["".join(some.choices(PIECES, k=some.randrange(10))) for _ in range(5000)]
    urls = [*PECULIAR, *(f"{SITE}/{path}" for path in made)]
    code = "import json, surt, sys; print(json.dumps([*map(surt.surt, json.load(sys.stdin))]))"
    done = subprocess.run(
        [PEERS / "python", "-c", code], input=json.dumps(urls), capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    for url, key in zip(urls, json.loads(done.stdout), strict=True):
        assert surt(url) == key, url


def test_what_is_no_web_address_is_its_own_key() -> None:
    for text in ("mailto:a@example.invalid", "https://[x/", "http://", "", f"{SITE}:99999999/"):
        assert surt(text) == text
