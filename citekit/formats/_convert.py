"""From one format to another: records stream through, and nothing is dropped in silence."""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from citekit.formats._keys import Keys
from citekit.formats.base import Account, Format, FormatError, Loss, Unread
from citekit.model import Work

_PIECE = 250
"""How many records a process writes at a time."""


@dataclass(slots=True)
class Conversion:
    """How a conversion went."""

    records: int = 0
    """How many records were read."""
    unread: int = 0
    refused: int = 0
    """How many the target could not take at all."""
    losses: int = 0

    @property
    def written(self) -> int:
        """How many records are in the target."""
        return self.records - self.refused


def convert(
    source: Format,
    stream: BinaryIO,
    target: Format,
    out: BinaryIO,
    *,
    jobs: int = 1,
    on_loss: Callable[[Loss], None] = lambda loss: None,
    on_unread: Callable[[Unread], None] = lambda unread: None,
) -> Conversion:
    """Read every record of `stream` and write it to `out`, one after the other.

    Args:
        source: The format of `stream`.
        stream: A binary stream.
        target: The format to be written.
        out: A binary stream.
        jobs: How many processes write; only formats whose files can be put together from pieces
            (`Format.frame`) are written by more than one.
        on_loss: Told of every value that the target does not hold.
        on_unread: Told of every record that could not be read; it is left out.

    Raises:
        FormatError: The source is not of its format, or a format cannot be read or written.
    """
    if source.read is None:
        raise FormatError(f"{source.name} can only be written")
    if target.write is None:
        raise FormatError(f"{target.name} can only be read")
    done = Conversion()

    def enter(loss: Loss) -> None:
        done.losses += 1
        done.refused += loss.path == ""
        on_loss(loss)

    def works(read: Callable[[BinaryIO], Iterator[Work | Unread]]) -> Iterator[Work]:
        for item in read(stream):
            if isinstance(item, Unread):
                done.unread += 1
                on_unread(item)
            else:
                done.records += 1
                yield item

    if jobs > 1 and target.frame is not None:
        _write_in_pieces(works(source.read), target, out, jobs, enter)
    else:
        target.write(works(source.read), out, Account(enter=enter))
    return done


def _write_in_pieces(
    works: Iterator[Work],
    target: Format,
    out: BinaryIO,
    jobs: int,
    enter: Callable[[Loss], None],
) -> None:
    assert target.frame is not None
    before, between, after = target.frame
    out.write(before)
    empty = True
    with ProcessPoolExecutor(jobs) as pool:
        waiting: deque[Future[tuple[bytes, list[Loss]]]] = deque()
        pieces = _pieces(works)
        # Only so many pieces are ahead that memory does not grow with the file.
        waiting.extend(pool.submit(_write, target.name, p) for p in islice(pieces, 2 * jobs))
        while waiting:
            data, losses = waiting.popleft().result()
            waiting.extend(pool.submit(_write, target.name, p) for p in islice(pieces, 1))
            for loss in losses:
                enter(loss)
            if data:
                out.write(data if empty else between + data)
                empty = False
    out.write(after)


def _pieces(works: Iterable[Work]) -> Iterator[list[Work]]:
    """Yield records in lists, each with an id that no other has."""
    keys = Keys()
    found = iter(works)
    while piece := list(islice(found, _PIECE)):
        yield [keys.identified(work) for work in piece]


def _write(name: str, works: list[Work]) -> tuple[bytes, list[Loss]]:
    from citekit.formats import get

    target, stream, account = get(name), io.BytesIO(), Account()
    assert target.write is not None and target.frame is not None
    target.write(works, stream, account)
    before, _, after = target.frame
    return stream.getvalue().removeprefix(before).removesuffix(after), account.losses
