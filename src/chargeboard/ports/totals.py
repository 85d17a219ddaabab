"""What is asked of a store about sums over days?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple, Protocol

from chargeboard.domain.figures.fleet_span import CohortBy, SpanWanted, Worse
from chargeboard.domain.totals import Cohort, DayTotals, Kind, KindSince, Totals
from chargeboard.time.instants import Instant
from chargeboard.time.spans import Span


class ComparedCharger(NamedTuple):
    """A charger of the list, what its days come to, and when the last of its stored errors began."""

    station: str
    totals: Totals
    last_error_at: Instant | None
    doc: bytes
    """JSON of its FleetRow."""


class ComparedPage(NamedTuple):
    """How many chargers are wanted, what they come to together, and a page of them in order."""

    chargers: int
    totals: Totals
    page: list[ComparedCharger]


class ReportedCharger(NamedTuple):
    """A charger of a report, and what its days come to."""

    station: str
    totals: Totals
    doc: bytes
    """JSON of its FleetRow."""


class ReportedPage(NamedTuple):
    """How many chargers there are, what they come to and came to before, and those that succeed the least."""

    chargers: int
    totals: Totals
    earlier: Totals
    page: list[ReportedCharger]


class TotalsPort(Protocol):
    """Sums over complete local days of stations, kept with the days."""

    def totals(self, station: str, first: date, end: date) -> Totals:
        """Those of the stored days in [first, end); must not cost more for more days."""

    def totals_by_day(self, stations: Collection[str], first: date, end: date) -> list[DayTotals]:
        """
        Those of some stations together, on each stored day in [first, end) that adds anything, by date.

        Law: for each station they come to its `totals`.
        """

    def compared(self, wanted: SpanWanted, sites: Collection[str] | None = None) -> ComparedPage:
        """
        A page of the chargers of the list over some dates; with `sites` of theirs alone.

        Must not cost more for more dates, and no more than a step for each charger.
        """

    def reported(
        self, before: date, first: date, end: date, most: int, sites: Collection[str] | None = None
    ) -> ReportedPage:
        """
        The chargers of the list over [first, end) and, together, over [before, first) in front of it.

        Law: the same as `compared` says of both, by success; it costs less than both.
        """

    def kind_before(self, station: str, at: Instant) -> Kind | None:
        """What a station last told that it is, before an instant."""

    def kinds(self, station: str, span: Span) -> list[KindSince]:
        """Each change of it in a span that is stored, by time."""

    def cohorts(
        self,
        first: date,
        end: date,
        by: CohortBy,
        sites: Collection[str] | None = None,
        station: str | None = None,
    ) -> list[Cohort]:
        """
        All chargers of the list over the dates in [first, end), by what they were then or where they stand.

        With `station` it alone.
        Law: they come to what `compared` says that all come to; by tag, one counts in each of its tags.
        """

    def worse(self) -> list[Worse]:
        """What was last kept by `put_worse`; costs next to nothing: every look at a charger asks it."""

    def put_worse(self, found: Sequence[Worse]) -> None:
        """Keep with which firmware chargers do worse, in the place of what was found before."""
