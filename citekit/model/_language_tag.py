"""The shape of a BCP 47 language tag (RFC 5646 §2.1), without the registry behind it.

Languages of more than three letters are well-formed too, but none was ever registered, while
`russian` and `original` are what people write by mistake.
"""

import re
from functools import lru_cache

_TAG = re.compile(
    r"(?P<language>[a-z]{2,3})"
    r"(?:-(?P<script>[a-z]{4}))?"
    r"(?:-(?P<region>[a-z]{2}|[0-9]{3}))?"
    r"(?P<rest>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-[a-wy-z0-9](?:-[a-z0-9]{2,8})+)*"
    r"(?:-x(?:-[a-z0-9]{1,8})+)?)",
    re.IGNORECASE | re.ASCII,
)


@lru_cache(maxsize=1024)
def normalise_tag(tag: str) -> str | None:
    """Return the tag with each subtag in its customary case, or None if it is not well-formed.

    >>> normalise_tag("KK-latn-kz")
    'kk-Latn-KZ'
    >>> normalise_tag("kazakh") is None
    True
    """
    match = _TAG.fullmatch(tag.strip().replace("_", "-"))
    if match is None:
        return None
    parts = [match["language"].lower()]
    if match["script"]:
        parts.append(match["script"].title())
    if match["region"]:
        parts.append(match["region"].upper())
    return "-".join(parts) + match["rest"].lower()
