"""
Who answers questions about chargers?

The desk takes frames in, has them understood, and puts boards together. The web, the shell and the demo talk
to it and to nothing below it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from typing import cast

import msgspec

from chargeboard.domain.board import Board, FleetRow, SessionRow
from chargeboard.domain.conclusions import Checkpoint
from chargeboard.domain.frame import Frame
from chargeboard.domain.instants import HOUR, Instant
from chargeboard.domain.policy import Profile
from chargeboard.domain.records import Progress
from chargeboard.domain.span import Span
from chargeboard.metrics.board import Asked, Evidence, board
from chargeboard.metrics.session_rows import session_row
from chargeboard.run.merge import new_names, renamed
from chargeboard.run.past import Past, checkpoint_for, days, past, tail, together
from chargeboard.run.ports import Store
from chargeboard.run.projector import project
from chargeboard.run.settle import settle

DAY = 24 * HOUR
_MOST_KEPT = 256
_ROW = msgspec.json.Decoder(SessionRow)


class UnknownChargerError(LookupError):
    """No frame of that charger was ever received; `similar` are ids that were."""

    def __init__(self, station: str, similar: Sequence[str]) -> None:
        super().__init__(station)
        self.station = station
        self.similar = list(similar)


class Desk:
    """Everything that may be asked of one store."""

    def __init__(
        self, store: Store, profile_of: Callable[[str], Profile], now: Callable[[], Instant]
    ) -> None:
        self.store = store
        self.profile_of = profile_of
        self.now = now
        self._kept: dict[str, tuple[object, Past]] = {}

    def take(self, frames: Sequence[Frame]) -> int:
        """Keep frames, durably, under the names that their chargers go by now; how many were new."""
        return self.store.append(renamed(frames, new_names(self.store.chargers())))

    def heard(self) -> list[str]:
        """The stations that frames came from, without those that were merged into another."""
        merged = new_names(self.store.chargers())
        return [station for station in self.store.stations() if station not in merged]

    def stations(self) -> list[str]:
        """The chargers of the list: something is known of them, and they are not hidden."""
        hidden = {one.id for one in self.store.chargers() if one.deleted}
        return [
            station
            for station in self.heard()
            if station not in hidden and self.store.progress(station).newest_fact_at is not None
        ]

    def refresh(self, station: str) -> int:
        """Understand what is new of a station and keep what follows; how many frames were folded."""
        folded = self.fold(station)
        self.settle(station)
        return folded

    def fold(self, station: str) -> int:
        """Make facts of the station's new frames; how many frames there were."""
        return project(self.store, station, self.profile_of(station).policy)

    def settle(self, station: str) -> None:
        """Keep the conclusions that no passing of time can change."""
        settle(self.store, self.profile_of(station))

    def rebuild(self) -> list[str]:
        """Compute everything again from the journal; the stations that were."""
        stations = self.heard()
        for station in stations:
            self.store.forget(station)
            self.refresh(station)
        return stations

    def board(
        self,
        station: str,
        *,
        at: Instant | None = None,
        window: tuple[date, date] | None = None,
        timeline: Span | None = None,
    ) -> Board:
        """
        The document of one charger.

        `window` are local dates, half-open; `timeline` UTC instants. Nothing received after `at` is used.
        Raises: UnknownChargerError.
        """
        made, early = self._made(station, at, window, timeline)
        made.sessions = [_ROW.decode(doc.doc) for doc in early.docs] + made.sessions
        return made

    def board_json(
        self,
        station: str,
        *,
        at: Instant | None = None,
        window: tuple[date, date] | None = None,
        timeline: Span | None = None,
    ) -> bytes:
        """The same as JSON text; sessions that are stored as text are passed on as they are."""
        made, early = self._made(station, at, window, timeline)
        rows: list[object] = [msgspec.Raw(doc.doc) for doc in early.docs]
        made.sessions = cast("list[SessionRow]", rows + made.sessions)
        return msgspec.json.encode(made)

    def fleet(self, at: Instant | None = None) -> list[FleetRow]:
        """One row for each charger."""
        return [_fleet_row(self.board(station, at=at)) for station in self.stations()]

    def _made(
        self,
        station: str,
        at: Instant | None,
        window: tuple[date, date] | None,
        timeline: Span | None,
    ) -> tuple[Board, Past]:
        """The document with the sessions of the tail alone, and what the store held for it."""
        with self.store.reading():
            progress = self.store.progress(station)
            if progress.newest_fact_at is None:
                renamed_to = new_names(self.store.chargers()).get(station)
                if renamed_to is not None:
                    return self._made(renamed_to, at, window, timeline)
                raise UnknownChargerError(
                    station, get_close_matches(station, self.stations(), n=5, cutoff=0.4)
                )
            profile = self.profile_of(station)
            moment = self.now() if at is None else at
            zone = profile.policy.timezone
            asked = Asked(
                at=moment, window=window, timeline=timeline or Span(moment - DAY, moment), zone=zone
            )
            checkpoint = checkpoint_for(self.store, profile, progress, moment)
            late = tail(self.store, profile, progress, checkpoint, moment)
            early = self._past(profile, progress, checkpoint, asked)
        found = together(early, late)
        figures = days(early, late, found, asked, profile)
        span = asked.sessions_span
        found.sessions = late.found.conclusions.sessions
        return board(
            profile,
            asked,
            Evidence(
                found=found,
                days=figures,
                ended=[
                    (doc.end, doc.end - doc.start, doc.energy_wh)
                    for doc in early.docs
                    if doc.is_completed and doc.end is not None
                ]
                + [
                    (one.end, one.duration or 0, None if one.energy_wh is None else float(one.energy_wh))
                    for one in found.sessions
                    if one.is_completed and one.end is not None
                ],
                rows=[
                    session_row(one)
                    for one in found.sessions
                    if one.is_open or Span(one.start, one.until + 1).overlaps(span)
                ],
                carry=late.carry,
                heard_at=late.heard_at,
                protocol=late.protocol,
            ),
        ), early

    def _past(
        self, profile: Profile, progress: Progress, checkpoint: Checkpoint | None, asked: Asked
    ) -> Past:
        """What the store holds, read again only when it changed or another window is asked."""
        key = (
            progress.revision,
            checkpoint.at if checkpoint else None,
            profile.policy.timezone,
            asked.widest,
            asked.today,
            asked.timeline.start // HOUR,
        )
        kept = self._kept.get(profile.id)
        if kept is None or kept[0] != key:
            hours = replace(asked, timeline=Span(asked.timeline.start // HOUR * HOUR, asked.timeline.end))
            kept = (key, past(self.store, profile, checkpoint, hours))
            self._kept[profile.id] = kept
            while len(self._kept) > _MOST_KEPT:
                self._kept.pop(next(iter(self._kept)))
        return kept[1]


def _fleet_row(seen: Board) -> FleetRow:
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
