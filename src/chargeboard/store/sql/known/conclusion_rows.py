"""What was concluded about a station, up to its last checkpoint?"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import starmap
from typing import Any

import msgspec

from chargeboard.domain.codes import GapKind, Outcome
from chargeboard.domain.conclusions import (
    Attempt,
    AttemptInBrief,
    Checkpoint,
    Conclusions,
    DayFigures,
    Episode,
    Gap,
    NoEnergy,
    Orphan,
    Segment,
    Session,
    State,
)
from chargeboard.domain.figures.strip import Stay
from chargeboard.domain.load import DayLoad
from chargeboard.domain.records import Claim, Progress, StoredSessions
from chargeboard.domain.totals import DayTotals, KindSince
from chargeboard.store.sql.bodies.session_body import outline_of_body, session_of_body
from chargeboard.store.sql.database.connection import Database
from chargeboard.store.sql.known import cells
from chargeboard.store.sql.known.dropping import drop_conclusions, floor_of
from chargeboard.store.sql.known.facts_in_order import END_OF_TIME
from chargeboard.store.sql.known.load_rows import replace_loads
from chargeboard.store.sql.known.progress_row import claimed, facts_so_far, write_progress
from chargeboard.store.sql.known.session_days import in_brief, pull_back, put_together
from chargeboard.store.sql.known.total_rows import add_kinds, replace_totals
from chargeboard.time.instants import NEVER, Instant
from chargeboard.time.spans import Span

_ATTEMPT = msgspec.msgpack.Decoder(Attempt)
_EPISODE = msgspec.msgpack.Decoder(Episode)
_OUTCOMES = {str(outcome): outcome for outcome in Outcome}
_DAY = msgspec.msgpack.Decoder(DayFigures)


class ConclusionRows:
    """Rows are replaced from an instant on; what overlaps a span is found without reading the history."""

    _db: Database

    def checkpoint(self, station: str, at_most: Instant, received_until: Instant | None) -> Checkpoint | None:
        until = END_OF_TIME if received_until is None else received_until
        with self._db.reading() as connection:
            row = self._db.sql.checkpoint(connection, station=station, at_most=at_most, received_until=until)
            return None if row is None else Checkpoint(at=row[0], received_until=row[1], carry=row[2])

    def settle(  # noqa: PLR0913 - all that one step replaces
        self,
        progress: Progress,
        since: Instant,
        conclusions: Conclusions,
        docs: Sequence[bytes],
        days: Sequence[DayFigures],
        checkpoints: Sequence[Checkpoint],
        *,
        totals: Sequence[DayTotals] = (),
        kinds: Sequence[KindSince] = (),
        loads: Sequence[DayLoad] = (),
    ) -> None:
        """
        Replace all from `since` on, and the progress row; the stored revision is one further.

        Raises: Overtaken where another writer was faster.
        """
        station, sql = progress.station, self._db.sql
        with self._db.writing([station]) as connection:
            facts = facts_so_far(self._db, progress)
            sql.drop_claim(connection, station=station)
            drop_conclusions(self._db, station, since)
            self._add(station, conclusions, docs, progress.settled_until or 0)
            self._reach(station, days, checkpoints, totals, loads)
            add_kinds(self._db, station, kinds)
            write_progress(self._db, progress, facts)

    def take_back(self, progress: Progress, since: Instant, claim: Claim | None = None) -> bool:
        """Drop a bounded part of what is too much to be replaced in one step, the newest first."""
        station = progress.station
        with self._db.reading():
            if floor_of(self._db, station, since) is None:
                return False
        with self._db.writing([station]):
            floor = floor_of(self._db, station, since)
            if claim is None:
                now, facts = progress, facts_so_far(self._db, progress)
                self._db.sql.drop_claim(self._db.connection, station=station)
            else:
                now, facts, _ = claimed(self._db, claim, since)
            if floor is not None:
                drop_conclusions(self._db, station, floor, begun=since)
                self._step_back(now, floor, facts)
        return True

    def earliest_open(self, station: str, at: Instant) -> Instant | None:
        with self._db.reading() as connection:
            found: Instant | None = self._db.sql.earliest_open(connection, station=station, at=at)
            return found

    def _step_back(self, progress: Progress, until: Instant, facts: int) -> None:
        def least(known: Instant | None) -> Instant:
            return until if known is None else min(known, until)

        shorter = msgspec.structs.replace(
            progress,
            dirty_from=least(progress.dirty_from),
            settled_until=least(progress.settled_until),
            settled_revision=progress.revision + 1,
        )
        write_progress(self._db, shorter, facts)

    def claim(self, progress: Progress) -> Claim:
        claim = Claim(progress.station, secrets.randbits(62))
        with self._db.writing([progress.station]) as connection:
            facts_so_far(self._db, progress)
            self._db.sql.put_claim(connection, station=claim.station, number=claim.number)
        return claim

    def settle_part(
        self,
        claim: Claim,
        since: Instant | None,
        until: Instant,
        conclusions: Conclusions,
        docs: Sequence[bytes],
        number: int,
    ) -> None:
        with self._db.writing([claim.station]):
            now, facts, _ = claimed(self._db, claim, until)
            if since is not None:
                drop_conclusions(self._db, claim.station, since)
                self._step_back(now, since, facts)
            self._add(claim.station, conclusions, docs, until + number)

    def settle_claimed(
        self,
        claim: Claim,
        progress: Progress,
        days: Sequence[DayFigures],
        checkpoints: Sequence[Checkpoint],
        *,
        totals: Sequence[DayTotals] = (),
        kinds: Sequence[KindSince] = (),
        loads: Sequence[DayLoad] = (),
    ) -> None:
        with self._db.writing([claim.station]) as connection:
            until = progress.settled_until
            assert until is not None  # noqa: S101 - a settlement has an end
            now, facts, fresh_from = claimed(self._db, claim, until)
            self._reach(claim.station, days, checkpoints, totals, loads)
            add_kinds(self._db, claim.station, kinds)
            dirty = [one for one in (fresh_from, progress.dirty_from) if one is not None]
            settled = msgspec.structs.replace(
                now,
                conclusions_version=progress.conclusions_version,
                settled_until=until,
                settled_revision=now.revision + 1,
                dirty_from=min(dirty, default=None),
            )
            write_progress(self._db, settled, facts)
            self._db.sql.drop_claim(connection, station=claim.station)

    def _add(self, station: str, conclusions: Conclusions, docs: Sequence[bytes], number: int) -> None:
        """`number` is higher than that of any row before."""
        sql = self._db.sql
        pull_back(self._db, station, [session.start for session in conclusions.sessions])
        for add, new in (
            (sql.add_sessions, starmap(cells.session, zip(conclusions.sessions, docs, strict=True))),
            (sql.add_session_bodies, map(cells.session_body, conclusions.sessions)),
            (sql.add_attempts, cells.numbered(cells.attempt, conclusions.attempts, number)),
            (sql.add_segments, map(cells.segment, conclusions.segments)),
            (sql.add_no_energy, map(cells.no_energy, conclusions.no_energy)),
            (sql.add_gaps, map(cells.gap, conclusions.gaps)),
            (sql.add_episodes, map(cells.episode, conclusions.episodes)),
            (sql.add_orphans, cells.numbered(cells.orphan, conclusions.orphans, number)),
        ):
            add(self._db.connection, [(station, *row) for row in new])

    def _reach(
        self,
        station: str,
        days: Sequence[DayFigures],
        checkpoints: Sequence[Checkpoint],
        totals: Sequence[DayTotals],
        loads: Sequence[DayLoad],
    ) -> None:
        connection, sql = self._db.connection, self._db.sql
        if days:
            sql.drop_days(connection, station=station, first=days[0].on.isoformat())
        # who asks for a day that is not there makes a blank one
        told = [day for day in days if not day.is_blank]
        sql.add_days(connection, [(station, *row) for row in map(cells.day, told)])
        replace_totals(self._db, station, totals)
        if days:
            replace_loads(self._db, station, days[0].on, loads)
        sql.add_checkpoints(connection, [(station, *row) for row in map(cells.checkpoint, checkpoints)])
        if checkpoints:
            put_together(self._db, station, checkpoints[-1].at)
            sql.thin_checkpoints(connection, station=station, newest=checkpoints[-1].at)

    def conclusions(self, station: str, span: Span) -> Conclusions:
        return Conclusions(
            attempts=self.attempts(station, span),
            segments=self.segments(station, span),
            no_energy=self.no_energy(station, span),
            gaps=self.gaps(station, span),
            episodes=self.episodes(station, span),
        )

    def attempts(self, station: str, span: Span) -> list[Attempt]:
        return [_ATTEMPT.decode(row[-1]) for row in self._rows(self._db.sql.attempts, station, span)]

    def attempts_in_brief(self, station: str, span: Span) -> list[AttemptInBrief]:
        found = self._rows(self._db.sql.attempts_in_brief, station, span)
        return [
            AttemptInBrief(socket, start, _OUTCOMES[outcome], settles_at)
            for socket, start, outcome, settles_at in found
        ]

    def segments(self, station: str, span: Span) -> list[Segment]:
        return [Segment(*row) for row in self._rows(self._db.sql.segments, station, span)]

    def segments_begun(self, station: str, span: Span) -> Iterator[tuple[int, Instant, Instant, State]]:
        with self._db.reading() as connection:
            yield from self._db.sql.segments_begun(
                connection, station=station, first=span.start, last=span.end
            )

    def no_energy(self, station: str, span: Span) -> list[NoEnergy]:
        return [NoEnergy(*row) for row in self._rows(self._db.sql.no_energy, station, span)]

    def gaps(self, station: str, span: Span) -> list[Gap]:
        found = self._rows(self._db.sql.gaps, station, span)
        return [Gap(start, end, GapKind(kind)) for start, end, kind in found]

    def episodes(self, station: str, span: Span) -> list[Episode]:
        return [_EPISODE.decode(row[-1]) for row in self._rows(self._db.sql.episodes, station, span)]

    def _rows(self, query: Callable[..., Iterable[Any]], station: str, span: Span) -> list[Any]:
        with self._db.reading() as connection:
            return list(query(connection, station=station, first=span.start, last=span.end))

    def sessions(self, station: str, span: Span) -> list[Session]:
        with self._db.reading() as connection:
            found = self._db.sql.sessions(connection, station=station, first=span.start, last=span.end)
            return [session_of_body(row[-1]) for row in found]

    def session_outlines(self, station: str, span: Span) -> list[Session]:
        with self._db.reading() as connection:
            found = self._db.sql.sessions(connection, station=station, first=span.start, last=span.end)
            return [outline_of_body(row[-1]) for row in found]

    def sessions_in_brief(
        self, station: str, span: Span, settled_by: Instant = NEVER
    ) -> list[StoredSessions]:
        with self._db.reading():
            return in_brief(self._db, station, span, settled_by)

    def stays(self, station: str, span: Span, settled_by: Instant = NEVER) -> list[Stay]:
        with self._db.reading() as connection:
            found = self._db.sql.stays(
                connection, station=station, first=span.start, last=span.end, settled_by=settled_by
            )
            return [Stay(*row) for row in found]

    def orphans(self, station: str, span: Span) -> list[Orphan]:
        return [
            Orphan(
                at=at,
                transaction_id=transaction_id,
                meter_stop_wh=None if meter_stop_wh is None else Decimal(str(meter_stop_wh)),
                reason=reason,
                settles_at=settles_at,
            )
            for at, transaction_id, meter_stop_wh, reason, settles_at in self._rows(
                self._db.sql.orphans, station, span
            )
        ]

    def days(self, station: str, first: date, end: date) -> list[DayFigures]:
        with self._db.reading() as connection:
            found = self._db.sql.days(
                connection, station=station, first=first.isoformat(), end=end.isoformat()
            )
            return [_DAY.decode(body) for (body,) in found]
