"""A desk that has its boards ready."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta

import msgspec
import sample_boards as sample
from msgspec.structs import replace

from chargeboard.domain.feeds import Feed
from chargeboard.domain.figures.board import Board
from chargeboard.domain.figures.fleet import (
    FleetInNumbers,
    FleetPage,
    FleetWanted,
    Leave,
    SiteCounts,
    WaitingCharger,
)
from chargeboard.domain.figures.measures import InstantSpan
from chargeboard.domain.records import Credential
from chargeboard.history.names import UnknownChargerError
from chargeboard.run.desk import ChargerView
from chargeboard.time.instants import datetime_of
from strip_of import strip_of

TOKEN = "correct horse battery staple"


class ReadyAdmission:
    """Who may connect, by word of whoever asks."""

    def __init__(self) -> None:
        self.credentials: list[Credential] = []

    def waiting(self) -> list[WaitingCharger]:
        return [
            WaitingCharger(one.station, one.asked_at, "Europe/Berlin")
            for one in self.credentials
            if not one.approved
        ]

    def dropped_waiting(self) -> int:
        return 0

    def dismiss(self, *stations: str) -> int:
        before = len(self.credentials)
        self.credentials = [one for one in self.credentials if one.station not in stations]
        return before - len(self.credentials)

    def approve(self, *stations: str) -> None:
        self.credentials = [
            replace(one, approved=True) if one.station in stations else one for one in self.credentials
        ]

    def leave(self, station: str) -> Leave | None:
        return next(
            (
                Leave(one.approved, has_password=False, withdrawn_at=None)
                for one in self.credentials
                if one.station == station
            ),
            None,
        )

    def withdraw(self, station: str) -> None:
        self.credentials = [
            replace(one, approved=False) if one.station == station else one for one in self.credentials
        ]


class ReadyDesk:
    """Boards by id; what was asked for is remembered."""

    def __init__(self, boards: list[Board]) -> None:
        self.boards = {board.charger.id: board for board in boards}
        self.admission = ReadyAdmission()
        self.asked: list[dict[str, object]] = []

    def board(self, station: str, **asked: object) -> Board:
        self.asked.append({"station": station, **asked})
        if station == "BROKEN":
            raise RuntimeError("a secret of the server")
        if station not in self.boards:
            raise UnknownChargerError(
                station, [known for known in self.boards if known[:3].lower() == station[:3].lower()]
            )
        return self.boards[station]

    def seen(self, station: str, span_of, **asked: object) -> ChargerView:
        board = self.board(station, **asked)
        moment = board.at if asked.get("at") is None else asked["at"]
        span = span_of(board.charger.timezone, moment)
        self.asked[-1]["timeline"] = span
        shown = msgspec.structs.replace(board, timeline=InstantSpan(from_=span.start, to=span.end))
        return ChargerView(board, strip_of(shown), 1, 2**62)

    def months(self, station: str, at: int) -> list[date]:
        first = datetime_of(at).date().replace(day=1)
        return [first, (first - timedelta(days=1)).replace(day=1)]

    def await_understood(self, station: str) -> None:
        pass

    def watched(self, stations: Iterable[str]) -> None:
        pass

    def changes(self) -> object:
        return 1

    def revision(self, station: str) -> int:
        return 1

    def revisions(self) -> int:
        return 1

    def revisions_of(self, stations: Collection[str]) -> dict[str, int]:
        return dict.fromkeys(stations, 1)

    def board_json(self, station: str, **asked: object) -> bytes:
        return msgspec.json.encode(self.board(station, **asked))

    def feeds_of(self, station: str) -> list[Feed]:
        return []

    def site_of(self, station: str) -> str:
        return self.boards[station].charger.site if station in self.boards else ""

    def near(self, _station: str) -> list[str]:
        return [*self.boards]

    def by_site(self, sites: Iterable[str] | None = None) -> list[SiteCounts]:
        return [SiteCounts(site) for site in {*map(self.site_of, self.stations_of(sites))} if site]

    def charger_count(self, sites: frozenset[str] | None = None) -> int:
        return len(self.stations_of(sites))

    def stations_of(self, sites: Iterable[str] | None) -> list[str]:
        return [station for station in self.boards if sites is None or self.site_of(station) in sites]

    def fleet(
        self, wanted: FleetWanted, at: int | None = None, sites: Iterable[str] | None = None
    ) -> FleetPage:
        return sample.fleet_page([self.boards[station] for station in self.stations_of(sites)], wanted)

    def fleet_in_numbers(self, wanted: FleetWanted, sites: Iterable[str] | None = None) -> FleetInNumbers:
        return sample.in_numbers(self.whole_fleet(wanted, sites))

    def await_lines(self):
        pass

    def whole_fleet(self, wanted: FleetWanted, sites: Iterable[str] | None = None) -> FleetPage:
        return self.fleet(replace(wanted, offset=0, limit=len(self.boards)), sites=sites)
