"""HTML around a page's plain text, in every way that such a page may be marked up.

The text is that of an article's page in the order of its words, one line each: widgets, `null` and
the title, section, date, toolbar, title again, the text, the signing unit, the counter, "Tin đã
đưa", the footer. Whatever stands around the words, they say the same.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from itertools import count

STRAY = "null "
COUNTER = re.compile(r"Số lượt xem: \d+")
_CLASS_OR_ID = re.compile(r' (class|id)="([^"]*)"')


@dataclass(frozen=True)
class Words:
    """A page's lines by what they are; blanks inside as they stand in the source."""

    widgets: list[str]
    title: str
    section: str
    date: str
    toolbar: str
    body: list[str]
    byline: str
    counter: str
    related: str
    below: list[str]

    @classmethod
    def of(cls, text: str) -> "Words":
        """The lines of a plain-text page that has a stray `null` and a counter."""
        lines = [line for line in text.split("\n") if line.strip()]
        at = next(n for n, line in enumerate(lines) if line.startswith(STRAY))
        end = next(n for n, line in enumerate(lines) if COUNTER.fullmatch(line.strip()))
        title = lines[at].removeprefix(STRAY)
        assert lines[at + 4] == title, "title, section, date, toolbar, title again"
        section, date, toolbar = lines[at + 1 : at + 4]
        return cls(
            lines[:at], title, section, date, toolbar, lines[at + 5 : end - 1],
            lines[end - 1], lines[end], lines[end + 1], lines[end + 2 :],
        )  # fmt: skip

    def all(self) -> list[str]:
        """Every line in order; what is '' is not printed."""
        lines = [
            *self.widgets, STRAY + self.title, self.section, self.date, self.toolbar, self.title,
            *self.body, self.byline, self.counter, self.related, *self.below,
        ]  # fmt: skip
        return [line for line in lines if line]


def _page(body: str, title: str = "") -> str:
    head = f"<title>{_text(title)}</title>" if title else ""
    meta = '<meta charset="UTF-8">'
    return f'<!DOCTYPE html>\n<html lang="vi-VN"><head>{meta}{head}</head>\n{body}</html>'


def _text(words: str) -> str:
    return escape(words, quote=False).replace("\xa0", "&nbsp;")


def _each(tag: str, lines: list[str], glue: str = "\n") -> str:
    return glue.join(f"<{tag}>{_text(line)}</{tag}>" for line in lines)


def liferay(words: Words, body: str | None = None) -> str:
    """Liferay 7.2 and 7.3: stock header and containers, the portal's own template inside."""
    text = body if body is not None else _each("p", [*words.body, words.byline])
    top = (
        '<header id="banner"><nav id="navigation"><ul class="nav">'
        '<li><a href="/">Trang chủ</a></li><li><a href="/tin-tuc">Tin tức</a></li></ul></nav>'
        f'<h2 class="hide-accessible" role="heading">{_text(words.title)}</h2></header>'
    )
    left = (
        '<div class="col-md-3" id="column-1"><div class="portlet-body">'
        f'<div class="journal-content-article">{_each("div", words.widgets)}</div></div></div>'
    )
    header = (
        '<div class="mb-2"><h4 class="component-title"><a class="icon-monospaced" href="#">'
        '<span class="taglib-text hide-accessible">null</span></a>'
        f' <span class="asset-title d-inline">{_text(words.title)}</span></h4></div>'
    )
    template = (
        f'<div class="chuyen-muc">{_text(words.section)}</div>'
        f'<div class="ngay-dang">{_text(words.date)}</div>'
        f'<div class="cong-cu">{_text(words.toolbar)}</div>'
        f'<div class="tieu-de">{_text(words.title)}</div><div class="noi-dung">{text}</div>'
        f'<div class="luot-xem">{_text(words.counter)}</div>'
        f'<div class="tin-da-dua"><h3>{_text(words.related)}</h3><ul></ul></div>'
    )
    article = (
        '<div class="asset-full-content clearfix mb-5 show-asset-title">'
        '<span class="asset-anchor lfr-asset-anchor" id="54321"></span>'
        '<div class="asset-content mb-3"><div class="journal-content-article"'
        f' data-analytics-asset-id="98765" data-analytics-asset-title="{escape(words.title)}"'
        f' data-analytics-asset-type="web-content">{template}</div></div></div>'
    )
    return _page(
        '<body class="guest-site signed-out public-page site"><div id="wrapper">'
        f'{top}<section id="content"><div class="row">{left}<div class="col-md-9" id="column-2">'
        f'<div class="portlet-body">{header}{article}</div></div></div></section>'
        f'<footer id="footer">{_each("div", words.below)}</footer></div></body>',
        f"{words.title} - Tin tức - Sở",
    )


def renamed(html: str) -> str:
    """Every class and id by another name, the same one for the same one."""
    names: dict[str, str] = {}
    numbers = count(1)

    def other(found: re.Match[str]) -> str:
        parts = [names.setdefault(name, f"x{next(numbers)}") for name in found[2].split()]
        return f' {found[1]}="{" ".join(parts)}"'

    return _CLASS_OR_ID.sub(other, html)


def nested_tables(html: str) -> str:
    """Each <div> as a table of one cell."""
    html = re.sub(r"<div([^>]*)>", r"<table\1><tr><td>", html)
    return html.replace("</div>", "</td></tr></table>")


def two_columns(words: Words) -> str:
    """One layout table: the widgets in its left cell, the article in its right one."""
    own = words.all()[len(words.widgets) :]
    rows = "".join(f"<tr><td>{_text(line)}</td></tr>" for line in own)
    return _page(
        f"<body><table><tr><td>{_each('p', words.widgets)}</td><td><table>{rows}</table></td></tr>"
        "</table></body>"
    )


def with_br(words: Words, glue: str = "<br>") -> str:
    """Liferay's page, the text itself between <br>."""
    return liferay(words, glue.join(_text(line) for line in [*words.body, words.byline]))


def plain(words: Words, before: str = "<body>", glue: str = "\n", after: str = "</body>") -> str:
    """No structure but the order of the words."""
    return _page(f"{before}{glue.join(_text(line) for line in words.all())}{after}")


def variants(words: Words) -> Iterator[tuple[str, str]]:
    """Every way to mark up the page, each with its name."""
    ways: dict[str, Callable[[], str]] = {
        "liferay": lambda: liferay(words),
        "renamed": lambda: renamed(liferay(words)),
        "tables": lambda: nested_tables(liferay(words)),
        "renamed tables": lambda: nested_tables(renamed(liferay(words))),
        "two columns": lambda: two_columns(words),
        "br": lambda: with_br(words),
        "double br": lambda: with_br(words, "<br />\n<br />\n"),
        "renamed br": lambda: renamed(with_br(words, "\n<br>\n")),
        "br in tables": lambda: nested_tables(renamed(with_br(words))),
        "p": lambda: _page(f"<body>{_each('p', words.all())}</body>"),
        "div": lambda: _page(f"<body>{_each('div', words.all(), '')}</body>"),
        "span": lambda: _page(f"<body>{_each('span', words.all(), '')}</body>"),
        "span in div": lambda: _page(f"<body><div>{_each('span', words.all())}</div></body>"),
        "div with title": lambda: _page(f"<body>{_each('div', words.all())}</body>", words.title),
        "li": lambda: _page(f"<body><ul>{_each('li', words.all())}</ul></body>"),
        "plain": lambda: plain(words),
        "plain with blank lines": lambda: plain(words, glue="\n\n"),
        "plain in div": lambda: plain(words, "<body>\n<div>\n", "\n", "\n</div></body>"),
        "pre": lambda: plain(words, "<body><pre>", "\n", "</pre></body>"),
        "br only": lambda: plain(words, glue="<br>"),
        "p around br": lambda: plain(words, "<body><p>", "<br/>", "</p></body>"),
        "nothing but the text": lambda: "\n".join(_text(line) for line in words.all()),
    }
    for name, way in ways.items():
        yield name, way()
