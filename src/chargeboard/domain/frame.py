"""
What came in?

A frame is one OCPP-J message, one turn in the life of a connection, or one row of what another system wrote
down, as it was received. It is written down before anything is understood.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from chargeboard.time.instants import SECOND, Instant, Micros

Direction = Literal["in", "out", "ws", "row"]
"""
in: charger to CSMS. out: CSMS to charger. ws: the connection itself. row: what another system made of it.
"""

Protocol = Literal["ocpp1.6", "ocpp2.0.1", "ocpp2.1"]


AHEAD_MOST: Micros = 300 * SECOND
"""Nothing was received later than this after the present: such a stamp is a wrong clock's."""


class Frame(msgspec.Struct, frozen=True, gc=False):
    """
    One message as received.

    `text` is the OCPP-J text; for direction "ws" it is the JSON of
    `["open"|"close", connection, protocol?, code?]` (the code of the WebSocket's end), or
    `["gap", from, to, "down"?]` in epoch microseconds for time in which our own collector was away (down:
    and lost its connections), or `["pong", connection, interval_s?]` for an answer to our own ping, or
    `["ping", connection]` for one of the charger's. For "row" it is the JSON of `[system, table,
    {column: value}]`, and `received_at` is when that system learned of it, as nearly as that is known.
    """

    station: str
    received_at: Instant
    direction: Direction
    text: str
    connection: str = ""
    protocol: str = ""
    """Empty: the payload's shape decides."""
