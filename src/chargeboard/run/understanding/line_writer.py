"""How is a charger's line of the list made, and kept?"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from chargeboard.domain.records import FleetLine
from chargeboard.history.look_row import look_row
from chargeboard.history.opening import Histories
from chargeboard.metrics.fleet import line_of
from chargeboard.run.answering.board import MadeBoard, make_board
from chargeboard.run.answering.comparing.before import tell_before
from chargeboard.run.answering.fleet_line import blank, line_told
from chargeboard.run.answering.made_lines import NEVER_MADE
from chargeboard.time.instants import HOUR, NEVER, Instant
from chargeboard.time.spans import Span

_TIMELINE = 24 * HOUR
"""What a page usually shows."""


class LineWriter:
    """The one of a store."""

    def __init__(self, histories: Histories) -> None:
        self._store, self._histories = histories.store, histories
        self._named_at = -1
        """When it was seen to it that chargers that were never heard have lines, as `fleet_names` counts."""

    def write(self, stations: Iterable[str], now: Instant) -> list[MadeBoard]:
        """Make lines and keep them; the boards that they were made of, where anything is known."""
        boards, lines = list[MadeBoard](), list[FleetLine]()
        for station in stations:
            # of one moment: another process may forget the charger, or merge it into a new one
            with self._store.reading():
                if self._histories.is_known(station):
                    history, noted = self._histories.noting(station, now)
                    boards.append(made := make_board(history))
                    tell_before(made)
                    history.stored_stays(Span(now - _TIMELINE, NEVER))
                    lines.append(line_told(made, look_row(history, noted)))
                    self._histories.told(history.station, noted)
                elif self._histories.is_named(station):
                    lines.append(self._blank_line(station))
        self._store.save_fleet(lines)
        return boards

    def _blank_line(self, station: str) -> FleetLine:
        """That nothing is known of a charger."""
        row = blank(self._histories.profile_of(station))
        return FleetLine(line_of(row), NEVER_MADE, NEVER, msgspec.json.encode(row))

    def without_line(self) -> list[str]:
        """Chargers that were never heard, and whose line is to be made."""
        names = self._store.fleet_names()
        if names == self._named_at:
            return []
        self._named_at = names
        self._store.drop_unlisted(self._histories.declared)
        return self._store.fleet_unkept(self._histories.declared)
