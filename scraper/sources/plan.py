"""What stands at the paths that a user names: WARC and WACZ files, folders of saved pages."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from scraper.site import Site
from scraper.sources.folder import folder_parts, saved_pages
from scraper.sources.found import DAMAGED, INCOMPLETE, Found, Revisit, Skip
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
        try:
            if path.is_dir():
                yield from _folder(path, base)
            else:
                yield from _file(path, path.name)
        except OSError as error:
            yield Skip(INCOMPLETE, f"{path.name}: {error.strerror or error}")


def size_of(paths: Iterable[Path]) -> int:
    """The bytes of all files at the paths."""
    return sum(
        file.stat().st_size
        for path in paths
        for file in (path.rglob("*") if path.is_dir() else [path])
        if file.is_file()
    )


def _folder(root: Path, base: str | None) -> Iterator[Part | Skip]:
    pages: list[str] = []
    for folder, folders, names in os.walk(root):
        folders.sort()
        for name in sorted(names):
            path = Path(folder, name)
            if path.is_symlink() or not path.is_file():
                continue
            relative = path.relative_to(root).as_posix()
            if name.endswith(_NAMES):
                yield from _file(path, f"{root.name}/{relative}")
            else:
                pages.append(relative)
    yield from folder_parts(root, pages, base)


def _file(path: Path, file: str) -> Iterator[Part | Skip]:
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
                with part.open() as file:
                    records = Records(file, part.start, part.stop)
                    yield from captures(records, Place(self._site, part.file))
                    self.end = records.end
            case HeldPart(file, held, _):
                yield from captures(held, Place(self._site, file))
            case PagesPart() as part:
                yield from saved_pages(part, self._site)
