"""`python -m scraper.replica --articles 60 --port 8080` serves the replica until Ctrl-C."""

import threading
from contextlib import suppress

import click

from scraper.replica import DEFAULT_ARTICLES, Replica


@click.command()
@click.option("--articles", default=DEFAULT_ARTICLES, show_default=True, type=click.IntRange(0))
@click.option("--port", default=8080, show_default=True, type=click.IntRange(0, 65_535))
@click.option("--origin", help="What absolute links begin with; by default its own address.")
@click.option("--seed", default=1, show_default=True)
def main(articles: int, port: int, origin: str | None, seed: int) -> None:
    """Serve the replica on 127.0.0.1 until Ctrl-C.

    Example: python -m scraper.replica --articles 500 --port 8080
    """
    try:
        replica = Replica(articles, origin or f"http://127.0.0.1:{port}", seed, port)
    except OSError as error:
        raise click.ClickException(f"cannot listen on port {port}: {error.strerror}") from error
    with suppress(KeyboardInterrupt), replica:
        if origin is None:
            replica.portal.origin = replica.url
        print(replica.url, flush=True)  # a caller with a pipe waits for this line
        threading.Event().wait()
    click.echo("stopped", err=True)


if __name__ == "__main__":
    main()
