"""What does the page ask of the running part?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import Protocol

from chargeboard.domain.feeds import Feed
from chargeboard.domain.figures.board import Board
from chargeboard.domain.figures.fleet import (
    FleetInNumbers,
    FleetPage,
    FleetWanted,
    SiteCounts,
)
from chargeboard.domain.figures.happenings import Happenings, HappeningsWanted
from chargeboard.run.alerting.back_test import Past
from chargeboard.run.answering.comparing.fleet_reader import FleetComparisonReader
from chargeboard.run.answering.comparing.reader import ComparisonReader
from chargeboard.run.answering.evidence import EvidenceReader
from chargeboard.run.answering.fleet_protocol import FleetProtocolReader
from chargeboard.run.answering.load import LoadReader
from chargeboard.run.answering.official.charger_reader import OfficialReader
from chargeboard.run.answering.official.network_reader import NetworkReader
from chargeboard.run.answering.reporting.reader import ReportReader
from chargeboard.run.answering.site import SiteTimeline, SiteView
from chargeboard.run.desk import ChargerView
from chargeboard.run.receiving.admission import Admission
from chargeboard.time.instants import Instant
from chargeboard.time.spans import Span


class Desk(Protocol):
    """Boards on demand. `at` None is now; a charger that nobody knows raises UnknownChargerError."""

    def board(
        self,
        station: str,
        *,
        at: Instant | None = None,
        window: tuple[date, date] | None = None,
        timeline: Span | None = None,
    ) -> Board: ...

    def seen(
        self,
        station: str,
        span_of: Callable[[str, Instant], Span],
        *,
        at: Instant | None = None,
        window: tuple[date, date] | None = None,
        newest: int = 1,
    ) -> ChargerView: ...

    def past(self, sites: Collection[str] | None = None) -> Past: ...

    def site_of(self, station: str) -> str: ...

    def near(self, station: str) -> list[str]: ...

    def stations_of(self, sites: Collection[str] | None) -> list[str]: ...

    def charger_count(self, sites: frozenset[str] | None = None) -> int: ...

    def await_understood(self, station: str) -> None: ...

    def watched(self, stations: Iterable[str]) -> None: ...

    def months(self, station: str, at: Instant) -> list[date]: ...

    def changes(self) -> object: ...

    def revision(self, station: str) -> int: ...

    def revisions(self) -> int: ...

    def revisions_of(self, stations: Collection[str]) -> dict[str, int]: ...

    def board_json(
        self,
        station: str,
        *,
        at: Instant | None = None,
        window: tuple[date, date] | None = None,
        timeline: Span | None = None,
    ) -> bytes: ...

    def fleet(
        self, wanted: FleetWanted, at: Instant | None = None, sites: frozenset[str] | None = None
    ) -> FleetPage: ...

    def await_lines(self) -> None: ...

    def whole_fleet(self, wanted: FleetWanted, sites: frozenset[str] | None = None) -> FleetPage: ...

    def fleet_in_numbers(
        self, wanted: FleetWanted, sites: frozenset[str] | None = None
    ) -> FleetInNumbers: ...

    def site(self, site: str) -> SiteView: ...

    def by_site(self, sites: Collection[str] | None = None) -> list[SiteCounts]: ...

    def site_timeline(self, site: str, offset: int, limit: int) -> SiteTimeline: ...

    def happenings(self, wanted: HappeningsWanted, sites: frozenset[str] | None = None) -> Happenings: ...

    @property
    def evidence(self) -> EvidenceReader:
        """What lies behind the figures."""

    @property
    def comparisons(self) -> ComparisonReader:
        """One thing beside another."""

    @property
    def fleet_comparisons(self) -> FleetComparisonReader:
        """Many chargers side by side."""

    @property
    def fleet_protocol(self) -> FleetProtocolReader:
        """What goes wrong between many chargers and their management systems."""

    @property
    def reports(self) -> ReportReader:
        """What weeks and months came to."""

    @property
    def loads(self) -> LoadReader:
        """Quarters of hours of sites and of chargers."""

    @property
    def official(self) -> OfficialReader:
        """What a regulator would make of a charger."""

    @property
    def network(self) -> NetworkReader:
        """What a regulator would make of many."""

    @property
    def admission(self) -> Admission:
        """Who may connect."""

    def feeds_of(self, station: str) -> list[Feed]: ...
