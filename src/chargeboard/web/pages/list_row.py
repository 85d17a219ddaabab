"""
A line of the list, drawn once while it says the same.

How long a socket has been in its state moves with every look: that alone is put in anew.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import blake2b
from types import MappingProxyType
from typing import NamedTuple

import msgspec

from chargeboard.domain.figures.board import FleetRow
from chargeboard.fleet.view import row_of
from chargeboard.history.remembered import Remembered
from chargeboard.time.instants import Instant, seconds_of
from chargeboard.web.live.fragments import Fragment, fragment
from chargeboard.web.templating import fleet_part
from chargeboard.web.urls.mount import root
from chargeboard.words.formats import about
from chargeboard.words.languages import SPOKEN, Language
from chargeboard.words.wall_clock import Local

ROWS_BYTES = 4 << 20
"""Some thousand rows that were drawn."""
_WEIGHT = 3
"""A row that was drawn takes about so many times the bytes of its HTML and of what it was drawn from."""
_MOVING = re.compile(r'(<time data-since="(\d+)"[^>]*>)[^<]*')
_MILLI = 1000
_NOW: Mapping[str, Instant] = MappingProxyType({})


class _Drawn(NamedTuple):
    """The HTML before, between and behind what moves, since when each of that is so, and the digest."""

    pieces: Sequence[str]
    since: Sequence[Instant]
    digest: str


_ENCODE = msgspec.json.Encoder().encode
_drawn = Remembered[tuple[bytes, Instant | None, date, str, Language], _Drawn](ROWS_BYTES)
"""By what a row is drawn from."""


def rows_of(rows: Sequence[FleetRow], now: Instant, as_of: Mapping[str, Instant] = _NOW) -> list[Fragment]:
    """Chargers as the list shows them; `as_of`: until when one's row was true, where that is over."""
    walls = {zone: Local(zone, now) for zone in {row.timezone for row in rows}}
    return [_row_of(row, walls[row.timezone], as_of.get(row.id)) for row in rows]


def row_key(station: str) -> str:
    """An id that an element may have, whatever the charger's is."""
    return f"row-{blake2b(station.encode(), digest_size=6).hexdigest()}"


def _row_of(row: FleetRow, local: Local, as_of: Instant | None) -> Fragment:
    # of who is there the last contact is not shown
    told = _ENCODE(msgspec.structs.replace(row, last_contact=None) if row.is_online else row)
    asked = (told, as_of, local.today, root(), SPOKEN.get())
    drawn = _drawn.get(asked)
    if drawn is None:
        drawn = _draw(row, local, as_of)
        _drawn.put(asked, drawn, _WEIGHT * (len(told) + sum(map(len, drawn.pieces))))
    html = [drawn.pieces[0]]
    for since, piece in zip(drawn.since, drawn.pieces[1:], strict=True):
        html += (about(seconds_of(max(0, local.now - since))), piece)
    return Fragment("".join(html), drawn.digest)


def _draw(row: FleetRow, local: Local, as_of: Instant | None) -> _Drawn:
    made = fragment(fleet_part("row", row_of(row, local, as_of), row_key(row.id)))
    before, *moving = _MOVING.split(made.html)
    pieces = [before]
    for begin, rest in zip(moving[::3], moving[2::3], strict=True):
        pieces[-1] += begin
        pieces.append(rest)
    return _Drawn(pieces, [int(since) * _MILLI for since in moving[1::3]], made.digest)
