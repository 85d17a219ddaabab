"""What is told to parties, and to whom of them?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from litestar import Response
from litestar.exceptions import PermissionDeniedException

from chargeboard.domain.figures.fleet import FleetOrder, FleetWanted
from chargeboard.domain.figures.happenings import LEARNED_LATE, HappeningKind, HappeningsWanted
from chargeboard.outlets.ids import place_id
from chargeboard.outlets.ocpi.locations import EvseDocument, LocationDocument, locations
from chargeboard.outlets.ocpi.sessions import changed_at, session_document
from chargeboard.outlets.places import Party, Place
from chargeboard.run.people.api_tokens import ApiTokens
from chargeboard.time.days import day_of
from chargeboard.time.instants import Instant, text_of
from chargeboard.vocabularies.ocpi import VERSIONS
from chargeboard.web.access.guard import Access
from chargeboard.web.desk import Desk
from chargeboard.web.requests import PageRequest
from chargeboard.web.roaming.book import OutletBook
from chargeboard.web.roaming.ocpi_asked import AskedError, UnknownError, asked_in, part_of
from chargeboard.web.roaming.words import say

_MOST_SESSIONS = 10_000


class Roaming:
    """What is told to parties."""

    def __init__(self, desk: Desk, access: Access, book: OutletBook, now: Callable[[], Instant]) -> None:
        self._desk, self._access, self._book, self.now = desk, access, book, now

    @property
    def at(self) -> str:
        """Now, as an answer says it."""
        return text_of(self.now())

    @property
    def tokens(self) -> ApiTokens:
        """Those of accounts. Raises: PermissionDeniedException."""
        if self._access.people is None:
            raise PermissionDeniedException(say("needs_a_token"))
        return self._access.people.tokens

    @property
    def has_private_parties(self) -> bool:
        """Whether who registers may be in a network of our own."""
        return self._book.has_private_parties

    def party(self, version: str = "") -> Party:
        """As whom it is told. Raises: PermissionDeniedException, AskedError."""
        if not self._access.is_locked:
            raise PermissionDeniedException(say("needs_a_token"))
        party = self._book.party
        if party is None or (version and version not in VERSIONS):
            raise UnknownError("version")
        return party

    def address(self, *parts: str) -> str:
        """Of something below `/ocpi`."""
        return "/".join([f"{self._book.url}/ocpi", *parts])

    def places(self, sites: frozenset[str] | None = None) -> list[Place]:
        """Those that may be seen, of all or of these sites."""
        return self._book.places(self._desk.whole_fleet(FleetWanted(sort=FleetOrder.NAME), sites).rows)

    def locations(
        self, party: Party, sites: frozenset[str] | None = None
    ) -> list[tuple[Instant, LocationDocument]]:
        """Those that may be seen, by id, of all or of these sites."""
        return locations(party, self.places(sites), self.now())[0]

    def location(self, version: str, id_: str) -> LocationDocument:
        """The one of that id. Raises: AskedError."""
        party = self.party(version)
        # no other site is looked at; one may be spelled in several ways
        spelled = {one.site for one in self._desk.by_site() if place_id(one.site) == id_.casefold()}
        for _, one in self.locations(party, frozenset(spelled)) if spelled else ():
            return one
        raise UnknownError("location")

    def evse(self, version: str, id_: str, uid: str) -> EvseDocument:
        """A socket of a location. Raises: AskedError."""
        for one in self.location(version, id_).evses:
            if one.uid.casefold() == uid.casefold():
                return one
        raise UnknownError("EVSE")

    def sessions(self, version: str, request: PageRequest) -> Response[bytes]:
        """A page of sessions by when they were changed last. Raises: AskedError."""
        party, asked, now = self.party(version), asked_in(request.query_params), self.now()
        if asked.since is None:
            raise AskedError(say("date_from_needed"))
        until = min(now, asked.until or now)
        # before the epoch there is nothing, and there are no days before the year 1 or behind 9999
        first = day_of(min(now, max(0, asked.since - LEARNED_LATE)), "UTC") - timedelta(days=1)
        found = self._desk.happenings(
            HappeningsWanted(
                HappeningKind.SESSIONS,
                (first, max(first, day_of(until, "UTC") + timedelta(days=2))),
                learned_since=max(0, asked.since),
                limit=_MOST_SESSIONS,
            )
        )
        if found.more:
            raise AskedError(say("too_many_sessions", most=_MOST_SESSIONS))
        money = {site: self._book.currency(site) for site in {row.site for row in found.rows}}
        told = [
            (changed_at(row, now), document)
            for row in reversed(found.rows)
            if (document := session_document(party, row, money[row.site], now)) is not None
        ]
        return part_of(told, asked, self.address(version, "sessions"), request.query_params, self.at)
