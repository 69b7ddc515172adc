"""Checks against real pages, which are no part of the project: python -m tests.real DIR

DIR is a folder such as /somewhere/site with sample-article.txt, pages/ and a department's
WARC. Each check prints a line of a table; a miss is exit 1, a folder without the files exit 2.
To add a check, write a function that takes the folder and yields rows, and list it in CHECKS.
"""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.realimport import check_import
from tests.realpages import check_department, check_pages, check_sample
from tests.realrow import Row

CHECKS: tuple[Callable[[Path], Iterator[Row]], ...] = (
    check_sample, check_pages, check_department, check_import,
)  # fmt: skip


def main(arguments: list[str]) -> int:
    """Runs every check on the folder; gives the exit code."""
    if len(arguments) != 1 or not Path(arguments[0]).is_dir():
        print("usage: python -m tests.real DIR, a folder of real pages", file=sys.stderr)
        return 2
    missed = 0
    try:
        for check in CHECKS:
            for row in check(Path(arguments[0])):
                missed += not row.ok
                print(f"{'ok  ' if row.ok else 'MISS'} | {row.what:<44} | {row.found}")
    except FileNotFoundError as error:
        print(f"{error.filename} is missing", file=sys.stderr)
        return 2
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
