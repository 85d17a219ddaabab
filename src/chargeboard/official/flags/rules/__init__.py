"""The table of checks: one module for each system, found in this folder."""

from __future__ import annotations

from typing import Final

from chargeboard.official.flags.flag import Flag
from chargeboard.rooms import of_modules

FLAGS: Final[tuple[Flag, ...]] = tuple(flag for flags in of_modules(__name__, "FLAGS") for flag in flags)
