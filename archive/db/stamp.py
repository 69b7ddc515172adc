"""What changes with every commit: for what is kept in memory until then."""

from pathlib import Path

Stamp = tuple[int, ...]


def stamp(path: Path) -> Stamp:
    """Time and size of the archive.db at `path` and of its log."""
    files = (path, path.with_name(f"{path.name}-wal"))
    found = [file.stat() for file in files if file.is_file()]
    return tuple(n for stat in found for n in (stat.st_mtime_ns, stat.st_size))
