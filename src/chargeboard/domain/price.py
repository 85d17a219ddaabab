"""What does a kilowatt-hour bring?"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

_PRICE = re.compile(r"(\d{1,6}(?:[.,]\d{1,6})?)\s*([A-Za-z]{3})")


class Price(NamedTuple):
    """None: nobody said."""

    per_kwh: Decimal | None = None
    currency: str = ""

    def __str__(self) -> str:
        return "" if self.per_kwh is None else f"{self.per_kwh} {self.currency}"


NO_PRICE = Price()


def price_in(text: str) -> Price | None:
    """The price that a text such as `0.49 EUR` tells, empty where nobody says one; None: it is no price."""
    if not text.strip():
        return NO_PRICE
    match = _PRICE.fullmatch(text.strip())
    return None if match is None else Price(Decimal(match[1].replace(",", ".")), match[2].upper())
