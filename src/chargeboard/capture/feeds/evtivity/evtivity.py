"""
What is new in EVtivity's tables of messages and of connections?

A row of `ocpp_message_logs` holds the parts of a message, one of `connection_logs` a turn of a connection.
Both name a charger by EVtivity's own id; its identity is in `charging_stations`. That a charger is offline
because it was silent is EVtivity's conclusion and none of ours: such a row is left.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import msgspec

from chargeboard.capture.feeds.evtivity.words import say
from chargeboard.capture.feeds.kind import Kind, OpenFeed, see_that_it_is_there
from chargeboard.capture.feeds.numbered_rows import NumberedRows, Table
from chargeboard.capture.formats.reading import closed, opened, protocol_of
from chargeboard.capture.formats.systems.evtivity import text_of
from chargeboard.domain.frame import Frame
from chargeboard.time.instants import Instant

_SILENT = "offline_sweep"
_TABLES = {
    "ocpp_message_logs": (
        *("id", "station_id", "direction", "message_type", "message_id", "action", "payload"),
        *("error_code", "error_description", "created_at"),
    ),
    "connection_logs": ("id", "station_id", "event", "protocol", "metadata", "created_at"),
    "charging_stations": ("id", "station_id", "ocpp_protocol"),
}


def _message(at: Instant, said: tuple[Any, ...]) -> Frame:
    station, direction, protocol, kind, message_id, action, code, description, payload = said
    raw = msgspec.Raw((payload or "null").encode())
    text = text_of(kind, message_id, action, raw, code, description)
    way: Literal["in", "out"] = "in" if direction == "inbound" else "out"
    return Frame(station, at, way, text, "", protocol_of(protocol))


def _turn(at: Instant, said: tuple[Any, ...]) -> Frame | None:
    station, reason, protocol, number, before, event = said
    if reason == _SILENT:
        return None
    if event == "connected":
        return opened(station, at, str(number), protocol_of(protocol))
    return closed(station, at, str(_closed_by(before or []))) if event == "disconnected" else None


def _closed_by(before: list[list[Any]]) -> int:
    """
    Which connection a row tells the end of, by the rows of the charger before it, the last first.

    Connections have no names there. Of two that are open the older one is the one that ends.
    """
    turns = [event for event, _ in before[:2]]
    numbers = [number for event, number in before if event == "connected"]
    return 0 if not numbers else numbers[1] if turns == ["connected", "connected"] else numbers[0]


def _sql(file: str) -> str:
    return Path(__file__).with_name(file).read_text(encoding="utf-8")


TURNS = Table("connection_logs", _sql("new_turns.sql"), _turn)
MESSAGES = Table("ocpp_message_logs", _sql("new_messages.sql"), _message)


def _open(url: str, name: str) -> OpenFeed:
    see_that_it_is_there(KIND)
    from chargeboard.capture.feeds.postgres import ReadOnly  # noqa: PLC0415 - it may not be there

    connection = ReadOnly(url, say("title"), _TABLES)
    return NumberedRows(name, connection.asked, connection.close, [TURNS, MESSAGES])


KIND = Kind(
    name="evtivity",
    title=lambda: say("title"),
    example="postgresql://reader@db.example.org/evtivity",
    schemes=("postgresql", "postgres"),
    open=_open,
    cannot_tell=lambda: say("cannot_tell"),
    needs=("psycopg", "postgres"),
)
