"""
Which lines of the list are not true, and what stands in their place?

A line is made again when its charger said something or when time alone made it untrue; a request makes as
many again as it has time for, those of its page first, so that a large fleet does not wait for itself. What
it made it brings along. A charger that was never heard has a line, too, as soon as it is named. Where another
process makes lines, a request makes those alone that were never made, or that somebody's settings changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from time import thread_time

import msgspec

from chargeboard.domain.figures.board import FleetRow
from chargeboard.domain.figures.site import ChargerPart
from chargeboard.domain.records import Line
from chargeboard.history.opening import Histories
from chargeboard.metrics.fleet import line_of
from chargeboard.metrics.site.part import part_of
from chargeboard.run.answering.board import make_board
from chargeboard.run.answering.fleet_line import blank, row_of
from chargeboard.run.answering.line_loads import line_loads
from chargeboard.run.answering.shown_lines import Behind, behind
from chargeboard.time.instants import Instant

_AGAIN_S, _AGAIN_LEAST = 0.02, 5
_ELSEWHERE_S, _ELSEWHERE_LEAST = 0.008, 2
"""For so long, and so many at least, a page makes lines again; fewer where another process does, too."""
NEVER_MADE = -1
"""The revision of a charger of which nothing is known."""


class MadeLine(msgspec.Struct):
    """A line that is not kept, the revision that it tells of, and its row."""

    line: Line
    revision: int
    true_until: Instant
    row: FleetRow
    part: ChargerPart | None = None


class MadeLines:
    """Those of chargers whose kept line is not true, and of those that were never heard."""

    def __init__(self, histories: Histories, *, is_made_elsewhere: bool) -> None:
        """`is_made_elsewhere`: another process makes lines again, within seconds."""
        self._is_made_elsewhere = is_made_elsewhere
        self._store, self._histories = histories.store, histories
        self._made: dict[str, MadeLine] = {}
        self.changes = 0
        """Differs when any of them may be another one, or be needed no more."""
        self._read_at: object = None
        """The version of the store that the lines were compared with."""
        self._due_at: Instant = 0
        """When time alone makes the next of them untrue."""
        self._stale: dict[str, None] = {}
        self._unheard: list[str] = []
        self._unheard_at = -1
        """When they were found, as `fleet_names` counts."""
        self._unmade: list[str] = []
        """Chargers that were heard and have no line yet."""
        self._turn = 0

    def __getitem__(self, station: str) -> MadeLine:
        return self._made[station]

    def of(self, station: str) -> MadeLine | None:
        """What stands in the place of a charger's line; None: the line that is kept."""
        return self._made.get(station)

    @property
    def lines(self) -> list[Line]:
        """What stands in the place of lines that are not true."""
        return [made.line for made in self._made.values()]

    def look(self, at: Instant) -> None:
        """Compare lines with what is known, where anything changed since the last time."""
        version = self._store.data_version()
        if version != self._read_at or at >= self._due_at or self._is_made_elsewhere:
            self._compare(at)
            self._read_at = version

    def look_at_shown(self, told_by: Mapping[str, Instant], at: Instant) -> Behind:
        """
        How far lines of a page are behind that another process makes; a few of them are to be made here.

        `told_by`: by charger, the last sign of life that its line tells of.
        """
        profile_of = self._histories.profile_of
        found = behind(self._store, told_by, at, lambda station: profile_of(station).policy)
        self._stale |= dict.fromkeys(found.denied)
        return found

    def make_again(self, shown: Sequence[str], at: Instant, untrue: Iterable[str] = ()) -> bool:
        """
        Whether any line is another now. Those of the page that were never made are made in any case.

        `untrue` are not either, whatever was found when lines were compared.
        """
        self._stale |= dict.fromkeys(untrue)
        began, is_other = thread_time(), False
        within_s, least = (
            (_ELSEWHERE_S, _ELSEWHERE_LEAST) if self._is_made_elsewhere else (_AGAIN_S, _AGAIN_LEAST)
        )
        for number, station in enumerate(self._in_turn(shown)):
            before = self._made.get(station)
            if number >= least and thread_time() - began >= within_s:
                if station not in shown:
                    break
                if before is None or before.revision != NEVER_MADE:
                    continue
            made = self._make(station, at)
            is_other |= before is None or made.line != before.line
            del self._stale[station]
        return is_other

    def _compare(self, at: Instant) -> None:
        """Find out which lines are not true, and forget what was made of those that are."""
        stale = {} if self._is_made_elsewhere else {one.station: one for one in self._store.fleet_stale(at)}
        unmade = [*self._unheard_and_unmade(), *(one.station for one in stale.values() if not one.is_kept)]
        self._made = {station: self._made[station] for station in (*stale, *unmade) if station in self._made}
        self._stale, self._due_at = {}, self._store.fleet_next_due(at)
        self.changes += 1
        for station in unmade:
            if station not in self._made:
                row = blank(self._histories.profile_of(station))
                self._made[station] = MadeLine(line_of(row), NEVER_MADE, 0, row)
                self._stale[station] = None
        for station, one in stale.items():
            made = self._made.get(station)
            if made is None or one.is_denied or made.revision != one.revision or at >= made.true_until:
                self._stale[station] = None
        self._due_at = min([self._due_at, *(one.true_until for one in self._made.values() if one.true_until)])

    def _unheard_and_unmade(self) -> list[str]:
        """Chargers without a line, as far as they are not found among those whose line is not true."""
        names = self._store.fleet_names()
        if self._is_made_elsewhere and (self._unmade or names != self._unheard_at):
            self._unmade = self._store.fleet_unmade()
        if names != self._unheard_at:
            self._unheard, self._unheard_at = self._store.fleet_unkept(self._histories.declared), names
        return self._unheard + self._unmade

    def _in_turn(self, shown: Sequence[str]) -> Iterator[str]:
        """The stale ones of the page, then the others, each time from where the last time ended."""
        first = [station for station in shown if station in self._stale]
        are_first = {*first}
        others = [station for station in self._stale if station not in are_first]
        start = self._turn % max(1, len(others))
        yield from first
        for station in others[start:] + others[:start]:
            self._turn += 1
            yield station

    def _make(self, station: str, at: Instant) -> MadeLine:
        board = make_board(self._histories.of(station, at))
        row, revision = row_of(board), board.history.progress.revision
        made = self._made[station] = MadeLine(
            line_of(row),
            revision,
            board.true_until,
            row,
            part_of(board.board, board.days, line_loads(board.history)),
        )
        self._due_at = min(self._due_at, made.true_until)
        self.changes += 1
        return made
