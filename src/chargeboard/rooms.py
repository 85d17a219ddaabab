"""Which rooms does a package have? Each is found by being there, and nothing names them all."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType
from typing import Any


def of_folders(package: str, name: str, module: str = "") -> list[Any]:
    """What each folder of a package holds by that name, in the order of folders; `module`: of it, there."""
    inner = f".{module}" if module else ""
    return [getattr(import_module(f"{one}{inner}"), name) for one, is_folder in _inside(package) if is_folder]


def of_modules(package: str, name: str) -> list[Any]:
    """What each module of a package, and of its folders, holds by that name, in their order."""
    return [getattr(module, name) for module in _modules(package)]


def _modules(package: str) -> Iterator[ModuleType]:
    for one, is_folder in _inside(package):
        if is_folder:
            yield from _modules(one)
        else:
            yield import_module(one)


def _inside(package: str) -> list[tuple[str, bool]]:
    """Modules and folders by name, and which are folders."""
    path = import_module(package).__path__
    return sorted((f"{package}.{module.name}", module.ispkg) for module in pkgutil.iter_modules(path))
