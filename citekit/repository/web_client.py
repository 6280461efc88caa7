"""Requests to other people's servers: patient, bounded, and silent about passwords.

Needs: pip install "citekit[deposit]"
"""

from __future__ import annotations

import email.utils
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from citekit import __version__

if TYPE_CHECKING:
    import httpx

MAX_BYTES = 64 * 1024 * 1024
"""How much of an answer is read."""
TRIES = 5
LONGEST_WAIT = 600.0
"""Seconds that a server may ask us to wait; for longer, come back another day."""

_PASSING = frozenset((408, 429, 500, 502, 503, 504))
_NOT_TAKEN = frozenset((429, 503))
"""Answers that say that a request was not taken, so that it may be made again whatever it was."""


class RemoteError(Exception):
    """A server cannot be reached, or refused; the message names it and what it said.

    Attributes:
        status: The HTTP status with which it refused, or None where it did not answer.
    """

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


@contextmanager
def open_client(
    auth: tuple[str, str] | None = None, transport: Any = None
) -> Iterator[httpx.Client]:
    """Open a client; a password goes to the server and nowhere else.

    Raises:
        RemoteError: httpx is not installed.
    """
    try:
        import httpx
    except ImportError:
        raise RemoteError('this needs: pip install "citekit[deposit]"') from None
    with httpx.Client(
        auth=auth,
        transport=transport,
        timeout=httpx.Timeout(60, connect=15),
        follow_redirects=auth is None,
        max_redirects=5,
        headers={"user-agent": f"citekit/{__version__}"},
    ) as client:
        yield client


def ask(
    client: httpx.Client,
    method: str,
    url: str,
    *,
    repeatable: bool = True,
    sleep: Callable[[float], None] = time.sleep,
    **options: Any,
) -> httpx.Response:
    """Make a request, and again where it failed for a passing reason.

    Args:
        client: From `open_client`.
        method: As `GET`.
        url: http or https, without user or password.
        repeatable: Making it twice does no harm; else it is made again only if it was not taken.
        sleep: How to wait.
        options: As `httpx.Client.request` takes them.

    Raises:
        RemoteError: The server could not be reached, or its last answer is an error.
    """
    import httpx

    check_address(url)
    for attempt in range(1, TRIES + 1):
        status = None
        try:
            response = _bounded(client, method, url, options)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            problem, wait = f"cannot be reached ({_kind(error)})", None
            again = True
        except httpx.HTTPError as error:
            problem, wait = f"did not answer ({_kind(error)})", None
            again = repeatable
        else:
            if response.status_code < 400:
                return response
            status = response.status_code
            problem, wait = _refusal(response), _retry_after(response)
            again = status in (_PASSING if repeatable else _NOT_TAKEN)
        if not again or attempt == TRIES:
            break
        pause = wait if wait is not None else 2.0**attempt
        if pause > LONGEST_WAIT:
            problem += f"; it asks to come back in {pause:.0f} seconds"
            break
        sleep(pause)
    raise RemoteError(f"{shown(url)}: {problem}", status)


def check_address(url: str) -> None:
    """Refuse what is no web address, or has a password in it.

    Raises:
        RemoteError: It is not one to be asked.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise RemoteError(f"{shown(url)}: write an address such as https://repository.kz/oai")
    if parts.password or parts.username:
        raise RemoteError(f"{shown(url)}: leave user and password out of the address")


def shown(url: str) -> str:
    """Return an address without the user, password and query that may stand in it.

    >>> shown("https://me:secret@e.org/sword?key=1")
    'https://e.org/sword'
    """
    parts = urlsplit(url)
    bare = parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="")
    return urlunsplit(bare)


def _bounded(
    client: httpx.Client, method: str, url: str, options: dict[str, Any]
) -> httpx.Response:
    import httpx

    with client.stream(method, url, **options) as stream:
        parts, size = [], 0
        for part in stream.iter_bytes():
            size += len(part)
            if size > MAX_BYTES:
                raise RemoteError(f"{shown(url)}: the answer is larger than {MAX_BYTES:,} bytes")
            parts.append(part)
        # The content is decoded already.
        kept = [(k, v) for k, v in stream.headers.multi_items() if k != "content-encoding"]
        return httpx.Response(
            stream.status_code, headers=kept, content=b"".join(parts), request=stream.request
        )


def _kind(error: Exception) -> str:
    return type(error).__name__


def _refusal(response: httpx.Response) -> str:
    said = " ".join(response.text[:500].split()) if "html" not in _media_type(response) else ""
    return f"answered {response.status_code}" + (f": {said}" if said else "")


def _media_type(response: httpx.Response) -> str:
    return str(response.headers.get("content-type", ""))


def _retry_after(response: httpx.Response) -> float | None:
    text = response.headers.get("retry-after", "")
    if text.isdigit():
        return float(text)
    when = email.utils.parsedate_to_datetime(text) if "," in text else None
    return max(when.timestamp() - time.time(), 0.0) if when else None
