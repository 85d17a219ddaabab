"""What did a register read, as OCPP.Core wrote it down in kWh?"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from chargeboard.decode.forms import Figure, number

_WH_OF_KWH: Final = Decimal(1000)


def wh(kwh: Figure | None) -> Decimal | None:
    """In Wh; None where it is no number."""
    said = number(kwh)
    return None if said is None else said * _WH_OF_KWH
