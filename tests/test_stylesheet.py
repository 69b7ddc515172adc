"""Style sheets: addresses replaced, fonts left out, linear on any text."""

import time

import pytest

from scraper.replaying.stylesheet import EMPTY, rewritten


def image(address: str) -> str | None:
    return None if "xau" in address else f"/i/{address}"


def sheet(address: str) -> str | None:
    return None if "xau" in address else f"/s/{address}"


@pytest.mark.parametrize(
    ("css", "wanted"),
    [
        ("a{background:url(a.png)}", 'a{background:url("/i/a.png")}'),
        ("a{background:URL( 'b c.png' )}", 'a{background:url("/i/b c.png")}'),
        ("a{background:url(xau.png)}", f"a{{background:{EMPTY}}}"),
        (r"a{background:url(\78 au.png)}", f"a{{background:{EMPTY}}}"),
        (r"a{background:u\72l(xau.png)}", f"a{{background:{EMPTY}}}"),
        (r"a{background:\000075\rl('xau.png')}", f"a{{background:{EMPTY}}}"),
        (r"@\69 mport 'xau.css';p{}", "p{}"),
        (r'a{background:\69mage-set("xau.png" 1x)}', 'a{background:none("xau.png" 1x)}'),
        (r'.\31 a::before{content:"\201C\A \\72"}', r'.\31 a::before{content:"\201C\A \\72"}'),
        ('@import "b.css" screen;p{}', '@import url("/s/b.css") screen;p{}'),
        ("@import url(b.css);p{}", '@import url("/s/b.css") ;p{}'),
        ('@import "xau.css";p{}', "p{}"),
        ("@IMPORT url('xau.css') print;p{}", "p{}"),
        ("@font-face{src:url(a.woff)}p{}", " p{}"),
        ('@charset "utf-16";p{}', " p{}"),
        ("a/* url(a) */b", "a b"),
        ('a{content:"url(a)"}', 'a{content:"url(a)"}'),
        ('a{background:image-set("a.png" 1x)}', 'a{background:none("a.png" 1x)}'),
        ('a{background:url(/**/"xau.png")}', 'a{background:none( "xau.png")}'),
        ("a{background:url(xau.png", "a{background:none(xau.png"),
        (r"a{background:url(xau\).png)}", f"a{{background:{EMPTY}}}"),
        ("</style><script>", "<\\/style>\\3c script>"),
        ("<img src=x onerror=a>", "\\3c img src=x onerror=a>"),
        ("<!-- p{} -->", "  p{} -->"),
        ("@media (width<=9px){p{}}", "@media (width<=9px){p{}}"),
        ("", ""),
    ],
)
def test_addresses_are_replaced(css: str, wanted: str) -> None:
    assert rewritten(css, image, sheet).strip() == wanted.strip()


def test_what_is_put_in_cannot_end_the_string() -> None:
    found = rewritten("a{background:url(x)}", lambda _: '/"); b{} </style>', sheet)
    assert found == 'a{background:url("/); b{} /style")}'


@pytest.mark.parametrize(
    "css",
    [
        *(
            "@import " + "a" * 10**6 + " {",
            '"\\"' * 10**5,
            "url(" + " " * 10**6,
            "@charset " * 10**5,
        ),
        *("url(x " * 10**5 + '"', "/*" * 10**6, "@font-face{" * 10**5, 'url("' * 10**5),
        *("@import x " * 10**5 + "{", "'" * 10**6, "\\" * 10**6),
    ],
    ids=lambda css: css[:12],
)
def test_any_text_takes_little_time(css: str) -> None:
    start = time.process_time()
    rewritten(css, image, sheet)
    assert time.process_time() - start < 3
