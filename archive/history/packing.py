"""Contents as bytes in the database: compressed JSON."""

import json
import zlib

from archive.history.observation import Content

_LEVEL = 1  # a level more saves 3 % and costs half as much time again


def pack(content: Content) -> bytes:
    """The content as compressed JSON; its twin key stands in a column of its own."""
    parts = [content.fields, content.tables, content.mentions, content.files]
    return zlib.compress(json.dumps(parts, ensure_ascii=False).encode(), _LEVEL)


def unpack(data: bytes, twin: str | None) -> Content:
    """What `pack` packed."""
    fields, tables, mentions, files = json.loads(zlib.decompress(data))
    return Content(fields, tuple(tables), tuple(mentions), tuple(files), twin)
