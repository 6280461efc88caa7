"""Citations and article metadata for scholars who write in Kazakh, Russian and English at once.

The functions of the package are those of the command: `read`, `check`, `cite`, `export`. Records
are the models of `citekit.model`.
"""

from typing import TYPE_CHECKING

from citekit.lazy import lazy

if TYPE_CHECKING:
    from citekit.api import Citations, check, cite, export, iter_records, read

__version__ = "0.1.0"

__all__ = ["Citations", "__version__", "check", "cite", "export", "iter_records", "read"]

# `citekit --help` need not wait for the models.
lazy(__name__, {"api": "Citations check cite export iter_records read"})
