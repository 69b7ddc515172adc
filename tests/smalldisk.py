"""A disk of a few megabytes: a file system of its own where root may mount one."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MB = 2**20


class SmallDisk:
    """A mounted tmpfs at `path`."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def change(self, options: str) -> None:
        """Mount it again with these options: `size=9m`, `ro`."""
        _mount("-o", f"remount,{options}", str(self.path))

    def fill(self, left: int) -> Path:
        """Take all room but `left` bytes; the file that takes it."""
        ballast = self.path / "ballast"
        free = os.statvfs(self.path).f_bavail * os.statvfs(self.path).f_frsize
        ballast.write_bytes(bytes(max(0, free - left)))
        return ballast


@contextmanager
def small_disk(path: Path, size: int) -> Iterator[SmallDisk | None]:
    """A disk of `size` bytes; None where this user may not mount one."""
    path.mkdir()
    try:
        _mount("-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(path))
    except (OSError, subprocess.CalledProcessError):
        yield None
        return
    try:
        yield SmallDisk(path)
    finally:
        subprocess.run(["umount", "-l", str(path)], check=True)


def _mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True, capture_output=True)
