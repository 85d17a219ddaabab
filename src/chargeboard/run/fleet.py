"""
Which charger needs somebody?

The list reads one kept line per charger, and rows for the chargers of a page. A line is made again when its
charger said something or when time alone made it untrue; a request makes as many again as it has time for,
those of its page first, so that a large fleet does not wait for itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from time import thread_time

import msgspec

from chargeboard.domain.board import FleetRow, Headline
from chargeboard.domain.fleet import FleetCounts, FleetPage, FleetWanted
from chargeboard.domain.instants import NEVER, Instant
from chargeboard.domain.policy import Profile
from chargeboard.domain.records import FleetLine, FleetMark
from chargeboard.metrics.fleet import Gist, Line, chosen, counts, in_order, line_of
from chargeboard.run.look import Look, Looker
from chargeboard.run.ports import Store

_AGAIN_S = 0.02
_AGAIN_LEAST = 5
_MANY = 200
_ROW = msgspec.json.Decoder(FleetRow)
_GIST = msgspec.json.Decoder(Gist)


class _Kept(msgspec.Struct):
    """A line in memory, the revision that it tells of, and its row where the store has an older one."""

    line: Line
    revision: int
    valid_until: Instant
    row: FleetRow | None = None


class Fleet:
    """The lines of the list, kept in the store and, where it may only be read, in memory."""

    def __init__(self, store: Store, looker: Looker, profile_of: Callable[[str], Profile]) -> None:
        self._store = store
        self._looker = looker
        self._profile_of = profile_of
        self._kept: dict[str, _Kept] = {}
        self._read_at: object = None
        """The version of the store that the lines were compared with."""
        self._due_at: Instant = 0
        """When time alone makes the next of them untrue."""
        self._stale: dict[str, None] = {}
        self._stations: Sequence[str] = ()
        self._ordered: dict[str, list[Line]] = {}
        self._counts: FleetCounts | None = None
        self._turn = 0

    def write(self, station: str, now: Instant) -> None:
        """Make a charger's line and keep it."""
        look = self._looker.look(station, now)
        doc = msgspec.json.encode(_row_of(look))
        self._store.save_fleet(FleetLine(station, look.progress.revision, look.valid_until, doc))

    def page(
        self,
        wanted: FleetWanted,
        at: Instant,
        listed: Callable[[Sequence[FleetMark]], Sequence[str]],
    ) -> FleetPage:
        """A page of the list as it is now; `listed` knows which chargers it has beside those with facts."""
        with self._store.reading():
            version = self._store.data_version()
            if version != self._read_at or at >= self._due_at:
                self._compare(self._store.fleet_marks(), listed, at)
                self._read_at = version
            found = chosen(self._in_order(wanted.sort), wanted)
            shown = found[wanted.offset : wanted.offset + wanted.limit]
            if self._stale and self._make_again(shown, at):
                found = chosen(self._in_order(wanted.sort), wanted)
                shown = found[wanted.offset : wanted.offset + wanted.limit]
            rows = [self._row(line.id) for line in shown]
        self._counts = self._counts or counts(self._in_order(wanted.sort))
        return FleetPage(rows=rows, total=len(found), counts=self._counts, wanted=wanted)

    def _in_order(self, sort: str) -> list[Line]:
        """All lines, sorted again only where one changed."""
        lines = self._ordered.get(sort)
        if lines is None:
            lines = in_order([self._kept[station].line for station in self._stations], sort)
            self._ordered[sort] = lines
        return lines

    def page_of_past(self, stations: Sequence[str], wanted: FleetWanted, at: Instant) -> FleetPage:
        """A page by id as they were at an instant: each row is made anew."""
        shown = sorted(stations)[wanted.offset : wanted.offset + wanted.limit]
        rows = [_row_of(self._looker.look(station, at)) for station in shown]
        told = counts([line_of(row) for row in rows])
        return FleetPage(rows=rows, total=len(stations), counts=told, wanted=wanted)

    def _compare(
        self,
        marks: Sequence[FleetMark],
        listed: Callable[[Sequence[FleetMark]], Sequence[str]],
        at: Instant,
    ) -> None:
        """Take over what the store has newer lines of, and find out which are not true any more."""
        self._read([mark for mark in marks if self._is_older(mark)])
        stations = listed(marks)
        if stations != self._stations:
            self._stations = stations
            self._forget_order()
        heard = {mark.station: mark for mark in marks}
        self._stale, self._due_at = {}, NEVER
        for station in stations:
            mark, kept = heard.get(station), self._kept.get(station)
            if kept is None:
                self._keep(station, _Kept(line_of(_blank(self._profile_of(station))), -1, 0))
                kept = self._kept[station] if mark is None else self._make(station, at)
            revision, is_denied = (0, False) if mark is None else (mark.revision, mark.valid_until == 0)
            if is_denied or at >= kept.valid_until or kept.revision != revision:
                self._stale[station] = None
            elif kept.valid_until < self._due_at:
                self._due_at = kept.valid_until

    def _is_older(self, mark: FleetMark) -> bool:
        """Whether the store has a newer line of the charger."""
        if mark.told_revision is None:
            return False
        kept = self._kept.get(mark.station)
        return (
            kept is None
            or kept.revision < mark.told_revision
            or (kept.revision == mark.told_revision and kept.valid_until < (mark.valid_until or 0))
        )

    def _read(self, newer: Sequence[FleetMark]) -> None:
        wanted = {mark.station for mark in newer}
        stored: Iterable[FleetLine | None] = (
            self._store.fleet() if len(newer) > _MANY else map(self._store.fleet_line, wanted)
        )
        for line in stored:
            if line is not None and line.station in wanted:
                told = line_of(_GIST.decode(line.doc))
                self._keep(line.station, _Kept(told, line.revision, line.valid_until))

    def _keep(self, station: str, kept: _Kept) -> bool:
        """Whether its line is another now."""
        before = self._kept.get(station)
        self._kept[station] = kept
        is_other = before is None or before.line != kept.line
        if is_other:
            self._forget_order()
        return is_other

    def _forget_order(self) -> None:
        self._ordered, self._counts = {}, None

    def _in_turn(self, shown: Sequence[Line]) -> Iterator[str]:
        """The stale ones of the page, then the others, each time from where the last time ended."""
        first = [line.id for line in shown if line.id in self._stale]
        others = [station for station in self._stale if station not in first]
        start = self._turn % max(1, len(others))
        yield from first
        for station in others[start:] + others[:start]:
            self._turn += 1
            yield station

    def _make_again(self, shown: Sequence[Line], at: Instant) -> bool:
        """Whether any line is another now."""
        began, is_other = thread_time(), False
        for number, station in enumerate(self._in_turn(shown)):
            if number >= _AGAIN_LEAST and thread_time() - began >= _AGAIN_S:
                break
            before = self._kept[station].line
            is_other |= self._make(station, at).line != before
            del self._stale[station]
        return is_other

    def _make(self, station: str, at: Instant) -> _Kept:
        look = self._looker.look(station, at)
        row = _row_of(look)
        kept = _Kept(line_of(row), look.progress.revision, look.valid_until, row)
        self._keep(station, kept)
        self._due_at = min(self._due_at, kept.valid_until)
        return kept

    def _row(self, station: str) -> FleetRow:
        kept = self._kept[station]
        if kept.row is not None:
            return kept.row
        line = self._store.fleet_line(station)
        return _blank(self._profile_of(station)) if line is None else _ROW.decode(line.doc)


def _blank(profile: Profile) -> FleetRow:
    """A charger of which nothing is known yet."""
    nothing = Headline(numerator=0, denominator=0, pct=None, days=0)
    return FleetRow(
        id=profile.id,
        name=profile.name or profile.id,
        site=profile.site,
        timezone=profile.policy.timezone,
        is_online=None,
        last_contact=None,
        sockets=[],
        active_sessions=0,
        energy_now_wh=0,
        utilization=nothing,
        success=nothing,
        sessions_today=0,
        energy_today_wh=None,
        active_errors=0,
    )


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
