"""From one format to another: records stream through, and nothing is dropped in silence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from citekit.formats.base import Account, Format, FormatError, Loss, Unread
from citekit.model import Work


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
        jobs: How many processes to use.
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

    target.write(works(source.read), out, Account(enter=enter))
    return done
