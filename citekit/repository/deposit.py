"""Sending packages to the repositories that take them from a program."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from citekit.repository.packages import Package
from citekit.repository.web_client import RemoteError, ask

if TYPE_CHECKING:
    import httpx

CROSSREF = "https://doi.crossref.org/servlet/deposit"

BY_HAND = {
    "saf": "DSpace's batch import (dspace import --add --source ITEMS) or its administration page",
    "doaj": "https://doaj.org/publisher/uploadfile",
    "rsci": "https://elibrary.ru (Articulus)",
}
"""Where people upload what no program may send."""


def send_crossref(
    client: httpx.Client,
    package: Package,
    user: str,
    password: str,
    *,
    url: str = CROSSREF,
    sleep: Callable[[float], None] = time.sleep,
) -> str:
    """Upload a Crossref deposit, and return what Crossref answered.

    Crossref knows a batch by its id and takes a second one as a correction of the first, so doing
    it twice does no harm. Its answer only says that the batch was queued.

    Raises:
        RemoteError: Crossref cannot be reached or refused.
    """
    (file,) = package.files
    content = (package.folder / file.name).read_bytes()
    fields = {"operation": "doMDUpload", "login_id": user, "login_passwd": password}
    response = ask(
        client,
        "POST",
        url,
        sleep=sleep,
        data=fields,
        files={"fname": (file.name, content, "application/xml")},
    )
    text = " ".join(response.text.split())
    if "FAILURE" in text.upper():
        raise RemoteError(f"Crossref refused the batch: {text[:300]}")
    return text[:300]
