"""
How are objects of OCPI written down as rows of ours?

As they were given, with the socket that their EVSE is here and the name that a session has everywhere. An
EVSE is a row of its own, and says of which location; its `uid` is called `evse`, as an EVSE's id tells of
nobody and that of a token has to be hidden.
A row is of when its object was updated.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec

from chargeboard.capture.feeds.ocpi.places import FIRST, Address, Evse, Places, address_of, moment
from chargeboard.capture.feeds.ocpi.words import say
from chargeboard.capture.formats.reading import LONGEST_SHOWN, Found, Rejected
from chargeboard.domain.frame import Frame
from chargeboard.time.instants import Instant
from chargeboard.vocabularies.ocpi import Module

_ENCODE: Final = msgspec.json.Encoder(order="sorted").encode
_UNTOLD: Final = frozenset({"uid", "images", "directions"})


def frames_of(module: Module, objects: list[Any], places: Places, name: str, now: Instant) -> Iterator[Found]:
    """What objects of a module tell; what is none is put aside."""
    for number, said in enumerate(objects, 1):
        if not isinstance(said, dict):
            yield put_aside(name, number, say("no_object"), said)
        elif module is Module.LOCATIONS:
            yield from location(said, places, now)
        elif module is Module.SESSIONS:
            yield session(said, places, now) or put_aside(name, number, say("no_evse"), said)
        else:
            yield cdr(said, places, now) or put_aside(name, number, say("no_evse"), said)


def location(said: Mapping[str, Any], places: Places, now: Instant) -> Iterator[Frame]:
    """The EVSEs of a Location of which there is news."""
    evses, updated_at = said.get("evses"), moment(said.get("last_updated")) or 0
    for one in evses if isinstance(evses, list) else ():
        address = address_of(said, said.get("id"), one.get("uid")) if isinstance(one, dict) else None
        news = None if address is None else places.news(address, one, updated_at, now)
        if address is not None and news is not None:
            yield evse(address, *news, one)


def evse(address: Address, known: Evse, since: Instant, said: Mapping[str, Any]) -> Frame:
    """An EVSE as it is since then."""
    columns = {
        "country_code": address.country,
        "party_id": address.party,
        "location_id": address.location,
        "evse": address.uid,
        **{key: value for key, value in said.items() if key not in _UNTOLD},
    }
    return _frame("evse", known, since, columns)


def session(said: Mapping[str, Any], places: Places, now: Instant) -> Frame | None:
    """A Session as it stands; None where it names no EVSE."""
    address = address_of(said, said.get("location_id"), said.get("evse_uid"))
    if address is None:
        return None
    return _charged("session", said, places.evse(address), address, said.get("id"), now)


def cdr(said: Mapping[str, Any], places: Places, now: Instant) -> Frame | None:
    """A CDR, which is of the Session that it bills; None where it names no EVSE."""
    place = said.get("cdr_location")
    place = place if isinstance(place, dict) else {}
    uid, public_id = place.get("evse_uid"), place.get("evse_id")
    address = address_of(said, place.get("id"), uid or public_id)
    if address is None:
        return None
    # some tell the public id alone
    known = places.evse(address, public_id) if uid else places.named(address, public_id)
    if known is None:
        return None
    of_session = said.get("session_id") or said.get("credit_reference_id") or said.get("id")
    bare = {**said, "cdr_location": {key: value for key, value in place.items() if key != "evse_uid"}}
    return _charged("cdr", bare, known, address, of_session, now)


def put_aside(name: str, number: int, why: str, said: object) -> Rejected:
    """An object of which nothing can be made."""
    return Rejected(name, number, why, _ENCODE(said).decode()[:LONGEST_SHOWN])


def _charged(
    table: str, said: Mapping[str, Any], known: Evse, address: Address, name: object, now: Instant
) -> Frame:
    updated_at = moment(said.get("last_updated"))
    columns = {key: value for key, value in said.items() if key != "evse_uid"} | {"evse": address.uid}
    if isinstance(name, str) and name:
        # ids of OCPI do not differ by the case of their letters
        columns["transaction_id"] = f"{address.country}*{address.party}*{name}".upper()
    at = updated_at if updated_at is not None and FIRST <= updated_at <= now else now
    return _frame(table, known, at, columns)


def _frame(table: str, known: Evse, at: Instant, columns: dict[str, Any]) -> Frame:
    text = _ENCODE(["ocpi", table, columns | {"socket": known.socket}]).decode()
    return Frame(known.station, at, "row", text)
