"""Security headers on every response; nothing is ever loaded from another host.

Our own pages run no script, unless one sets a policy itself. Datasette's pages carry inline
scripts: those, and no others, are allowed by their hashes, taken from Datasette's own templates at
start.
"""

import re
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import datasette as installed
from datasette import hookimpl
from datasette.app import Datasette

from archive.views.asgi import App, Message, Receive, Send
from archive.views.readerpages import DATASETTE_PATHS

TEMPLATES = Path(installed.__file__).parent / "templates"
SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
FACETS = "{{ datasette_allow_facet }}"  # the one expression in a script of a page we show
OURS = (
    b"default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    b"frame-ancestors 'none'"
)
# Styles: Datasette writes style attributes and a style block a table; images: data: of CodeMirror.
POLICY = (
    "default-src 'none'; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
ALWAYS = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"cross-origin-opener-policy": b"same-origin",
}


def script_hashes() -> list[str]:
    """CSP sources of the inline scripts in Datasette's templates."""
    found = set()
    for template in sorted(TEMPLATES.glob("*.html")):
        for script in SCRIPT.findall(template.read_text("utf-8")):
            for allowed in ("true", "false"):
                found.add(script.replace(FACETS, allowed))
    return sorted(f"'sha256-{b64encode(sha256(s.encode()).digest()).decode()}'" for s in found)


@hookimpl(trylast=True)
def asgi_wrapper(datasette: Datasette) -> Callable[[App], App]:
    """Stands outermost; adds what a response has not set itself."""
    policy = POLICY.format(hashes=" ".join(script_hashes())).encode()
    base = datasette.setting("base_url").rstrip("/")
    theirs = tuple(base + path for path in DATASETTE_PATHS)

    def wrap(app: App) -> App:
        async def wrapped(scope: Message, receive: Receive, send: Send) -> None:
            own = policy if scope.get("path", "").startswith(theirs) else OURS
            wanted = {b"content-security-policy": own, **ALWAYS}

            async def send_safely(message: Message) -> None:
                if message["type"] == "http.response.start":
                    headers = list(message.get("headers", []))
                    there = {name.lower() for name, _ in headers}
                    headers += [(name, text) for name, text in wanted.items() if name not in there]
                    message = {**message, "headers": headers}
                await send(message)

            await app(scope, receive, send_safely)

        return wrapped

    return wrap
