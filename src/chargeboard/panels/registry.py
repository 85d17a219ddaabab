"""
Which panels are there?

Every folder of panels/ is one: page, live news, terminal and reference are made of this list, and nothing
else names them all.
"""

from __future__ import annotations

from functools import cache

from chargeboard.panels.panel import Panel
from chargeboard.rooms import of_folders


@cache
def panels() -> tuple[Panel, ...]:
    """The panels in the order of the page; the first is its head."""
    found: list[Panel] = of_folders("chargeboard.panels", "PANEL", "view")
    return tuple(sorted(found, key=lambda panel: panel.place))


def is_panel(name: str) -> bool:
    """Whether there is a panel of that name."""
    return any(panel.name == name for panel in panels())
