"""
Who answers questions about chargers?

The desk puts boards together of what is kept. The web and the shell ask it and nothing below it; what is kept
is the work of another: the projector has frames understood.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from time import monotonic, sleep

import msgspec

from chargeboard.documents import board_encoded
from chargeboard.domain.feeds import Feed
from chargeboard.domain.figures.board import Board
from chargeboard.domain.figures.evidence import RejectedLine
from chargeboard.domain.figures.fleet import (
    FleetInNumbers,
    FleetPage,
    FleetWanted,
    SiteCounts,
)
from chargeboard.domain.figures.happenings import Happenings, HappeningsWanted
from chargeboard.domain.figures.strip import Strip
from chargeboard.domain.paging import whole
from chargeboard.domain.policy import Profile
from chargeboard.domain.price import NO_PRICE, Price
from chargeboard.history.charger import ChargerHistory
from chargeboard.history.months import months_known
from chargeboard.history.names import new_name
from chargeboard.history.opening import Histories
from chargeboard.metrics.sessions.rows import by_start
from chargeboard.metrics.transitions import Told
from chargeboard.ports.store import Store
from chargeboard.run.alerting.back_test import Past
from chargeboard.run.answering.board import MadeBoard, make_board
from chargeboard.run.answering.changed import Changed, changed
from chargeboard.run.answering.comparing.before import tell_before
from chargeboard.run.answering.comparing.fleet_reader import FleetComparisonReader
from chargeboard.run.answering.comparing.reader import ComparisonReader
from chargeboard.run.answering.evidence import EvidenceReader
from chargeboard.run.answering.fleet import Fleet
from chargeboard.run.answering.fleet_protocol import FleetProtocolReader
from chargeboard.run.answering.happenings import happenings
from chargeboard.run.answering.load import LoadReader
from chargeboard.run.answering.official.charger_reader import OfficialReader
from chargeboard.run.answering.official.network_reader import NetworkReader
from chargeboard.run.answering.reporting.reader import ReportReader
from chargeboard.run.answering.site import SiteTimeline, SiteView, site_view
from chargeboard.run.answering.timeline import Timelines
from chargeboard.run.receiving.admission import Admission
from chargeboard.run.understanding.news import LIST
from chargeboard.time.instants import HOUR, SECOND, Instant
from chargeboard.time.spans import Span

_UNDERSTOOD_WITHIN_S = 0.25
_LISTED = 15 * SECOND
"""Lines that told all so long ago are those of a list that somebody looks at: they are made as news come."""
_LISTED_WITHIN_S = 3.0
_LOOK_EVERY_S = 0.004


class ChargerView(msgspec.Struct, frozen=True):
    """A charger at one moment."""

    board: Board
    strip: Strip
    """The timeline, over a span of its own."""
    revision: int
    """Of the charger, when it was looked at."""
    true_until: Instant


class Desk:
    """Everything that may be asked of one store."""

    def __init__(
        self,
        store: Store,
        profile_of: Callable[[str], Profile],
        now: Callable[[], Instant],
        rejected: Callable[[], Iterable[RejectedLine]] = tuple,
        declared: Collection[str] = (),
        *,
        look: Callable[[Iterable[str]], None] | None = None,
        price_of: Callable[[str], Price] = lambda _: NO_PRICE,
        most_bytes: int = 96 << 20,
    ) -> None:
        """
        `declared` are chargers that the operator named; they are listed before they are heard. `look` tells
        who understands that somebody looks at chargers; None: nothing waits for that. `price_of` tells what a
        kWh brings at a site. `most_bytes` of what was found is remembered for the next question.
        """
        self._look = look
        self.store = store
        self.profile_of = profile_of
        self.now = now
        self.histories = Histories(store, profile_of, declared, most_bytes=most_bytes * 2 // 3)
        self._timelines = Timelines(most_bytes // 3)
        self._fleet = Fleet(self.histories, is_made_elsewhere=look is not None)
        self.admission = Admission(store, profile_of, now)
        self.evidence = EvidenceReader(self.histories, now, rejected)
        self.comparisons = ComparisonReader(self.histories, now)
        self.fleet_comparisons = FleetComparisonReader(store, now, self._fleet.rows_of)
        self.fleet_protocol = FleetProtocolReader(store, now)
        self.reports = ReportReader(self.histories, now)
        self.official = OfficialReader(self.histories, now)
        self.loads = LoadReader(self.histories, self._fleet.parts, now, price_of)
        self.network = NetworkReader(self.histories, profile_of, self.stations_of, now)

    @property
    def remembered_bytes(self) -> int:
        """About how much of what was found is remembered."""
        return self.histories.bytes + self._timelines.bytes

    def stations(self) -> list[str]:
        """The chargers of the list: declared, or something is known of them; and not hidden."""
        with self.store.reading():
            return self.store.fleet_stations() + self.store.fleet_unheard(self.histories.declared)

    def watched(self, stations: Iterable[str]) -> None:
        """Somebody looks at these chargers: what they say is not to wait for being understood."""
        if self._look is not None:
            self._look(stations)

    def await_understood(self, station: str) -> None:
        """Return once what was kept of a charger by now is understood, or that takes too long."""
        if self._look is None:
            return
        station = new_name(self.store, station)
        if self.store.is_behind(station):
            self._look([station])
            until = monotonic() + _UNDERSTOOD_WITHIN_S
            while self.store.is_behind(station) and monotonic() < until:
                sleep(_LOOK_EVERY_S)

    def await_lines(self) -> None:
        """Return once the lines of the list tell what was understood by now, or that takes too long."""
        if self._look is None:
            return
        since = self.now() - _LISTED
        if self.store.fleet_told_at() < since:
            self._look([LIST])
            until = monotonic() + _LISTED_WITHIN_S
            while self.store.fleet_told_at() < since and monotonic() < until:
                sleep(_LOOK_EVERY_S)

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
        made = self._made(station, at, window, timeline)
        made.board.sessions = by_start(made.newest() + made.board.sessions)
        return made.board

    def seen(
        self,
        station: str,
        span_of: Callable[[str, Instant], Span],
        *,
        at: Instant | None = None,
        window: tuple[date, date] | None = None,
        newest: int = 1,
    ) -> ChargerView:
        """
        The document with a strip of any length for the timeline, and until when both stay true.

        `span_of` makes the strip's span of the charger's zone and the instant of the question. Of stored
        sessions so many of the `newest` are listed.
        Raises: UnknownChargerError, and what `span_of` does.
        """
        with self._newest(station, at) as history:
            span = span_of(history.zone, history.at)
            made = make_board(history, window, Span(history.at, history.at))
            tell_before(made)
            timeline = self._timelines.timeline(history, span)
        made.board.sessions = by_start(made.newest(newest) + made.board.sessions)
        return ChargerView(made.board, timeline, history.known.revision, made.true_until)

    @contextmanager
    def _newest(self, station: str, at: Instant | None) -> Iterator[ChargerHistory]:
        """All that is known of a charger, as of one moment; what is not understood yet is, for this look."""
        if at is None and self._look is not None:
            with self.store.reading():
                history = self.histories.newest(station, self.now())
                if history is not None:
                    yield history
                    return
        self.await_understood(station)
        with self.store.reading():
            yield self.histories.of(station, self._moment(at))

    def months(self, station: str, at: Instant) -> list[date]:
        """The first days of the months in which something is known of a charger by then, the latest first."""
        with self.store.reading():
            station = new_name(self.store, station)
            return months_known(self.store, station, self.profile_of(station).policy.timezone, at)

    def changed(self, station: str, since: Instant, before: Told) -> Changed:
        """What is told otherwise than at an earlier instant, and what time alone may change next."""
        with self.store.reading():
            return changed(self.histories.of(station, self.now()), since, before)

    def past(self, sites: Collection[str] | None = None) -> Past:
        """The past of all listed chargers, or those of some sites, to try a rule of alerts on."""
        return Past(self.histories, self.profile_of, self.stations_of(sites))

    def changes(self) -> object:
        """Differs after anybody wrote to the store; nearly free."""
        return self.store.data_version()

    def revision(self, station: str) -> int:
        """Grows when more is known of the charger."""
        return self.store.revision(new_name(self.store, station))

    def revisions(self) -> int:
        """Grows when more is known of any charger."""
        return self.store.revisions()

    def revisions_of(self, stations: Collection[str]) -> dict[str, int]:
        """Those of many chargers, asked for at once; under no name at all that of all of them."""
        with self.store.reading():
            heads = self.store.heads()
            known = self.store.revisions_of({heads.get(station, station) for station in stations})
            of_all = self.store.revisions()
        return {
            station: known.get(heads.get(station, station), 0) if station else of_all for station in stations
        }

    def board_json(
        self,
        station: str,
        *,
        at: Instant | None = None,
        window: tuple[date, date] | None = None,
        timeline: Span | None = None,
    ) -> bytes:
        """Its document as JSON; that of stored sessions is made once."""
        made = self._made(station, at, window, timeline)
        return board_encoded(made.board, made.stored_rows)

    def site_of(self, station: str) -> str:
        """The site of a charger, under the name that it goes by now; empty where none was said."""
        return self.profile_of(new_name(self.store, station)).site

    def near(self, station: str) -> list[str]:
        """A bounded number of chargers of the list whose ids may be like one that is nobody's."""
        near = {one: self.store.charger(one) for one in self.store.stations_near(station)}
        return [one for one, said in near.items() if said is None or not (said.deleted or said.merged_into)]

    def charger_count(self, sites: frozenset[str] | None = None) -> int:
        """How many chargers the list has, or those of these sites; none of them is looked at."""
        return self._fleet.charger_count(self.now(), sites)

    def stations_of(self, sites: Collection[str] | None) -> list[str]:
        """The chargers of the list that are of these sites; None: all."""
        return self.stations() if sites is None else self._fleet.stations_of(sites, self.now())

    def fleet(
        self, wanted: FleetWanted, at: Instant | None = None, sites: frozenset[str] | None = None
    ) -> FleetPage:
        """
        A page of the list of chargers, as far as their lines tell; one of the past is by id and of all.

        With `sites` nothing of it tells of other chargers than theirs.
        """
        if at is None:
            page = self._fleet.page(wanted, self.now(), sites)
            self.watched([LIST, *(row.id for row in page.rows)])
            return page
        return self._fleet.page_of_past(wanted, at, self.now(), sites)

    def whole_fleet(self, wanted: FleetWanted, sites: frozenset[str] | None = None) -> FleetPage:
        """All lines that are wanted, on one page, which nobody watches."""
        self.await_lines()
        return self._fleet.page(whole(wanted), self.now(), sites)

    def fleet_in_numbers(self, wanted: FleetWanted, sites: frozenset[str] | None = None) -> FleetInNumbers:
        """All lines that are wanted, as numbers, for a program that comes every few seconds."""
        self.await_lines()
        return self._fleet.numbers(whole(wanted), self.now(), sites)

    def site(self, site: str) -> SiteView:
        """The figures of a site, and the lines of its chargers by name."""
        self.await_lines()
        now = self.now()
        view = site_view(site, self._fleet.parts(site, now), now)
        self.watched([LIST, *(row.id for row in view.rows)])
        return view

    def by_site(self, sites: Collection[str] | None = None) -> list[SiteCounts]:
        """What the chargers of each site come to, by its name; of some sites, or (None) of all."""
        self.await_lines()
        found = self.store.fleet_by_site()
        return [one for one in found if sites is None or one.site in sites]

    def site_timeline(self, site: str, offset: int, limit: int) -> SiteTimeline:
        """The last 24 hours of some of a site's chargers, by name. Raises: UnknownSiteError."""
        view = self.site(site)
        at = view.told.board.at
        span = Span(at - 24 * HOUR, at)
        with self.store.reading():
            strips = [
                (row, self._timelines.timeline(self.histories.of(row.id, at), span))
                for row in view.rows[offset : offset + limit]
                if row.last_contact is not None
            ]
        return SiteTimeline(view, span, strips, offset)

    def happenings(self, wanted: HappeningsWanted, sites: frozenset[str] | None = None) -> Happenings:
        """Sessions, attempts or errors of many chargers; with `sites` of theirs alone."""
        self.await_lines()
        now = self.now()
        own = sites
        if wanted.site:
            own = frozenset({wanted.site} if sites is None or wanted.site in sites else ())
        with self.store.reading():
            zone = self._fleet.zone(now, sites) or "UTC"
            return happenings(self.store, wanted, own, self.profile_of, zone, now)

    def feeds_of(self, station: str) -> list[Feed]:
        """Which feeds of other systems speak of the charger, by name."""
        return self.store.feeds_of(station)

    def _made(
        self, station: str, at: Instant | None, window: tuple[date, date] | None, timeline: Span | None
    ) -> MadeBoard:
        with self.store.reading():
            made = make_board(self.histories.of(station, self._moment(at)), window, timeline)
            tell_before(made)
        return made

    def _moment(self, at: Instant | None) -> Instant:
        return self.now() if at is None else at
