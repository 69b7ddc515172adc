"""What can go wrong, and the exit code that says so (CONTRACT: exit codes)."""


class ArchiveError(Exception):
    """One line for the user: what is wrong and what to do. `exit_code` is the contract's."""

    exit_code = 2


class Unusable(ArchiveError):
    """Input or place that cannot be used."""


class WorkersLost(ArchiveError):
    """Those who read for this run are gone; what they had read is stored."""


class NothingCame(ArchiveError):
    """No usable page came; nothing was touched."""

    exit_code = 3


class LayoutDrift(ArchiveError):
    """The site's own pages came, but fields that were there are missing."""

    exit_code = 4


class Damaged(ArchiveError):
    """The archive is damaged; the message says what, where and how to mend it."""

    exit_code = 5


class DiskFull(ArchiveError):
    """The disk is full or cannot be written midway."""

    exit_code = 74


class Busy(ArchiveError):
    """Another run holds the archive."""

    exit_code = 75
