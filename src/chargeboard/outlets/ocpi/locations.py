"""
Where is charging possible, and how is each socket now?

Source: OCPI 2.2.1 and 2.3.0, mod_locations. An EVSE is a socket. What is required and not known is not made
up: the place, or the socket, is left out, and who asks for that is told why.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from chargeboard.domain.conclusions import UNHEARD, State
from chargeboard.domain.connectors import Connector
from chargeboard.domain.figures.board import SocketNow
from chargeboard.outlets.addresses import Address, address_in
from chargeboard.outlets.ids import place_id, socket_id
from chargeboard.outlets.places import Party, Place, PlacedCharger, Unplaced
from chargeboard.time.instants import Instant, text_of
from chargeboard.vocabularies.ocpi import EvseStatus

STATUS: Final[Mapping[State, EvseStatus]] = {
    "available": EvseStatus.AVAILABLE,
    "preparing": EvseStatus.CHARGING,
    "charging": EvseStatus.CHARGING,
    "suspended": EvseStatus.CHARGING,
    "finishing": EvseStatus.CHARGING,
    "reserved": EvseStatus.RESERVED,
    "unavailable": EvseStatus.INOPERATIVE,
    "faulted": EvseStatus.OUTOFORDER,
    "offline": EvseStatus.UNKNOWN,
    "unknown": EvseStatus.UNKNOWN,
}
"""CHARGING is "in use"; of a charger that is not heard the standard says UNKNOWN."""
CONNECTOR_ID: Final = "1"
"""Of the plug of a socket, which is the only one."""
_EVSE_ID = re.compile(r"[A-Z]{2}\*?[A-Z0-9]{3}\*?E[A-Z0-9*]{1,30}")


class GeoLocation(msgspec.Struct, frozen=True):
    """Degrees, as text with a point."""

    latitude: str
    longitude: str


class ConnectorDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A plug."""

    id: str
    standard: str
    format: str
    power_type: str
    max_voltage: int
    max_amperage: int
    last_updated: str


class EvseDocument(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A socket."""

    uid: str
    evse_id: str = ""
    status: EvseStatus
    connectors: list[ConnectorDocument]
    physical_reference: str = ""
    """What is written on it."""
    last_updated: str


class BusinessDetails(msgspec.Struct, frozen=True):
    """Who runs it."""

    name: str


class LocationDocument(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A place."""

    country_code: str
    party_id: str
    id: str
    publish: bool
    name: str
    address: str
    city: str
    postal_code: str = ""
    country: str
    coordinates: GeoLocation
    evses: list[EvseDocument]
    operator: BusinessDetails
    time_zone: str
    last_updated: str


def locations(
    party: Party, places: Iterable[Place], now: Instant
) -> tuple[list[tuple[Instant, LocationDocument]], list[Unplaced]]:
    """The documents of places by id, each with when it was changed last, and what is left out."""
    found: list[tuple[Instant, LocationDocument]] = []
    left_out: list[Unplaced] = []
    for place in places:
        evses, unplugged = _evses(place, now)
        left_out += unplugged
        address = address_in(place.site.address, party.country)
        if lacks := _lacks(place, address):
            left_out.append(Unplaced(place.site.name, lacks))
            continue
        changed_at = max((at for at, _ in evses), default=0)
        found.append((changed_at, _location(party, place, address, [one for _, one in evses], changed_at)))
    return sorted(found, key=lambda one: one[1].id), left_out


def _lacks(place: Place, address: Address) -> list[str]:
    if not place.site.name:
        return ["site"]
    known = {
        "address": address.street,
        "city": address.city,
        "country": address.country,
        "coordinates": place.site.coordinates,
    }
    return [name for name, value in known.items() if not value]


def _location(
    party: Party, place: Place, address: Address, evses: list[EvseDocument], changed_at: Instant
) -> LocationDocument:
    assert place.site.coordinates is not None  # noqa: S101 - one that lacks them is left out
    latitude, longitude = place.site.coordinates
    return LocationDocument(
        country_code=party.country_code,
        party_id=party.id,
        id=place_id(place.site.name),
        publish=False,
        name=place.site.name,
        address=address.street[:45],
        city=address.city[:45],
        postal_code=address.postal_code,
        country=address.country,
        coordinates=GeoLocation(f"{latitude:.6f}", f"{longitude:.6f}"),
        evses=evses,
        operator=BusinessDetails(party.name),
        time_zone=place.timezone,
        last_updated=text_of(changed_at),
    )


def _evses(place: Place, now: Instant) -> tuple[list[tuple[Instant, EvseDocument]], list[Unplaced]]:
    found, left_out = [], []
    for charger in place.chargers:
        if charger.row.is_history:
            continue
        for socket in charger.row.sockets:
            connector = charger.connectors.get(socket.socket)
            if connector is None:
                left_out.append(Unplaced(socket_id(charger.row.id, socket.socket), ["connectors"]))
            else:
                found.append(_evse(charger, socket, connector, now))
    return found, left_out


def _evse(
    charger: PlacedCharger, socket: SocketNow, connector: Connector, now: Instant
) -> tuple[Instant, EvseDocument]:
    port = charger.port_ids.get(socket.socket, "")
    # that nobody is heard is noticed later than it began: who asks for what changed since would miss it
    at = now if socket.state in UNHEARD else socket.since or charger.row.last_contact or 0
    return at, EvseDocument(
        uid=socket_id(charger.row.id, socket.socket),
        evse_id=port if _EVSE_ID.fullmatch(port) else "",
        status=STATUS[socket.state],
        connectors=[
            ConnectorDocument(
                id=CONNECTOR_ID,
                standard=connector.standard,
                format=connector.format,
                power_type=connector.power_type,
                max_voltage=connector.max_voltage,
                max_amperage=connector.max_amperage,
                last_updated=text_of(at),
            )
        ],
        physical_reference=charger.socket_names.get(socket.socket, "")[:16],
        last_updated=text_of(at),
    )
