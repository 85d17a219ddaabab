"""
What of the desk is there for whoever asks?

Every question of a page, the API, a file or a stream goes through here. A charger of a site that the reader
may not see is one that nobody knows: it is in no list, count, total, search or suggestion.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date
from functools import wraps
from typing import ParamSpec, TypeVar, cast

from litestar.handlers.base import BaseRouteHandler
from msgspec.structs import replace

from chargeboard.domain.feeds import Feed
from chargeboard.domain.figures.board import Board
from chargeboard.domain.figures.evidence import QualityList
from chargeboard.domain.figures.fleet import (
    FleetInNumbers,
    FleetPage,
    FleetWanted,
    SiteCounts,
    WaitingCharger,
)
from chargeboard.domain.figures.happenings import Happenings, HappeningsWanted
from chargeboard.domain.figures.load import Load
from chargeboard.domain.figures.report import Report
from chargeboard.domain.figures.site import SiteDays
from chargeboard.domain.paging import ALL
from chargeboard.domain.people import Role
from chargeboard.domain.periods import Period
from chargeboard.history.names import UnknownChargerError
from chargeboard.run.alerting.back_test import Past
from chargeboard.run.answering.comparing.fleet_reader import FleetComparisonReader
from chargeboard.run.answering.comparing.reader import ComparisonReader
from chargeboard.run.answering.evidence import EvidenceReader
from chargeboard.run.answering.fleet_protocol import FleetProtocolReader
from chargeboard.run.answering.list_filters import ListFilter, ListScope
from chargeboard.run.answering.load import LoadReader
from chargeboard.run.answering.official.charger_reader import OfficialReader
from chargeboard.run.answering.official.network_reader import NetworkReader
from chargeboard.run.answering.reporting.reader import ReportReader
from chargeboard.run.answering.site import SiteTimeline, SiteView, UnknownSiteError
from chargeboard.run.desk import ChargerView
from chargeboard.run.receiving.admission import Admission
from chargeboard.time.instants import Instant
from chargeboard.time.spans import Span
from chargeboard.web.access.reading import reader
from chargeboard.web.desk import Desk
from chargeboard.web.requests import Connection
from chargeboard.web.urls.paths import station_of

P = ParamSpec("P")
T = TypeVar("T")


class SeenDesk:
    """The desk as a reader sees it; what is not named here, no route can ask."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.evidence = cast("EvidenceReader", _SeenEvidence(self, lambda: desk.evidence))
        self.admission = cast("Admission", _SeenAdmission(self, lambda: desk.admission))
        self.comparisons = cast("ComparisonReader", _SeenCharger(self, lambda: desk.comparisons))
        self.reports = cast("ReportReader", _SeenReports(self, lambda: desk.reports))
        self.official = cast("OfficialReader", _SeenCharger(self, lambda: desk.official))
        self.loads = cast("LoadReader", _SeenLoads(self, lambda: desk.loads))
        self.network = cast("NetworkReader", _SeenNetwork(lambda: desk.network))
        self.fleet_comparisons = cast("FleetComparisonReader", _SeenNetwork(lambda: desk.fleet_comparisons))
        self.fleet_protocol = cast("FleetProtocolReader", _SeenNetwork(lambda: desk.fleet_protocol))

    async def guard(self, connection: Connection, _: BaseRouteHandler) -> None:
        """
        No route about a charger is for who may not see it, whatever it would have answered.

        Raises: UnknownChargerError.
        """
        if "station" in connection.path_params and not reader().sees_all:
            self.check(station_of(str(connection.path_params["station"])))

    def check(self, station: str) -> None:
        """
        What is not to be seen is as if it were not there.

        Raises: UnknownChargerError.
        """
        if self.sees(station):
            return
        raise UnknownChargerError(station, self.near(station))

    def sees(self, station: str) -> bool:
        """Whether the reader may look at a charger."""
        one = reader()
        return one.sees_all or one.sees_charger(station, self._desk.site_of(station))

    def sight(self) -> Callable[[str], bool] | None:
        """Which chargers the reader may look at; None: all."""
        return None if reader().sees_all else self.sees

    def board(
        self,
        station: str,
        *,
        at: Instant | None = None,
        window: tuple[date, date] | None = None,
        timeline: Span | None = None,
    ) -> Board:
        self.check(station)
        return self._desk.board(station, at=at, window=window, timeline=timeline)

    def board_json(
        self,
        station: str,
        *,
        at: Instant | None = None,
        window: tuple[date, date] | None = None,
        timeline: Span | None = None,
    ) -> bytes:
        self.check(station)
        return self._desk.board_json(station, at=at, window=window, timeline=timeline)

    def seen(
        self,
        station: str,
        span_of: Callable[[str, Instant], Span],
        *,
        at: Instant | None = None,
        window: tuple[date, date] | None = None,
        newest: int = 1,
    ) -> ChargerView:
        self.check(station)
        return self._desk.seen(station, span_of, at=at, window=window, newest=newest)

    def months(self, station: str, at: Instant) -> list[date]:
        self.check(station)
        return self._desk.months(station, at)

    def revision(self, station: str) -> int:
        self.check(station)
        return self._desk.revision(station)

    def revisions_of(self, stations: Collection[str]) -> dict[str, int]:
        """Tells that something happened to whom, which no page shows."""
        return self._desk.revisions_of(stations)

    def revisions(self) -> int:
        """Tells that something happened, which no page shows."""
        return self._desk.revisions()

    def site_of(self, station: str) -> str:
        self.check(station)
        return self._desk.site_of(station)

    def near(self, station: str) -> list[str]:
        return [one for one in self._desk.near(station) if self.sees(one)]

    def stations_of(self, sites: Collection[str] | None) -> list[str]:
        return self._desk.stations_of(_own(sites))

    def charger_count(self, sites: frozenset[str] | None = None) -> int:
        return self._desk.charger_count(_own(sites))

    def fleet(
        self, wanted: FleetWanted, at: Instant | None = None, sites: frozenset[str] | None = None
    ) -> FleetPage:
        return self._desk.fleet(wanted, at, _own(sites))

    def await_lines(self) -> None:
        self._desk.await_lines()

    def whole_fleet(self, wanted: FleetWanted, sites: frozenset[str] | None = None) -> FleetPage:
        return self._desk.whole_fleet(wanted, _own(sites))

    def fleet_in_numbers(self, wanted: FleetWanted, sites: frozenset[str] | None = None) -> FleetInNumbers:
        return self._desk.fleet_in_numbers(wanted, _own(sites))

    def site(self, site: str) -> SiteView:
        """
        A site that is not to be seen is as if no charger were there.

        Raises: UnknownSiteError.
        """
        if not reader().sees(site):
            raise UnknownSiteError(site)
        return self._desk.site(site)

    def by_site(self, sites: Collection[str] | None = None) -> list[SiteCounts]:
        return self._desk.by_site(_own(sites))

    def site_timeline(self, site: str, offset: int, limit: int) -> SiteTimeline:
        """As `site`. Raises: UnknownSiteError."""
        if not reader().sees(site):
            raise UnknownSiteError(site)
        return self._desk.site_timeline(site, offset, limit)

    def happenings(self, wanted: HappeningsWanted, sites: frozenset[str] | None = None) -> Happenings:
        return self._desk.happenings(wanted, _own(sites))

    def past(self, sites: Collection[str] | None = None) -> Past:
        return self._desk.past(_own(sites))

    def feeds_of(self, station: str) -> list[Feed]:
        self.check(station)
        return self._desk.feeds_of(station)

    def changes(self) -> object:
        """Tells that something happened, which no page shows."""
        return self._desk.changes()

    def await_understood(self, station: str) -> None:
        self._desk.await_understood(station)

    def watched(self, stations: Iterable[str]) -> None:
        self._desk.watched(stations)


def _own(sites: Collection[str] | None) -> frozenset[str] | None:
    """Those of them that the reader may see; None: all."""
    own = reader().sites
    if sites is None:
        return own
    return frozenset(sites) if own is None else own & set(sites)


class _SeenCharger:
    """Whatever is asked of a part of the desk is asked of one charger, whose id comes first."""

    def __init__(self, seen: SeenDesk, part: Callable[[], object]) -> None:
        """Each clerk has a desk of its own: its `part` is looked up at each question."""
        self._seen, self._part = seen, part

    def __getattr__(self, name: str) -> object:
        ask = cast("Callable[..., object]", getattr(self._part(), name))

        @wraps(ask)
        def asked(station: str, *arguments: object, **named: object) -> object:
            self._seen.check(station)
            return ask(station, *arguments, **named)

        return asked


class _SeenEvidence(_SeenCharger):
    """What lies behind the figures."""

    def __init__(self, seen: SeenDesk, evidence: Callable[[], EvidenceReader]) -> None:
        super().__init__(seen, evidence)
        self._evidence = evidence

    def quality(self, station: str, scope: ListScope, chosen: ListFilter) -> QualityList:
        """A line that could not be read may be of any charger: only who sees all of them is shown some."""
        self._seen.check(station)
        found = self._evidence().quality(station, scope, chosen)
        return found if reader().sees_all else replace(found, rejected=[])


class _SeenReports(_SeenCharger):
    """What weeks and months came to."""

    def __init__(self, seen: SeenDesk, reports: Callable[[], ReportReader]) -> None:
        super().__init__(seen, reports)
        self._reports = reports

    def site(self, site: str, period: Period, most: int = ALL) -> Report:
        """A site that is not to be seen is as if no charger were there. Raises: UnknownSiteError."""
        if not reader().sees(site):
            raise UnknownSiteError(site)
        return self._reports().site(site, period, most)

    def all(self, sites: Collection[str] | None, period: Period, most: int = ALL) -> Report:
        return self._reports().all(_own(sites), period, most)


class _SeenLoads(_SeenCharger):
    """What was drawn."""

    def __init__(self, seen: SeenDesk, loads: Callable[[], LoadReader]) -> None:
        super().__init__(seen, loads)
        self._loads = loads

    def of_site(self, site: str, dates: tuple[date, date] | None = None) -> Load:
        """A site that is not to be seen is as if no charger were there. Raises: UnknownSiteError."""
        if not reader().sees(site):
            raise UnknownSiteError(site)
        return self._loads().of_site(site, dates)

    def days_of_site(self, site: str, dates: tuple[date, date] | None = None) -> SiteDays:
        """As `of_site`."""
        if not reader().sees(site):
            raise UnknownSiteError(site)
        return self._loads().days_of_site(site, dates)


class _SeenAdmission(_SeenCharger):
    """Who may connect."""

    def __init__(self, seen: SeenDesk, admission: Callable[[], Admission]) -> None:
        super().__init__(seen, admission)
        self._admission = admission

    def waiting(self) -> list[WaitingCharger]:
        """Those that who asks may let in."""
        if not reader().role.covers(Role.OPERATOR):
            return []
        return [one for one in self._admission().waiting() if self._seen.sees(one.station)]

    def dropped_waiting(self) -> int:
        is_told = reader().sees_all and reader().role.covers(Role.OPERATOR)
        return self._admission().dropped_waiting() if is_told else 0

    def dismiss(self, *stations: str) -> int:
        self._check(stations)
        return self._admission().dismiss(*stations)

    def approve(self, *stations: str) -> None:
        self._check(stations)
        self._admission().approve(*stations)

    def _check(self, stations: Iterable[str]) -> None:
        for station in stations:
            self._seen.check(station)


class _SeenNetwork:
    """Whatever is asked of many chargers is asked of sites, which come first."""

    def __init__(self, network: Callable[[], object]) -> None:
        self._network = network

    def __getattr__(self, name: str) -> object:
        ask = cast("Callable[..., object]", getattr(self._network(), name))

        @wraps(ask)
        def asked(sites: Collection[str] | None = None, *arguments: object, **named: object) -> object:
            return ask(_own(sites), *arguments, **named)

        return asked
