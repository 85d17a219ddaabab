"""Which chargers and management systems understand each other worst?"""

from __future__ import annotations

import datetime as dt
from typing import Final

import msgspec

from chargeboard.domain.codes import Side
from chargeboard.domain.figures.measures import DateSpan

CUT: Final = "cut"
"""What may be asked for besides kinds of trouble."""


class TroublesWanted(msgspec.Struct, frozen=True):
    """A page of chargers, the worst first."""

    side: Side | None = None
    """At whose door it lies; None: any."""
    what: str = ""
    """Of that alone, and by it: a kind of trouble, or `CUT`; empty: of all together."""
    text: str = ""
    """Of chargers whose name, id, site or tags have these words."""
    offset: int = 0
    limit: int = 50


class SideTroubles(msgspec.Struct, frozen=True, kw_only=True):
    """What lies at the door of one side in the seven days before today; null: nobody can tell."""

    side: Side
    last_on: dt.date
    """The last day that was counted."""
    troubles: int
    """All of what follows."""
    messages: int | None
    """Calls and answers of that side; null of the link."""
    late: int | None
    unanswered: int | None
    refused: int | None
    repeated: int | None
    nonstandard: int | None
    cut: int | None
    """Connections that ended with 1006, without a goodbye; of the link alone."""


class ChargerTroubles(msgspec.Struct, frozen=True, kw_only=True):
    """A charger, and a side at whose door something lies."""

    id: str
    site: str
    timezone: str
    found: SideTroubles
    name: str = ""


class FleetTroubles(msgspec.Struct, kw_only=True):
    """A page of them."""

    window: DateSpan
    """Seven local days before today, in the zone of all chargers, or UTC where they have several."""
    total: int
    rows: list[ChargerTroubles]
    wanted: TroublesWanted
