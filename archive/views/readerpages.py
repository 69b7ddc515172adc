"""What the plugins of readers' pages share: the archive that is served, and answers that are none.

The exceptions are Datasette's kind, for which it prints no traceback; `plugins/errors.py` makes a
page of their message.
"""

from pathlib import Path

from datasette.app import Datasette  # type: ignore[import-untyped]
from datasette.utils.asgi import Base400, Request  # type: ignore[import-untyped]

from archive.formats import day
from archive.hiding.withheld import Withheld
from archive.views.places import Prefixed
from archive.views.readerdb import ReaderDb, reader_db

DATABASE = "archive"
DATASETTE_PATHS = ("/archive", "/-/", "/_memory")  # pages that are not ours
NO_ARTICLE = "Kho không có bài viết này."
ITSELF = "Nội dung này đã được người giữ kho lưu trữ ẩn ngày {day}. Lý do: {reason}"
LISTS = (
    "Trang này nhắc đến một bài đã được người giữ kho lưu trữ ẩn ngày {day}, nên không được hiện."
    " Lý do ẩn bài: {reason}"
)


class Missing(Base400):  # type: ignore[misc]
    """There is no such thing here. Datasette's own NotFound may answer with a redirect instead."""

    status = 404


class Hidden(Base400):  # type: ignore[misc]
    """The keeper of the archive has hidden it."""

    status = 451  # Unavailable For Legal Reasons (RFC 7725)

    def __init__(self, why: Withheld) -> None:
        words = ITSELF if why.itself else LISTS
        super().__init__(words.format(day=day(why.hidden_at), reason=why.reason))


class Unreadable(Base400):  # type: ignore[misc]
    """The record in the WARC is damaged or gone."""

    status = 500


def archive_db(datasette: Datasette) -> Path:
    """The archive.db that is served."""
    return Path(datasette.get_database(DATABASE).path)


def folder_of(datasette: Datasette) -> Path:
    """The folder of the archive that is served."""
    return archive_db(datasette).parent


def readers(datasette: Datasette) -> ReaderDb:
    """The readers' connections to the archive that is served."""
    return reader_db(archive_db(datasette))


def addresses(datasette: Datasette, request: Request) -> Prefixed:
    """What makes whole addresses of paths here; Datasette's own way takes 0.1 ms for each."""
    base = str(datasette.absolute_url(request, datasette.urls.path("/"))).rstrip("/")
    return lambda path: base + path
