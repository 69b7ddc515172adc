"""What stands at the paths that a user names: WARC and WACZ files, folders of saved pages."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from scraper.site import Site
from scraper.sources.folder import folder_parts, saved_pages
from scraper.sources.found import DAMAGED, INCOMPLETE, NO_FILE, Found, Revisit, Skip
from scraper.sources.parts import HeldPart, PagesPart, Part, WarcPart, parts_of
from scraper.sources.records import Records
from scraper.sources.stream import MAGIC
from scraper.sources.wacz import SIGNATURE, wacz_parts
from scraper.sources.warc import Place, captures

_WARC = b"WARC/"
_NAMES = (".warc", ".warc.gz", ".wacz")
_HEAD = 16


def plan(paths: Iterable[Path], base: str | None = None) -> Iterator[Part | Skip]:
    """The sources in parts; what cannot be used at all, as Skips."""
    for path in paths:
        if path.is_dir():
            yield from _folder(path, base)
        else:
            yield from _file(path, path.name)


def size_of(paths: Iterable[Path]) -> int:
    """The bytes of all files at the paths."""
    return sum(map(_size, paths))


def _size(path: Path) -> int:
    if not path.is_dir():
        return path.stat().st_size
    return sum(found[1] for found in _files(path) if not isinstance(found, Skip))


def _folder(root: Path, base: str | None) -> Iterator[Part | Skip]:
    called = root.absolute().name
    pages: list[tuple[str, int]] = []
    empty = True
    for found in _files(root):
        empty = False
        if isinstance(found, Skip):
            yield found
            continue
        path, size = found
        relative = path.relative_to(root).as_posix()
        if path.name.endswith(_NAMES):
            yield from _file(path, f"{called}/{relative}")
        else:
            pages.append((relative, size))
    yield from folder_parts(root, called, pages, base)
    if empty:
        yield Skip(DAMAGED, f"{called}: an empty folder")


def _files(root: Path) -> Iterator[tuple[Path, int] | Skip]:
    """Every file below `root` with its size in bytes, by name; links are not followed."""
    unread: list[OSError] = []
    for folder, folders, names in os.walk(root, onerror=unread.append):
        folders.sort()
        for name in sorted([*names, *folders]):
            path = Path(folder, name)
            try:
                status = path.lstat()
            except OSError as error:
                unread.append(error)
                continue
            if S_ISREG(status.st_mode):
                yield path, status.st_size
            elif not S_ISDIR(status.st_mode):
                yield Skip(NO_FILE)
    yield from (Skip(INCOMPLETE, f"{lost.filename}: {lost.strerror}") for lost in unread)


def _file(path: Path, file: str) -> Iterator[Part | Skip]:
    try:
        yield from _parts(path, file)
    except OSError as error:
        yield Skip(INCOMPLETE, f"{file}: {error.strerror or error}")


def _parts(path: Path, file: str) -> Iterator[Part | Skip]:
    with path.open("rb") as opened:
        head = opened.read(_HEAD)
    if not head:
        yield Skip(DAMAGED, f"{file}: an empty file")
    elif head.startswith(SIGNATURE):
        yield from wacz_parts(path, file)
    elif head.startswith((MAGIC, _WARC)) or file.endswith(_NAMES):
        yield from parts_of(WarcPart(path, file, 0, path.stat().st_size))
    else:
        yield Skip(DAMAGED, f"{file}: neither WARC nor WACZ, nor a folder of saved pages")


class Reader:
    """Iterates over the captures of the site in a part; `end` is where the next part begins."""

    def __init__(self, part: Part, site: Site) -> None:
        self._part = part
        self._site = site
        self.end = part.start if isinstance(part, WarcPart) else 0

    def __iter__(self) -> Iterator[Found | Revisit | Skip]:
        match self._part:
            case WarcPart() as part:
                try:
                    yield from self._records(part)
                except OSError as error:
                    yield Skip(INCOMPLETE, f"{part.file}: {error.strerror or error}")
                    self.end = part.high - part.low if part.stop is None else part.stop
            case HeldPart(file, held, _):
                yield from captures(held, Place(self._site, file))
            case PagesPart() as part:
                yield from saved_pages(part, self._site)

    def _records(self, part: WarcPart) -> Iterator[Found | Revisit | Skip]:
        with part.open() as file:
            records = Records(file, part.start, part.stop)
            yield from captures(records, Place(self._site, part.file))
            self.end = records.end
