"""Packages give their names on demand, and what they give is what type checkers think."""

import subprocess
import sys
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

import pytest

PACKAGES = ["citekit", "citekit.languages", "citekit.references"]


@pytest.mark.parametrize("name", PACKAGES)
def test_every_public_name_is_there_whichever_modules_are_imported(name: str) -> None:
    package = import_module(name)
    for module in iter_modules(package.__path__):
        if name != "citekit":
            import_module(f"{name}.{module.name}")
    for public in package.__all__:
        assert not isinstance(getattr(package, public), ModuleType), public
        assert public in dir(package)


@pytest.mark.parametrize("name", PACKAGES)
def test_a_package_imports_none_of_its_modules_by_itself(name: str) -> None:
    code = f"import sys, {name}; print([m for m in sys.modules if m.startswith({name!r} + '.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() in ("[]", "['citekit.lazy']")


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match=r"'citekit.languages' has no attribute 'nonsense'"):
        import_module("citekit.languages").nonsense  # noqa: B018
