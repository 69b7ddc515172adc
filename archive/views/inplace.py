"""Functions of Datasette's that no hook reaches, wrapped in place.

Datasette loads its plugins anew for each server of a process: what one has wrapped stays so.
"""

from collections.abc import Callable
from inspect import signature
from typing import Any

from datasette.version import __version__ as version  # type: ignore[import-untyped]

Function = Callable[..., Any]

# The parameters of Database.execute, which more than one plugin wraps.
EXECUTE = "self sql params truncate custom_time_limit page_size log_sql_errors"

_done: set[tuple[str, str, str]] = set()


def wrap(owner: Any, name: str, parameters: str, wrapper: Callable[[Function], Function]) -> None:  # noqa: ANN401
    """Put `wrapper(function)` in place of the function `name` of a class or module, once.

    `parameters`: the names of the function's own, with blanks between them.

    Raises:
        RuntimeError: this version of Datasette has no such function.
    """
    there = getattr(owner, name, None)
    found = " ".join(signature(there).parameters) if callable(there) else "nothing"
    place = f"{owner.__name__}.{name}"
    if there is None or found != parameters:
        raise RuntimeError(
            f"{wrapper.__module__} is written for another version of Datasette than {version}:"
            f" {place} takes ({found}), not ({parameters})"
        )
    key = (place, wrapper.__module__, wrapper.__qualname__)
    if key not in _done:
        _done.add(key)
        setattr(owner, name, wrapper(there))
