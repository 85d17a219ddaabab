"""
What may a party ask us for by OCPI, as the one that runs chargers?

Versions, credentials, locations and sessions, of the chargers that the token's owner may see. Source: OCPI
2.2.1 and 2.3.0. Nothing is pushed, and nobody registers: the operator gives a token out.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from litestar import Response
from litestar.exceptions import PermissionDeniedException
from litestar.handlers import HTTPRouteHandler

from chargeboard.domain.figures.fleet import FleetOrder, FleetWanted
from chargeboard.domain.figures.happenings import HappeningKind, HappeningsWanted
from chargeboard.outlets.ocpi.locations import EvseDocument, LocationDocument, locations
from chargeboard.outlets.ocpi.sessions import session_document
from chargeboard.outlets.places import Party
from chargeboard.time.days import day_of
from chargeboard.time.instants import HOUR, Instant, text_of
from chargeboard.vocabularies.ocpi import VERSIONS, Module, Role
from chargeboard.web.access.guard import Access, brought
from chargeboard.web.clerks import computed
from chargeboard.web.desk import Desk
from chargeboard.web.requests import PageRequest
from chargeboard.web.roaming.book import OutletBook
from chargeboard.web.roaming.ocpi_asked import AskedError, UnknownError, answer, asked_in, part_of
from chargeboard.web.roaming.words import say

_LONGEST = 24 * HOUR
"""A session that began longer before what is asked for is not looked for."""
_MOST_SESSIONS = 10_000
_HIDDEN = {"include_in_schema": False}


class Roaming:
    """What is told to parties."""

    def __init__(self, desk: Desk, access: Access, book: OutletBook, now: Callable[[], Instant]) -> None:
        self._desk, self._access, self._book, self._now = desk, access, book, now

    @property
    def at(self) -> str:
        """Now, as an answer says it."""
        return text_of(self._now())

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

    def locations(self, party: Party) -> list[tuple[Instant, LocationDocument]]:
        """All that may be seen, by id."""
        page = self._desk.whole_fleet(FleetWanted(sort=FleetOrder.NAME))
        return locations(party, self._book.places(page.rows))[0]

    def location(self, version: str, id_: str) -> LocationDocument:
        """The one of that id. Raises: AskedError."""
        party = self.party(version)
        for _, one in self.locations(party):
            if one.id.casefold() == id_.casefold():
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
        party, asked, now = self.party(version), asked_in(request.query_params), self._now()
        if asked.since is None:
            raise AskedError(say("date_from_needed"))
        until = min(now, asked.until or now)
        first = day_of(asked.since - _LONGEST, "UTC") - timedelta(days=1)
        found = self._desk.happenings(
            HappeningsWanted(
                HappeningKind.SESSIONS,
                (first, max(first, day_of(until, "UTC") + timedelta(days=2))),
                limit=_MOST_SESSIONS,
            )
        )
        if found.more:
            raise AskedError(say("too_many_sessions", most=_MOST_SESSIONS))
        money = {site: self._book.currency(site) for site in {row.site for row in found.rows}}
        told = [
            (now if row.end is None else row.end, document)
            for row in reversed(found.rows)
            if (document := session_document(party, row, money[row.site], now)) is not None
        ]
        return part_of(told, asked, self.address(version, "sessions"), request.query_params, self.at)


def ocpi_routes(
    desk: Desk, access: Access, book: OutletBook, now: Callable[[], Instant]
) -> list[HTTPRouteHandler]:
    """Everything under /ocpi."""
    roaming = Roaming(desk, access, book, now)

    @computed("/ocpi/versions", **_HIDDEN)
    def versions(request: PageRequest) -> Response[bytes]:  # noqa: ARG001 - a clerk is asked by it
        roaming.party()
        return answer(
            [{"version": version, "url": roaming.address(version)} for version in VERSIONS], roaming.at
        )

    @computed("/ocpi/{version:str}", **_HIDDEN)
    def details(request: PageRequest, version: str) -> Response[bytes]:  # noqa: ARG001 - see above
        roaming.party(version)
        endpoints = [
            {"identifier": module, "role": Role.SENDER, "url": roaming.address(version, module)}
            for module in (Module.CREDENTIALS, Module.LOCATIONS, Module.SESSIONS)
        ]
        return answer({"version": version, "endpoints": endpoints}, roaming.at)

    @computed("/ocpi/{version:str}/credentials", **_HIDDEN)
    def credentials(request: PageRequest, version: str) -> Response[bytes]:
        party = roaming.party(version)
        role = {
            "role": "CPO",
            "country_code": party.country_code,
            "party_id": party.id,
            "business_details": {"name": party.name},
        }
        url = roaming.address("versions")
        return answer({"token": brought(request), "url": url, "roles": [role]}, roaming.at)

    return [versions, details, credentials, *_object_routes(roaming)]


def _object_routes(roaming: Roaming) -> list[HTTPRouteHandler]:
    @computed("/ocpi/{version:str}/locations", **_HIDDEN)
    def all_locations(request: PageRequest, version: str) -> Response[bytes]:
        party, asked = roaming.party(version), asked_in(request.query_params)
        address = roaming.address(version, "locations")
        return part_of(roaming.locations(party), asked, address, request.query_params, roaming.at)

    @computed("/ocpi/{version:str}/locations/{place:str}", **_HIDDEN)
    def location(request: PageRequest, version: str, place: str) -> Response[bytes]:  # noqa: ARG001 - see above
        return answer(roaming.location(version, place), roaming.at)

    @computed("/ocpi/{version:str}/locations/{place:str}/{evse:str}", **_HIDDEN)
    def socket(request: PageRequest, version: str, place: str, evse: str) -> Response[bytes]:  # noqa: ARG001 - see above
        return answer(roaming.evse(version, place, evse), roaming.at)

    @computed("/ocpi/{version:str}/locations/{place:str}/{evse:str}/{plug:str}", **_HIDDEN)
    def connector(
        request: PageRequest,  # noqa: ARG001 - see above
        version: str,
        place: str,
        evse: str,
        plug: str,
    ) -> Response[bytes]:
        for one in roaming.evse(version, place, evse).connectors:
            if one.id == plug:
                return answer(one, roaming.at)
        raise UnknownError("connector")

    @computed("/ocpi/{version:str}/sessions", **_HIDDEN)
    def sessions(request: PageRequest, version: str) -> Response[bytes]:
        return roaming.sessions(version, request)

    return [all_locations, location, socket, connector, sessions]
