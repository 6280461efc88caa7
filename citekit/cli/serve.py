"""`citekit serve`: the library on the web."""

from __future__ import annotations

import os
import socket
from contextlib import ExitStack, suppress

import click

from citekit.cli._files import Failure


@click.command()
@click.argument("library", metavar="LIBRARY")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="0 takes one that is free.",
)
@click.option("--base-url", metavar="URL", help="Where it is reached from outside, if elsewhere.")
def serve(library: str, host: str, port: int, base_url: str | None) -> None:
    """Serve a library: pages in Kazakh, Russian and English, and OAI-PMH at /oai.

    Only this machine can reach it unless --host says otherwise.

    \b
    Examples:
      citekit serve lib.db
      citekit serve lib.db --port 8001
      citekit serve lib.db --host 0.0.0.0 --base-url https://library.example.kz
    """
    try:
        import uvicorn

        from citekit.web.app import make_app
    except ImportError:
        raise Failure('serving needs: pip install "citekit[web]"') from None
    from citekit.repository import StoreError, open_library

    try:
        store = open_library(library)
    except StoreError as error:
        raise Failure(str(error)) from None
    with store, _listening(host, port) as listener:
        if store.setting("email").endswith(".invalid"):
            hint = f"citekit library init {library} --email you@journal.kz --namespace journal.kz"
            click.echo(f"harvesters are told no address of yours; set it with: {hint}", err=True)
        click.echo(f"{base_url or _address(listener)}  (Ctrl+C ends it)", err=True)
        config = uvicorn.Config(
            make_app(store, base_url=base_url),
            log_level="warning",
            server_header=False,
            limit_concurrency=200,
            timeout_keep_alive=5,
            h11_max_incomplete_event_size=32 * 1024,
        )
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listener])


def _listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens, so that what is wrong is known before anything is said."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        # `localhost` is two addresses; all programs reach the older one.
        family, kind, protocol, _, address = min(found, key=lambda row: row[0] != socket.AF_INET)
        # Named as TCP, so that asyncio sends answers at once (TCP_NODELAY) and not 40 ms later.
        listener = socket.socket(family, kind, protocol)
        with ExitStack() as undone:
            undone.callback(listener.close)
            if os.name == "posix":
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen()
            undone.pop_all()
    except OSError as error:
        what = (error.strerror or str(error)).lower().partition(" (")[0]
        cure = "; give another --port, 0 for any" if "in use" in what else ""
        raise Failure(f"{host}, port {port}: {what}{cure}") from None
    return listener


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
