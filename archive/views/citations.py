"""How an article is cited: in the Vietnamese manner, plainly, and as RIS for reference managers."""

from dataclasses import dataclass

from archive.formats import day, moment

# What ends a line, or is no letter.
_BREAKS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029], " ")


@dataclass(frozen=True, slots=True)
class Source:
    """What is cited: one version of an article, in one capture.

    `published_at` is a date or time of the site or None; `captured_at` is ours; `permanent` is
    the address here, `original` the one there.
    """

    title: str
    department: str | None
    byline: str | None
    published_at: str | None
    original: str
    captured_at: str
    sha256: str
    permanent: str


def vietnamese(source: Source) -> str:
    """Author (date), “title”, publisher, original address, archived copy, permanent address."""
    author = source.byline or source.department
    parts = [f"{author or 'Không rõ tác giả'} ({day(source.published_at) or 'không rõ ngày'})"]
    parts.append(f"“{source.title}”")
    if source.department and source.department != author:
        parts.append(source.department)
    parts.append(source.original)
    parts.append(f"bản lưu lúc {moment(source.captured_at)} (giờ Việt Nam), {source.permanent}")
    return f"{', '.join(parts)}; SHA-256: {source.sha256}."


def plain(source: Source) -> str:
    """Title, date and addresses, a line each."""
    return "\n".join((
        source.title,
        f"Đăng: {day(source.published_at) or 'không rõ ngày'}",
        f"Địa chỉ gốc: {source.original}",
        f"Bản lưu: {source.permanent}",
        f"Lưu lúc: {moment(source.captured_at)} (giờ Việt Nam)",
        f"SHA-256: {source.sha256}",
    ))  # fmt: skip


def ris(source: Source) -> str:
    """A RIS record, as reference managers import it: tags of two letters, lines ended by CRLF."""
    published = (source.published_at or "")[:10]
    lines = [
        ("TY", "ELEC"),
        ("TI", source.title),
        ("AU", source.byline or source.department or ""),
        ("PB", source.department or ""),
        ("PY", published[:4]),
        ("DA", published.replace("-", "/")),
        ("Y2", "/".join(reversed(day(source.captured_at).split("/")))),
        ("LA", "vi"),
        ("UR", source.permanent),
        ("L2", source.original),
        ("N1", f"Lưu lúc {moment(source.captured_at)} (giờ Việt Nam); SHA-256: {source.sha256}"),
        ("ER", ""),
    ]
    kept = [(tag, value.translate(_BREAKS)) for tag, value in lines if value or tag == "ER"]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in kept)
