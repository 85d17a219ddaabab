"""
Who answers questions about chargers?

The desk takes frames in, has them understood, and puts boards together. The web, the shell and the demo talk
to it and to nothing below it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from difflib import get_close_matches

import msgspec

from chargeboard.domain.board import Board, FleetRow, SessionRow
from chargeboard.domain.conclusions import Conclusions
from chargeboard.domain.frame import Frame
from chargeboard.domain.instants import HOUR, Instant
from chargeboard.domain.policy import Profile
from chargeboard.domain.span import Span, midnight
from chargeboard.metrics.board import ERROR_DAYS, Asked, Evidence, board
from chargeboard.metrics.session_rows import session_row
from chargeboard.run.past import Known, conclusions_in, days_in, known, session_docs
from chargeboard.run.ports import Store
from chargeboard.run.projector import project
from chargeboard.run.settle import settle

DAY = 24 * HOUR


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

    def take(self, frames: Sequence[Frame]) -> int:
        """Keep frames, durably; how many were new."""
        return self.store.append(frames)

    def refresh(self, station: str) -> int:
        """Understand what is new of a station and keep what follows; how many frames were folded."""
        profile = self.profile_of(station)
        folded = project(self.store, station, profile.policy)
        settle(self.store, profile)
        return folded

    def rebuild(self) -> list[str]:
        """Compute everything again from the journal; the stations that were."""
        stations = self.store.stations()
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
        profile, asked, seen = self._look(station, at, window, timeline)
        docs = session_docs(self.store, seen, asked.sessions_span)
        rows = [msgspec.json.decode(doc.doc, type=SessionRow) for doc in docs]
        return self._board(profile, asked, seen, rows)

    def board_json(
        self,
        station: str,
        *,
        at: Instant | None = None,
        window: tuple[date, date] | None = None,
        timeline: Span | None = None,
    ) -> bytes:
        """The same as JSON text; sessions that are stored as text are not read again."""
        return msgspec.json.encode(self.board(station, at=at, window=window, timeline=timeline))

    def fleet(self, at: Instant | None = None) -> list[FleetRow]:
        """One row for each charger."""
        return [_fleet_row(self.board(station, at=at)) for station in self.store.stations()]

    def _look(
        self,
        station: str,
        at: Instant | None,
        window: tuple[date, date] | None,
        timeline: Span | None,
    ) -> tuple[Profile, Asked, Known]:
        if self.store.progress(station).newest_fact_at is None:
            raise UnknownChargerError(
                station, get_close_matches(station, self.store.stations(), n=5, cutoff=0.4)
            )
        profile = self.profile_of(station)
        moment = self.now() if at is None else at
        asked = Asked(
            at=moment,
            window=window,
            timeline=timeline or Span(moment - DAY, moment),
            zone=profile.policy.timezone,
        )
        return profile, asked, known(self.store, profile, moment)

    def _board(self, profile: Profile, asked: Asked, seen: Known, stored: list[SessionRow]) -> Board:
        first, end = asked.widest
        span = asked.sessions_span
        errors_since = midnight(date.fromordinal(asked.today.toordinal() - ERROR_DAYS), asked.zone)
        looked_at = Span(min(asked.timeline.start, errors_since, span.start), asked.at + 1)
        found = conclusions_in(self.store, seen, looked_at)
        tail = [
            one
            for one in seen.tail.sessions
            if one.end is None or Span(one.start, one.end + 1).overlaps(span)
        ]
        ended = [
            (doc.end, doc.end - doc.start, doc.energy_wh)
            for doc in session_docs(self.store, seen, span)
            if doc.is_completed and doc.end is not None
        ] + [
            (one.end, one.duration or 0, None if one.energy_wh is None else float(one.energy_wh))
            for one in seen.tail.sessions
            if one.is_completed and one.end is not None
        ]
        short_first = date.fromordinal(min(first.toordinal(), asked.today.toordinal() - ERROR_DAYS))
        return board(
            profile,
            asked,
            Evidence(
                found=Conclusions(
                    sessions=tail,
                    attempts=found.attempts,
                    segments=found.segments,
                    gaps=found.gaps,
                    episodes=found.episodes,
                ),
                days=days_in(self.store, seen, profile, short_first, max(end, asked.today)),
                ended=ended,
                rows=stored + [session_row(one) for one in tail if one.start <= asked.at],
                carry=seen.carry,
                heard_at=seen.heard_at,
                protocol=seen.protocol,
            ),
        )


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
