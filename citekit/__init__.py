"""Citations and article metadata for scholars who write in Kazakh, Russian and English at once.

The functions of the package are those of the command: `read`, `check`, `cite`, `export`. Records
are the models of `citekit.model`.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from citekit.api import Citations, check, cite, export, iter_records, read

__version__ = "0.1.0"

__all__ = ["Citations", "__version__", "check", "cite", "export", "iter_records", "read"]


def __getattr__(name: str) -> Any:
    # Imported when first asked for, so that `citekit --help` need not wait for the models.
    if name in __all__:
        from citekit import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
