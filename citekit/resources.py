"""Where the data that ships with citekit lies: `styles/` and `metadata/`.

In a source checkout both folders stand at the top level, beside the package; in an installed
wheel they travel inside it. They are never looked for in the working directory.
"""

from importlib.resources import files
from importlib.resources.abc import Traversable
from importlib.util import find_spec
from pathlib import Path


def resource(*parts: str) -> Traversable:
    """Return the file or folder at `parts` below the shipped data.

    Args:
        parts: The path in pieces, from `"styles"` or `"metadata"` down.

    Raises:
        FileNotFoundError: Nothing of that name is shipped.

    >>> resource("styles").is_dir()
    True
    """
    package = files("citekit")
    roots: list[Traversable] = [package]
    if isinstance(package, Path):
        roots.append(package.parent)
    for root in roots:
        found = root.joinpath(*parts)
        if found.is_file() or found.is_dir():
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
