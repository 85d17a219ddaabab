"""
What is new in the table OCPPMessages of CitrineOS?

A row is a whole message with the instant at which it was received or sent. The table's own pairing of answers
with calls mixes up stations, so it is not asked: messages of a station are paired by us, in the order of
their instants. A message that CitrineOS could not read is there as a text.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from chargeboard.capture.feeds.citrineos.words import say
from chargeboard.capture.feeds.kind import Kind, OpenFeed, see_that_it_is_there
from chargeboard.capture.feeds.numbered_rows import NumberedRows, Table
from chargeboard.capture.formats.reading import LineError, frame_in, protocol_of
from chargeboard.domain.frame import Direction, Frame
from chargeboard.time.instants import Instant

_NAME = '"OCPPMessages"'
_COLUMNS = ("id", "stationId", "origin", "protocol", "message", "timestamp", "createdAt")


def _message(at: Instant, said: tuple[Any, ...]) -> Frame:
    station, origin, protocol, message = said
    if not message or not station or origin not in {"cs", "csms"}:
        raise LineError("sender_unknown")
    direction: Direction = "in" if origin == "cs" else "out"
    return Frame(station, at, direction, frame_in(message.encode()), "", protocol_of(protocol))


MESSAGES = Table("OCPPMessages", Path(__file__).with_name("new.sql").read_text(encoding="utf-8"), _message)


def _open(url: str, name: str) -> OpenFeed:
    see_that_it_is_there(KIND)
    from chargeboard.capture.feeds.postgres import ReadOnly  # noqa: PLC0415 - it may not be there

    connection = ReadOnly(url, say("title"), {_NAME: _COLUMNS})
    return NumberedRows(name, connection.asked, connection.close, [MESSAGES])


KIND = Kind(
    name="citrineos",
    title=lambda: say("title"),
    example="postgresql://reader@db.example.org/citrine",
    schemes=("postgresql", "postgres"),
    open=_open,
    cannot_tell=lambda: say("cannot_tell"),
    needs=("psycopg", "postgres"),
)
