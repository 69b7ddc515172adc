"""What the keeper of the archive has hidden: the list, and what is left of the words of it.

`hidden.jsonl` in the archive's folder is a log that only grows, a JSON object a line: `at` (UTC),
`action` (`hide` or `unhide`), `url` (canonical), `reason`. The last line of an address counts.

The WARC keeps the bytes. The database keeps none of the words: before a fold, each text of a hidden
article is replaced by a hash of itself (`seal`), so that every comparison of the fold (versions,
identity, redirects) comes out as before, and what readers see is a notice (`shown`). So pages, SQL,
feeds, search and every copy of the database obey without having to know.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from archive.errors import Unusable
from archive.history.observation import Content
from archive.ids import content_hash

FILE = "hidden.jsonl"
HIDE, UNHIDE = "hide", "unhide"
NOTICE_TITLE = "[Bài đã được ẩn]"
NOTICE = "Nội dung này đã được người giữ kho lưu trữ ẩn; lý do có trong bảng hidden_addresses."

_SEALED_KEY = "hidden:"
_SEAL = "\ue000hidden:"  # a private-use character, which no cleaned text begins with
_TEXTS = ("title", "lead", "body_text", "body_html", "byline")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of `hidden.jsonl`."""

    at: str
    action: str
    url: str
    reason: str = ""


def hidden_file(folder: Path) -> Path:
    """The list of the archive in `folder`."""
    return folder / FILE


def read_orders(folder: Path) -> dict[str, Line]:
    """The line that hides it, for each hidden address; Unusable where a line cannot be read."""
    path = hidden_file(folder)
    found: dict[str, Line] = {}
    lines = path.read_text("utf-8", "replace").splitlines() if path.exists() else []
    for number, text in enumerate(lines, 1):
        if not text.strip():
            continue
        line = _line(text)
        if line is None:
            raise Unusable(f"{path}, line {number}, is no line of ours: mend it or take it out")
        if line.action == HIDE:
            found[line.url] = line
        else:
            found.pop(line.url, None)
    return found


def add_line(folder: Path, line: Line) -> None:
    """Append one line, and have it on the disk before this returns.

    An editor may have left the last line without its end.
    """
    text = json.dumps(asdict(line), ensure_ascii=False) + "\n"
    try:
        with hidden_file(folder).open("a+b") as file:
            end = file.seek(0, os.SEEK_END)
            file.seek(max(end - 1, 0))
            before = b"\n" if file.read(1) not in (b"", b"\n") else b""
            file.write(before + text.encode())
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise Unusable(f"{hidden_file(folder)} cannot be written: {error.strerror}") from error


def _line(text: str) -> Line | None:
    try:
        found = Line(**json.loads(text))
    except (ValueError, TypeError):
        return None
    strings = all(isinstance(value, str) for value in asdict(found).values())
    return found if strings and found.url and found.action in (HIDE, UNHIDE) else None


def sealed_key(key: str) -> str:
    """The key of the sealed form of the content that has this key."""
    return key if is_sealed_key(key) else _SEALED_KEY + key


def is_sealed_key(key: str) -> bool:
    """Whether it is the key of a sealed content."""
    return key.startswith(_SEALED_KEY)


def seal(content: Content) -> Content:
    """The content with hashes for its texts and without tables and quotes; a sealed one as it is.

    Addresses of files stay: by them it is known which files only hidden articles link to.
    """
    fields = {name: _sealed(name, value) for name, value in content.fields.items()}
    files = tuple({**file, "text": ""} for file in content.files)
    return replace(content, fields=fields, tables=(), mentions=(), files=files)


def _sealed(name: str, value: Any) -> Any:  # noqa: ANN401
    if name not in _TEXTS or not isinstance(value, str) or value.startswith(_SEAL):
        return value
    return _SEAL + content_hash(value)


def is_sealed(fields: Mapping[str, Any]) -> bool:
    """Whether these are the fields of a sealed content."""
    return str(fields.get("title")).startswith(_SEAL)


def shown(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields as readers see them: a notice in place of sealed texts, else as they are."""
    if not is_sealed(fields):
        return dict(fields)
    notice = {"title": NOTICE_TITLE, "body_text": NOTICE, "body_html": f"<p>{NOTICE}</p>"}
    return {**fields, **notice, "lead": None, "byline": None}
