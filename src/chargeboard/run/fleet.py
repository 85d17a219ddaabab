"""
Which charger needs somebody?

The list reads one kept line per charger. A line is made again when its charger said something or when time
alone made it untrue; a request makes only so many again, so that a large fleet does not wait for itself.
"""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from chargeboard.domain.board import FleetRow
from chargeboard.domain.instants import Instant
from chargeboard.domain.records import FleetLine
from chargeboard.run.look import Look, Looker
from chargeboard.run.ports import Store

_MOST_MADE_AGAIN = 60
_ROW = msgspec.json.Decoder(FleetRow)


class Fleet:
    """The lines of the list, kept in the store and, where it may only be read, in memory."""

    def __init__(self, store: Store, looker: Looker) -> None:
        self._store = store
        self._looker = looker
        self._made: dict[str, tuple[int, Instant, FleetRow]] = {}

    def write(self, station: str, now: Instant) -> None:
        """Make a charger's line and keep it."""
        revision, valid_until, row = self._make(station, now)
        self._store.save_fleet(FleetLine(station, revision, revision, valid_until, msgspec.json.encode(row)))

    def rows(self, stations: Collection[str], at: Instant, *, is_now: bool) -> list[FleetRow]:
        """A row for each of the stations; those of the past are all made anew."""
        if not is_now:
            return [_row_of(self._looker.look(station, at)) for station in stations]
        wanted = set(stations)
        rows: list[FleetRow] = []
        left = _MOST_MADE_AGAIN
        for line in self._store.fleet():
            if line.station not in wanted:
                continue
            row, is_true = self._kept(line, at)
            if row is None or (not is_true and left):
                left = max(0, left - 1)
                row = self._make(line.station, at)[2]
            rows.append(row)
            wanted.discard(line.station)
        return rows + [self._unheard(station, at) for station in sorted(wanted)]

    def _unheard(self, station: str, at: Instant) -> FleetRow:
        """The line of a charger that was declared and said nothing yet."""
        made = self._made.get(station)
        return made[2] if made is not None and at < made[1] else self._make(station, at)[2]

    def _kept(self, line: FleetLine, at: Instant) -> tuple[FleetRow | None, bool]:
        """The newest line there is, and whether it is still true."""
        made = self._made.get(line.station)
        if made is not None and made[0] == line.revision:
            return made[2], at < made[1]
        if line.doc is not None:
            is_true = line.told_revision == line.revision and at < (line.valid_until or 0)
            return _ROW.decode(line.doc), is_true
        return (None if made is None else made[2]), False

    def _make(self, station: str, now: Instant) -> tuple[int, Instant, FleetRow]:
        look = self._looker.look(station, now)
        made = (look.progress.revision, look.valid_until, _row_of(look))
        self._made[station] = made
        return made


def _row_of(look: Look) -> FleetRow:
    seen = look.board
    today = list(seen.sessions_per_day.values())[-1:] or [0]
    energy = list(seen.energy_per_day_wh.values())[-1:] or [None]
    return FleetRow(
        id=seen.charger.id,
        name=seen.charger.name,
        site=seen.charger.site,
        timezone=seen.charger.timezone,
        is_online=seen.charger.is_online,
        last_contact=seen.charger.last_contact,
        sockets=seen.now,
        active_sessions=seen.ongoing.active_sessions,
        energy_now_wh=seen.ongoing.energy_wh,
        utilization=seen.utilization_headline,
        success=seen.success_headline,
        sessions_today=today[0] or 0,
        energy_today_wh=energy[0],
        active_errors=sum(1 for row in seen.errors if row.active),
        worst_insight=seen.insights[0] if seen.insights else None,
        attention=sum(1 for one in seen.insights if one.severity in {"critical", "warning"}),
    )
