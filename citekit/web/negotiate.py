"""Which of the things on offer a client would rather have (RFC 9110 §12.5)."""

from __future__ import annotations

from collections.abc import Sequence

_MAX_RANGES = 50


def best_media_type(accept: str, offers: Sequence[str]) -> str | None:
    """Return the media type that an `Accept` header prefers; the first offer breaks ties.

    >>> best_media_type("text/plain, text/html;q=0.5", ["text/html", "text/plain"])
    'text/plain'
    >>> best_media_type("image/png", ["text/html"]) is None
    True
    """
    if not accept.strip():
        return offers[0]
    wanted = _qualities(accept)

    def quality(offer: str) -> float:
        kind = offer.partition(";")[0].strip()
        for candidate in (kind, f"{kind.partition('/')[0]}/*", "*/*"):
            if candidate in wanted:
                return wanted[candidate]
        return 0.0

    best = max(offers, key=quality)
    return best if quality(best) > 0 else None


def best_language(accept: str, offers: Sequence[str]) -> str:
    """Return the language that an `Accept-Language` header prefers, else the first on offer.

    >>> best_language("de, ru-RU;q=0.8, en;q=0.5", ["kk", "ru", "en"])
    'ru'
    """
    wanted = _qualities(accept)

    def quality(offer: str) -> float:
        return max((q for tag, q in wanted.items() if tag.partition("-")[0] == offer), default=0.0)

    return max(offers, key=quality)


def _qualities(header: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for part in header.lower().split(",")[:_MAX_RANGES]:
        name, *parameters = (piece.strip() for piece in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip() == "q":
                try:
                    quality = min(max(float(value), 0.0), 1.0)
                except ValueError:
                    quality = 0.0
        if name:
            found[name] = quality
    return found
