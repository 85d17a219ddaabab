"""
Which panels are there?

Every folder of panels/ is one: page, live news, terminal and reference are made of this list, and nothing
else names them all.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from chargeboard import panels as rooms
from chargeboard.panels.panel import Panel


@cache
def panels() -> tuple[Panel, ...]:
    """The panels in the order of the page; the first is its head."""
    names = (module.name for module in iter_modules(rooms.__path__) if module.ispkg)
    found: list[Panel] = [import_module(f"{rooms.__name__}.{name}.view").PANEL for name in names]
    return tuple(sorted(found, key=lambda panel: panel.place))


def is_panel(name: str) -> bool:
    """Whether there is a panel of that name."""
    return any(panel.name == name for panel in panels())
