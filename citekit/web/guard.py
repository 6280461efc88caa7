"""What stands between the network and the application: limits, and headers that forbid scripts."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

MAX_BODY = 64 * 1024
"""Bytes that a request may bring."""
MAX_QUERY = 4096
"""Bytes of a query string."""
MAX_SECONDS = 60.0
"""How long a request may take."""

_HOST = re.compile(rb"(?:[A-Za-z0-9.-]{1,255}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?")

HEADERS = (
    (
        b"content-security-policy",
        b"default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
        b"form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
"""Stand on every response."""


class TooLargeError(Exception):
    """The body turned out larger than allowed; the application answers with 413."""


class Guard:
    """An ASGI application around another: refuses what is too large, ends what takes too long.

    Args:
        app: The application.
        seconds: How long a request may take.
    """

    def __init__(self, app: App, seconds: float = MAX_SECONDS) -> None:
        self._app, self._seconds = app, seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal is not None:
            await _plain(send, *refusal)
            return
        started = False

        async def guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                message = {**message, "headers": [*message.get("headers", ()), *HEADERS]}
            await send(message)

        try:
            async with asyncio.timeout(self._seconds):
                await self._app(scope, _limited(receive), guarded)
        except TimeoutError:
            if not started:
                await _plain(send, 503, "The request took too long.")

    @staticmethod
    def _refusal(scope: Scope) -> tuple[int, str] | None:
        headers = dict(scope["headers"])
        if not _HOST.fullmatch(headers.get(b"host", b"localhost")):
            return 400, "The header Host is malformed."
        if len(scope.get("query_string", b"")) > MAX_QUERY:
            return 414, "The query is too long."
        length = headers.get(b"content-length", b"0")
        if not length.isdigit() or int(length) > MAX_BODY:
            return 413, "The request is too large."
        return None


def _limited(receive: Receive) -> Receive:
    seen = 0

    async def limited() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > MAX_BODY:
            raise TooLargeError
        return message

    return limited


async def _plain(send: Send, status: int, text: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    start = {"type": "http.response.start", "status": status, "headers": [*headers, *HEADERS]}
    await send(start)
    await send({"type": "http.response.body", "body": text.encode()})
