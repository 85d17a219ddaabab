"""The table of checks: one module for each system, found in this folder."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import Final

from chargeboard.official.flags.flag import Flag

FLAGS: Final[tuple[Flag, ...]] = tuple(
    flag
    for module in sorted(pkgutil.iter_modules(__path__, f"{__name__}."), key=lambda one: one.name)
    for flag in import_module(module.name).FLAGS
)
