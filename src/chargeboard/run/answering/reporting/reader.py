"""What may be asked of a store about weeks and months?"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date

from chargeboard.domain.figures.fleet import FleetWanted
from chargeboard.domain.figures.report import Report, ReportOf
from chargeboard.domain.paging import ALL
from chargeboard.domain.periods import Period
from chargeboard.history.opening import Histories
from chargeboard.run.answering.reporting.charger_report import charger_report
from chargeboard.run.answering.reporting.many_report import Together, many_report
from chargeboard.run.answering.site import UnknownSiteError
from chargeboard.time.days import day_of
from chargeboard.time.instants import Instant


class NoDayYetError(LookupError):
    """No day of the period is over."""

    def __init__(self, period: Period) -> None:
        super().__init__(period.name)
        self.period = period


class ReportReader:
    """Reports of a store's chargers. Where no day of a period is over, NoDayYetError is raised."""

    def __init__(self, histories: Histories, now: Callable[[], Instant]) -> None:
        self._histories, self._store, self._now = histories, histories.store, now

    def charger(self, station: str, period: Period) -> Report:
        """One charger. Raises: UnknownChargerError."""
        with self._store.reading():
            history = self._histories.of(station, self._now())
            return charger_report(history, period, _end(period, day_of(history.at, history.zone)))

    def site(self, site: str, period: Period, most: int = ALL) -> Report:
        """The chargers of a site together, and so many of them by themselves. Raises: UnknownSiteError."""
        with self._store.reading():
            report = self._many(ReportOf.SITE, {site}, period, most, site)
        if not report.chargers:
            raise UnknownSiteError(site)
        return report

    def all(self, sites: Collection[str] | None, period: Period, most: int = ALL) -> Report:
        """All chargers of these sites; None: of all."""
        with self._store.reading():
            return self._many(ReportOf.ALL, sites, period, most)

    def _many(
        self, of: ReportOf, sites: Collection[str] | None, period: Period, most: int, name: str = ""
    ) -> Report:
        zone = self._store.fleet_counts(FleetWanted(), (), sites).timezone or "UTC"
        at = self._now()
        whom = Together(of, name, sites, zone)
        return many_report(self._store, whom, period, _end(period, day_of(at, zone)), at, most)


def _end(period: Period, today: date) -> date:
    """The day after the last one of the period that is over."""
    end = min(period.end, today)
    if end <= period.first:
        raise NoDayYetError(period)
    return end
