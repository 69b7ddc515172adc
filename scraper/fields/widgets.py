"""What stands around an article on every page: figures, counters, footer, links, polls."""

from collections.abc import Sequence
from datetime import datetime

from scraper.fields.details import read_site_details
from scraper.fields.polls import read_polls
from scraper.fields.procedurestats import check, read_procedure_statistics
from scraper.fields.traffic import read_site_traffic
from scraper.fields.weblinks import read_web_links
from scraper.page.lines import Line
from scraper.records import Problem, Record
from scraper.site import Site


def read_widgets(
    lines: Sequence[Line], captured_at: datetime, site: Site, article: range = range(0)
) -> tuple[tuple[Record, ...], tuple[Problem, ...]]:
    """The records of a page's widgets and what is odd about their figures.

    `lines` are the page's lines with those that hold only images (`scraper.lines.read_all`);
    `article` are the places in them of an article's own text, which is no widget; `captured_at`
    is aware. A widget that is empty gives no record.
    """
    around = [*lines[: article.start], *lines[article.stop :]] if article else lines
    text = "\n".join([line.text for line in around])
    figures = read_procedure_statistics(text)
    details = read_site_details([line.text for line in around if line.text])
    single = (read_site_traffic(text), details)
    records: list[Record] = [*figures, *(record for record in single if record)]
    records += read_web_links(around, site)
    records += read_polls(around)
    problems = [problem for record in figures for problem in check(record, captured_at)]
    return tuple(records), tuple(problems)
