"""How do many chargers compare?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date

from chargeboard.domain.figures.board import FleetRow
from chargeboard.domain.figures.fleet import FleetWanted
from chargeboard.domain.figures.fleet_span import ChargerSpan, CohortBy, FleetCohorts, FleetSpan, SpanWanted
from chargeboard.domain.figures.measures import DateSpan
from chargeboard.domain.totals import summed
from chargeboard.metrics.cohorts import beside, cohort_figures, worse
from chargeboard.metrics.span_figures import span_figures
from chargeboard.ports.store import Store
from chargeboard.ports.totals import ComparedCharger
from chargeboard.time.days import day_of
from chargeboard.time.instants import Instant


class FleetComparisonReader:
    """Of the listed chargers, or of those of some sites, which come first; None: all."""

    def __init__(
        self,
        store: Store,
        now: Callable[[], Instant],
        rows_of: Callable[[Mapping[str, bytes], Instant], Mapping[str, FleetRow]],
    ) -> None:
        """`rows_of` makes rows that are kept what a page of the list shows of these chargers."""
        self._store, self._now, self._rows_of = store, now, rows_of

    def today(self, sites: Collection[str] | None = None) -> date:
        """The local date of all of them, or that of UTC where they have several zones."""
        return day_of(self._now(), self.zone(sites) or "UTC")

    def zone(self, sites: Collection[str] | None = None) -> str | None:
        """The zone of all of them; None where they have several, or there are none."""
        with self._store.reading():
            return self._store.fleet_counts(FleetWanted(), (), sites).timezone

    def chargers(self, sites: Collection[str] | None, wanted: SpanWanted) -> FleetSpan:
        """A page of chargers over some dates, in any order."""
        with self._store.reading():
            found = self._store.compared(wanted, sites)
            rows = self._rows_of({charger.station: charger.doc for charger in found.page}, self._now())
        return FleetSpan(
            window=DateSpan(from_=wanted.first, to=wanted.end),
            chargers=found.chargers,
            totals=span_figures(found.totals),
            # one that was just moved may not be theirs any more
            rows=[
                _row(rows[charger.station], charger)
                for charger in found.page
                if sites is None or rows[charger.station].site in sites
            ],
            wanted=wanted,
        )

    def cohorts(
        self, sites: Collection[str] | None, first: date, end: date, by: CohortBy, station: str = ""
    ) -> FleetCohorts:
        """Chargers over some dates by what they were then, or where they stand; one beside its cohorts."""
        with self._store.reading():
            found = self._store.cohorts(first, end, by, sites)
            own = self._store.cohorts(first, end, by, sites, station) if station else []
            # of several tags each has the charger
            whole = self._store.cohorts(first, end, CohortBy.SITE, sites) if by == CohortBy.TAG else found
        cohorts = {(one.group, one.kind): one for one in found}
        return FleetCohorts(
            window=DateSpan(from_=first, to=end),
            by=by,
            cohorts=[cohort_figures(by, one) for one in found if one.chargers],
            whole=span_figures(summed([one.totals for one in whole])),
            worse=worse([(one.kind, one.totals) for one in found]) if by == CohortBy.FIRMWARE else [],
            charger=station,
            beside=[beside(by, one, cohorts[one.group, one.kind]) for one in own if one.chargers],
        )


def _row(line: FleetRow, charger: ComparedCharger) -> ChargerSpan:
    return ChargerSpan(
        id=line.id,
        name=line.name,
        site=line.site,
        timezone=line.timezone,
        sockets=line.sockets,
        is_online=line.is_online,
        is_history=line.is_history,
        last_contact=line.last_contact,
        active_errors=line.active_errors,
        last_error=charger.last_error_at,
        figures=span_figures(charger.totals),
    )
