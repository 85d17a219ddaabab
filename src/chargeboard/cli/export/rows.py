"""Which rows of a charger are a month's, and when is there anything of it?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from itertools import islice, pairwise
from operator import attrgetter
from typing import Any

from chargeboard.cli.export.months import Month, month_of, months
from chargeboard.domain.facts import AnyFact
from chargeboard.domain.figures.day_evidence import DayRow
from chargeboard.domain.figures.evidence import Whose
from chargeboard.domain.figures.lists import SessionOrder
from chargeboard.domain.figures.session_rows import SessionRow
from chargeboard.domain.policy import Profile
from chargeboard.domain.records import Stored
from chargeboard.ports.store import Store
from chargeboard.run.answering.list_filters import ListScope, SessionFilter
from chargeboard.run.desk import Desk
from chargeboard.time.days import dates, day_of, midnight
from chargeboard.time.instants import BEGINNING, NEVER, Instant
from chargeboard.time.spans import Span

_EVER = Span(BEGINNING, NEVER)
_OLDEST_FIRST = SessionFilter(order=SessionOrder.START)
_SESSIONS_AT_ONCE = 1000
_DAYS_AT_ONCE = 7


def whose(station: str, profile: Profile, at: Instant) -> Whose:
    """What rows tell of their charger."""
    return Whose(
        id=station,
        name=profile.name or station,
        site=profile.site,
        timezone=profile.policy.timezone,
        at=at,
    )


class Rows:
    """Those of the chargers of a desk, so many at a time, in the order of their table."""

    def __init__(self, desk: Desk, store: Store) -> None:
        self._desk = desk
        self._store = store
        self._rows: Mapping[str, Callable[[str, Month], Iterator[list[Any]]]] = {
            "frames": self._frames,
            "facts": self._facts,
            "sessions": self._sessions,
            "days": self._days,
        }

    def of(self, what: str, station: str, month: Month) -> Iterator[list[Any]]:
        """The month's rows of a charger."""
        return self._rows[what](station, month)

    def all(self, what: str, station: str) -> Iterator[list[Any]]:
        """The rows of a charger, month by month."""
        if extent := self.extent(what, station):
            for month in months(month_of(extent.start), month_of(extent.end - 1)):
                yield from self.of(what, station, month)

    def extent(self, what: str, station: str) -> Span | None:
        """In which time there is anything; None: there is nothing."""
        if what == "frames":
            first, last = self._first(station), self._first(station, newest_first=True)
        else:
            progress = self._store.progress(station)
            first, last = progress.first_fact_at, progress.newest_fact_at
        if first is None or last is None:
            return None
        if what in {"sessions", "days"}:
            last = max(last, self._desk.now())
        if what == "days":  # those of the charger, as if they were of UTC
            zone = self._desk.evidence.zone(station)
            first, last = (midnight(day_of(at, zone), "UTC") for at in (first, last))
        return Span(first, last + 1)

    def _first(self, station: str, *, newest_first: bool = False) -> int | None:
        for batch in self._store.frames_in(station, _EVER, newest_first=newest_first):
            for stored in batch:
                return stored.frame.received_at
        return None

    def _frames(self, station: str, month: Month) -> Iterator[list[Stored]]:
        return self._store.frames_in(station, month.span)

    def _facts(self, station: str, month: Month) -> Iterator[list[AnyFact]]:
        weeks = dates(month.first, month.end)[::_DAYS_AT_ONCE]
        for first, end in pairwise([*weeks, month.end]):
            yield self._store.facts(station, Span(midnight(first, "UTC"), midnight(end, "UTC")))

    def _sessions(self, station: str, month: Month) -> Iterator[list[SessionRow]]:
        """Those that began in it: of the local dates that it touches."""
        zone = self._desk.evidence.zone(station)
        window = (day_of(month.span.start, zone), day_of(month.span.end, zone) + timedelta(days=1))
        _, rows = self._desk.evidence.sessions_whole(station, ListScope(window=window), _OLDEST_FIRST)
        begun = (row for row in rows if row.start in month.span)
        while some := list(islice(begun, _SESSIONS_AT_ONCE)):
            yield some

    def _days(self, station: str, month: Month) -> Iterator[list[DayRow]]:
        extent, zone = self.extent("days", station), self._desk.evidence.zone(station)
        if extent is None:
            return
        first = max(month.first, day_of(extent.start, "UTC"))
        end = min(month.end, day_of(self._desk.now(), zone) + timedelta(days=1))
        if first < end:
            listed = self._desk.evidence.days(station, ListScope(window=(first, end)))
            yield sorted(listed.days, key=attrgetter("date"))
