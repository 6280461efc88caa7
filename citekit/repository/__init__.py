"""A library of records that is searched, harvested (OAI-PMH) and deposited elsewhere."""

from citekit.repository.store import (
    Found,
    Outcome,
    Position,
    Record,
    Store,
    StoreBusyError,
    StoreError,
    open_library,
)

__all__ = [
    "Found",
    "Outcome",
    "Position",
    "Record",
    "Store",
    "StoreBusyError",
    "StoreError",
    "open_library",
]
