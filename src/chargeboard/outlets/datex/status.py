"""
How is each refill point now, as national access points ask for it?

An EnergyInfrastructureStatusPublication of DATEX II v3 (CEN/TS 16157-10), in XML: sites, of them stations,
which are chargers, of them refill points, which are sockets. The static table of these ids is not made here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from chargeboard.domain.conclusions import State
from chargeboard.domain.figures.board import SocketNow
from chargeboard.outlets.ids import place_id, socket_id
from chargeboard.outlets.places import Party, Place, PlacedCharger
from chargeboard.time.instants import Instant, text_of

STATUS: Final[Mapping[State, str]] = {
    "available": "available",
    "preparing": "occupied",
    "charging": "charging",
    "suspended": "occupied",
    "finishing": "occupied",
    "reserved": "reserved",
    "unavailable": "unavailable",
    "faulted": "outOfOrder",
    "offline": "unknown",
    "unknown": "unknown",
}
"""In the words of RefillPointStatusEnum; of a charger that is not heard the standard says unknown."""
_COMMON, _FACILITIES, _ENERGY, _PAYLOAD, _XSI = (
    "http://datex2.eu/schema/3/common",
    "http://datex2.eu/schema/3/facilities",
    "http://datex2.eu/schema/3/energyInfrastructure",
    "http://datex2.eu/schema/3/d2Payload",
    "http://www.w3.org/2001/XMLSchema-instance",
)
_PREFIXES: Final = {"com": _COMMON, "fac": _FACILITIES, "egi": _ENERGY, "d2": _PAYLOAD, "xsi": _XSI}
_VERSION: Final = "1"
"""Of what a reference is to: the static table is whoever keeps it to number."""


def publication(party: Party, places: Iterable[Place], at: Instant) -> bytes:
    """The document of places, as of an instant; those without a name are left out."""
    for prefix, namespace in _PREFIXES.items():
        register_namespace(prefix, namespace)
    root = Element(
        f"{{{_PAYLOAD}}}payload",
        {
            f"{{{_XSI}}}type": "egi:EnergyInfrastructureStatusPublication",
            "lang": "en",
            "modelBaseVersion": "3",
        },
    )
    _text(root, _COMMON, "publicationTime", text_of(at))
    creator = SubElement(root, f"{{{_COMMON}}}publicationCreator")
    _text(creator, _COMMON, "country", party.country_code.lower())
    _text(creator, _COMMON, "nationalIdentifier", f"{party.country_code}*{party.id}")
    header = SubElement(root, f"{{{_ENERGY}}}headerInformation")
    _text(header, _COMMON, "informationStatus", "real")
    for place in places:
        if place.site.name:
            _site(root, place)
    document: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def point_id(charger: PlacedCharger, socket: int) -> str:
    """Of a refill point: the permanent id of the socket where the operator said one."""
    return charger.port_ids.get(socket) or socket_id(charger.row.id, socket)


def _site(root: Element, place: Place) -> None:
    chargers = [one for one in place.chargers if one.row.sockets and not one.row.is_history]
    if not chargers:
        return
    changed_at = max(map(_changed_at, chargers))
    site = _object(root, "energyInfrastructureSiteStatus", place_id(place.site.name), changed_at)
    for charger in chargers:
        station = _object(site, "energyInfrastructureStationStatus", charger.row.id, _changed_at(charger))
        for socket in charger.row.sockets:
            point = _object(
                station, "refillPointStatus", point_id(charger, socket.socket), _since(charger, socket)
            )
            point.set(f"{{{_XSI}}}type", "egi:ElectricChargingPointStatus")
            _text(point, _ENERGY, "status", STATUS[socket.state])


def _object(parent: Element, name: str, id_: str, changed_at: Instant) -> Element:
    found = SubElement(parent, f"{{{_ENERGY}}}{name}")
    SubElement(
        found,
        f"{{{_FACILITIES}}}reference",
        {"targetClass": "fac:FacilityObject", "id": id_, "version": _VERSION},
    )
    _text(found, _FACILITIES, "lastUpdated", text_of(changed_at))
    return found


def _changed_at(charger: PlacedCharger) -> Instant:
    return max(_since(charger, socket) for socket in charger.row.sockets)


def _since(charger: PlacedCharger, socket: SocketNow) -> Instant:
    return socket.since or charger.row.last_contact or 0


def _text(parent: Element, namespace: str, name: str, text: str) -> None:
    SubElement(parent, f"{{{namespace}}}{name}").text = text
