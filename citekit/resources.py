"""Where the data that ships with citekit lies: `styles/` and `metadata/`.

In a source checkout both folders stand at the top level, beside the package; in an installed
wheel they travel inside it. They are never looked for in the working directory.
"""

from importlib.util import find_spec
from pathlib import Path

# Not `importlib.resources`: to import it takes longer than to read most of what is shipped.
_PACKAGE = Path(__file__).parent


def resource(*parts: str) -> Path:
    """Return the file or folder at `parts` below the shipped data.

    Args:
        parts: The path in pieces, from `"styles"` or `"metadata"` down.

    Raises:
        FileNotFoundError: Nothing of that name is shipped.

    >>> resource("styles").is_dir()
    True
    """
    for root in (_PACKAGE, _PACKAGE.parent):
        found = root.joinpath(*parts)
        if found.exists():
            return found
    raise FileNotFoundError(f"citekit ships no {'/'.join(parts)}")


def package_folder(package: str) -> Path | None:
    """Return the folder of an installed package, without the cost of importing it.

    Args:
        package: A top-level name; None is returned where it is not installed.

    >>> package_folder("email").name, package_folder("no_such_package")
    ('email', None)
    """
    spec = find_spec(package)
    folders = spec.submodule_search_locations if spec else None
    return Path(folders[0]) if folders else None
