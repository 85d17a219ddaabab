"""What did a vehicle give back to the charger (V2G)?"""

from __future__ import annotations

from chargeboard.words.formats import energy


def fed_back(export_wh: float | None) -> list[str]:
    """What the vehicle gave back, where it did (V2G)."""
    return [f"{energy(export_wh)} fed back"] if export_wh else []
