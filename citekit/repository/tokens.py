"""Resumption tokens: where an incomplete list goes on, told to the harvester and kept nowhere.

A token holds the position behind which the next page begins (not a count of records), so records
added or changed meanwhile neither shift the list nor hide behind it. It is signed with the
library's secret: what was not issued here is not believed.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from dataclasses import asdict, dataclass

_SIGNATURE = 16


class BadTokenError(ValueError):
    """The token was not issued by this library, or is no longer good."""


@dataclass(frozen=True, slots=True)
class Token:
    """Where a list goes on.

    Attributes:
        verb: The request that it continues.
        after: The position (datestamp, key) or spec behind which the next page begins.
        cursor: How many entries came before.
        size: How many there were in all when the list began.
        expires: Until when it is good, in Unix seconds.
        prefix: The metadata format.
        since: The list's `from` in Unix seconds.
        until: The list's `until` in Unix seconds.
        spec: The list's set.
    """

    verb: str
    after: tuple[int, int] | str
    cursor: int
    size: int
    expires: int
    prefix: str | None = None
    since: int | None = None
    until: int | None = None
    spec: str | None = None

    def sealed(self, secret: str) -> str:
        """Return the token as text that goes into a URL unescaped.

        >>> token = Token("ListSets", "udc", 1, 2, 99)
        >>> Token.opened(token.sealed("s"), "s") == token
        True
        """
        said = {key: value for key, value in asdict(self).items() if value is not None}
        text = json.dumps(said, separators=(",", ":")).encode()
        sealed = base64.urlsafe_b64encode(_signature(text, secret) + text)
        return sealed.decode().rstrip("=")

    @classmethod
    def opened(cls, text: str, secret: str) -> Token:
        """Return the token that a text seals.

        Raises:
            BadTokenError: It was not sealed with this secret.
        """
        try:
            raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            raise BadTokenError("this is no resumption token of this repository") from None
        seal, said = raw[:_SIGNATURE], raw[_SIGNATURE:]
        if not hmac.compare_digest(seal, _signature(said, secret)):
            raise BadTokenError("this is no resumption token of this repository")
        fields = json.loads(said)
        after = fields.pop("after")
        return cls(after=after if isinstance(after, str) else (after[0], after[1]), **fields)


def _signature(text: bytes, secret: str) -> bytes:
    return hmac.new(secret.encode(), text, hashlib.sha256).digest()[:_SIGNATURE]
