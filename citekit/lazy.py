"""Packages that import a name of theirs when somebody asks for it, and nothing before."""

import sys
from collections.abc import Iterable, Mapping
from importlib import import_module
from types import ModuleType
from typing import Any


class _Package(ModuleType):
    """A package that knows in which of its modules each of its names is."""

    _homes: dict[str, str]

    def __getattr__(self, name: str) -> Any:
        home = self._homes.get(name)
        if home is None:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        value = getattr(import_module(f"{self.__name__}.{home}"), name)
        setattr(self, name, value)
        return value

    def __setattr__(self, name: str, value: Any) -> None:
        # Whoever imports the module `identify` does not take the place of the function `identify`.
        if not (isinstance(value, ModuleType) and name in self._homes):
            super().__setattr__(name, value)

    def __dir__(self) -> Iterable[str]:
        return sorted({*super().__dir__(), *self._homes})


def lazy(package: str, modules: Mapping[str, str]) -> None:
    """Let a package import its names on demand (PEP 562, and modules named like a function).

    For type checkers the package imports the same names under `TYPE_CHECKING`.

    Args:
        package: Its `__name__`.
        modules: By module of the package: the names that it takes from there, with spaces between.
    """
    module = sys.modules[package]
    module.__dict__["_homes"] = {n: home for home, names in modules.items() for n in names.split()}
    module.__class__ = _Package
