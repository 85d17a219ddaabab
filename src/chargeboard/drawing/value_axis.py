"""Where does an axis of values end?"""

from __future__ import annotations

from decimal import Decimal

_ROUND = ("1", "1.2", "1.5", "2", "2.5", "3", "4", "5", "6", "8", "10")


def nice_top(most: float) -> float:
    """The smallest round number that is not below: the top of an axis that people read."""
    if most <= 0:
        return 1.0
    ten = Decimal(10) ** Decimal(str(most)).adjusted()
    return float(next(ten * Decimal(step) for step in _ROUND if float(ten * Decimal(step)) >= most))
