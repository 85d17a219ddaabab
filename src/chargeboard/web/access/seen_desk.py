"""
What of the desk is there for whoever asks?

Every question of a page, the API, a file or a stream goes through here. A charger of a site that the reader
may not see is one that nobody knows: it is in no list, count, total, search or suggestion.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date
from difflib import get_close_matches
from functools import wraps
from typing import ParamSpec, TypeVar, cast

from litestar.handlers.base import BaseRouteHandler
from msgspec.structs import replace

from chargeboard.domain.figures.board import Board
from chargeboard.domain.figures.evidence import QualityList
from chargeboard.domain.figures.fleet import FleetPage, FleetWanted, Leave, WaitingCharger
from chargeboard.domain.figures.official import NetworkFigures
from chargeboard.domain.figures.official_differing import NetworkDifferences
from chargeboard.domain.figures.official_saturation import SaturationFigures
from chargeboard.domain.figures.official_visits import SiteVisits
from chargeboard.domain.people import Role
from chargeboard.history.names import UnknownChargerError
from chargeboard.official.exports.uk import UkPoint
from chargeboard.run.alerting.back_test import Past
from chargeboard.run.answering.evidence import EvidenceReader
from chargeboard.run.answering.list_filters import ListFilter, ListScope
from chargeboard.run.answering.official.differing_chargers import DifferencesWanted
from chargeboard.run.desk import ChargerView
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
        self._evidence = _SeenEvidence(self)

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
        raise UnknownChargerError(station, get_close_matches(station, self.near(station), n=5, cutoff=0.4))

    def sees(self, station: str) -> bool:
        """Whether the reader may look at a charger."""
        one = reader()
        return one.sees_all or one.sees(self._desk.site_of(station))

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
        own = reader().sites
        wanted = own if sites is None else sites if own is None else own & set(sites)
        return self._desk.stations_of(wanted)

    def charger_count(self, sites: frozenset[str] | None = None) -> int:
        own = reader().sites
        return self._desk.charger_count(own if sites is None or own is None else own & sites)

    def official(self, sites: Collection[str] | None, last: date | None, site: str = "") -> NetworkFigures:
        own = reader().sites
        wanted = own if sites is None else sites if own is None else own & set(sites)
        return self._desk.official(wanted, last, site)

    def saturation(self, sites: Collection[str], month: date | None, site: str) -> SaturationFigures:
        seen = {one for one in sites if reader().sees(one)}
        return self._desk.saturation(seen, month, site)

    def visits(self, sites: Collection[str], month: date | None, site: str) -> SiteVisits:
        seen = {one for one in sites if reader().sees(one)}
        return self._desk.visits(seen, month, site)

    def differing(self, sites: Collection[str] | None, wanted: DifferencesWanted) -> NetworkDifferences:
        own = reader().sites
        seen = own if sites is None else sites if own is None else own & set(sites)
        return self._desk.differing(seen, wanted)

    def official_year(self, sites: Collection[str] | None, year: int) -> list[UkPoint]:
        own = reader().sites
        wanted = own if sites is None else sites if own is None else own & set(sites)
        return self._desk.official_year(wanted, year)

    def fleet(
        self, wanted: FleetWanted, at: Instant | None = None, sites: frozenset[str] | None = None
    ) -> FleetPage:
        own = reader().sites
        return self._desk.fleet(wanted, at, own if sites is None or own is None else own & sites)

    def whole_fleet(self, wanted: FleetWanted, sites: frozenset[str] | None = None) -> FleetPage:
        own = reader().sites
        return self._desk.whole_fleet(wanted, own if sites is None or own is None else own & sites)

    def past(self, sites: Collection[str] | None = None) -> Past:
        own = reader().sites
        return self._desk.past(own if sites is None else sites if own is None else own & set(sites))

    @property
    def evidence(self) -> EvidenceReader:
        """What lies behind the figures."""
        return cast("EvidenceReader", self._evidence)

    def waiting(self) -> list[WaitingCharger]:
        """Those that who asks may let in."""
        if not reader().role.covers(Role.OPERATOR):
            return []
        return [one for one in self._desk.waiting() if self.sees(one.station)]

    def dropped_waiting(self) -> int:
        is_told = reader().sees_all and reader().role.covers(Role.OPERATOR)
        return self._desk.dropped_waiting() if is_told else 0

    def dismiss(self, *stations: str) -> int:
        for station in stations:
            self.check(station)
        return self._desk.dismiss(*stations)

    def approve(self, *stations: str) -> None:
        for station in stations:
            self.check(station)
        self._desk.approve(*stations)

    def withdraw(self, station: str) -> None:
        self.check(station)
        self._desk.withdraw(station)

    def leave(self, station: str) -> Leave | None:
        self.check(station)
        return self._desk.leave(station)

    def changes(self) -> object:
        """Tells that something happened, which no page shows."""
        return self._desk.changes()

    def await_understood(self, station: str) -> None:
        self._desk.await_understood(station)

    def watched(self, stations: Iterable[str]) -> None:
        self._desk.watched(stations)


class _SeenEvidence:
    """Whatever is asked of the evidence is asked of one charger, whose id comes first."""

    def __init__(self, seen: SeenDesk) -> None:
        self._seen = seen

    def __getattr__(self, name: str) -> object:
        ask = cast("Callable[..., object]", getattr(self._seen._desk.evidence, name))  # noqa: SLF001 - its own

        @wraps(ask)
        def asked(station: str, *arguments: object, **named: object) -> object:
            self._seen.check(station)
            return ask(station, *arguments, **named)

        return asked

    def quality(self, station: str, scope: ListScope, chosen: ListFilter) -> QualityList:
        """A line that could not be read may be of any charger: only who sees all of them is shown some."""
        self._seen.check(station)
        found = self._seen._desk.evidence.quality(station, scope, chosen)  # noqa: SLF001 - its own
        return found if reader().sees_all else replace(found, rejected=[])
