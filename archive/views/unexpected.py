"""What the server's log says of an error that nobody has foreseen."""

from traceback import format_tb


def where_raised(error: BaseException) -> str:
    """Its traceback and kind, those that it followed from last; no message.

    The message may have what a reader searched for, and that is nobody's business.
    """
    told: list[str] = []
    one: BaseException | None = error
    while one is not None:
        told += ["Traceback (most recent call last):\n", *format_tb(one.__traceback__)]
        told.append(f"{type(one).__module__}.{type(one).__qualname__}\n")
        one = one.__cause__ or one.__context__
    return "".join(told)
