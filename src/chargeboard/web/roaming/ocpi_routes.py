"""
What may a party ask us for by OCPI, as the one that runs chargers?

Versions, credentials, locations and sessions, of the chargers that the token's owner may see. Source: OCPI
2.2.1 and 2.3.0. Nothing is pushed. The operator gives a token out, by which a party may register.
"""

from __future__ import annotations

from litestar import Response
from litestar.handlers import HTTPRouteHandler

from chargeboard.vocabularies.ocpi import VERSIONS, Module, Role
from chargeboard.web.clerks import computed
from chargeboard.web.requests import PageRequest
from chargeboard.web.roaming.ocpi_asked import UnknownError, answer, asked_in, part_of
from chargeboard.web.roaming.ocpi_credentials import credentials_routes
from chargeboard.web.roaming.roaming import Roaming

_HIDDEN = {"include_in_schema": False}


def ocpi_routes(roaming: Roaming) -> list[HTTPRouteHandler]:
    """Everything under /ocpi."""

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

    return [versions, details, *credentials_routes(roaming), *_object_routes(roaming)]


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
