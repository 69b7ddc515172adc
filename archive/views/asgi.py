"""The shapes of ASGI (https://asgi.readthedocs.io), for plugins that stand around all pages."""

from collections.abc import Awaitable, Callable
from typing import Any

Message = dict[str, Any]  # what is received or sent; the scope of a connection too
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]
App = Callable[[Message, Receive, Send], Awaitable[None]]
