"""
Which charger is an EVSE of, and which socket of it?

OCPI knows locations with EVSEs, and no chargers. So each EVSE is one, by its public id; who knows better says
that a location is a charger, or that EVSEs are of one whose ids differ in their last part. What an EVSE was
called first it is called from then on.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import count
from typing import Any, Final

import msgspec

from chargeboard.time.instants import Instant, instant_of
from chargeboard.vocabularies.ocpi import NOT_AVAILABLE, EvseStatus

FIRST: Final = 1_420_070_400_000_000
"""2015: what is stamped before, nobody stamped."""
BY_EVSE: Final = "evse"
_BY_PREFIX, _BY_LOCATION = "prefix", "location"
GROUPS: Final = (BY_EVSE, _BY_PREFIX, _BY_LOCATION)
_LAST: Final = re.compile(
    r"(?P<charger>[A-Z]{2}[*-]?[A-Z0-9]{3}[*-]?E.+)[*-](?P<last>[A-Z0-9]+)", re.IGNORECASE
)
"""An EVSE's id by eMI3 with more than one part."""
_SOCKETS_MOST: Final = 99


class Evse(msgspec.Struct, frozen=True, array_like=True):
    """An EVSE, and what is known of it."""

    station: str
    socket: int
    status: str = ""
    updated_at: Instant = 0
    """By itself."""
    place_updated_at: Instant = 0
    """By its location."""
    name: str = ""
    """Its public id; empty: none was told."""


class Address(msgspec.Struct, frozen=True):
    """Where an EVSE is."""

    country: str
    party: str
    location: str
    uid: str

    @property
    def key(self) -> str:
        """Its name, whatever the case of letters."""
        return f"{self.country}*{self.party}*{self.location}*{self.uid}".upper()


def address_of(owner: Mapping[str, Any], location: object, uid: object) -> Address | None:
    """None where no EVSE is named."""
    if not isinstance(uid, str) or not uid or uid == NOT_AVAILABLE:
        return None
    country, party = owner.get("country_code"), owner.get("party_id")
    return Address(country=str(country or ""), party=str(party or ""), location=str(location or ""), uid=uid)


class Places:
    """The EVSEs that are known."""

    def __init__(self, known: Mapping[str, Evse], group: str) -> None:
        self.known, self._group = dict(known), group
        self._taken: dict[str, set[int]] = {}
        self._named: dict[str, str] = {}
        for key, evse in self.known.items():
            self._learn(key, evse)

    def evse(self, address: Address, public_id: object = None) -> Evse:
        """The EVSE at an address; one that is met first gets its place."""
        known = self.known.get(address.key)
        if known is None:
            name = _printed(public_id) if isinstance(public_id, str) else ""
            known = Evse(*self._place(address, name), name=name)
            self._learn(address.key, known)
        return known

    def named(self, address: Address, public_id: object) -> Evse | None:
        """The EVSE of a public id, for those who tell no other; None where there is none either."""
        if not isinstance(public_id, str) or not public_id:
            return None
        key = self._named.get(public_id.upper())
        return self.evse(address, public_id) if key is None else self.known[key]

    def _learn(self, key: str, evse: Evse) -> None:
        self.known[key] = evse
        self._taken.setdefault(evse.station, set()).add(evse.socket)
        if evse.name:
            self._named.setdefault(evse.name.upper(), key)

    def news(
        self, address: Address, said: Mapping[str, Any], place_updated_at: Instant, now: Instant
    ) -> tuple[Evse, Instant] | None:
        """
        The EVSE as it is said to be, and since when; None where that is known already.

        The stamp of some stays what it was when the status changes: then that of its location counts, or
        that it is seen now. What was REMOVED before it was met is no charger.
        """
        status, updated_at = str(said.get("status") or ""), moment(said.get("last_updated")) or 0
        if address.key not in self.known and status.upper() == EvseStatus.REMOVED:
            return None
        before = self.evse(address, said.get("evse_id"))
        is_first = not (before.status or before.updated_at)
        if is_first:
            since = max(updated_at, place_updated_at)
        elif updated_at > before.updated_at:
            since = updated_at
        else:
            since = place_updated_at if place_updated_at > before.place_updated_at else 0
        after = msgspec.structs.replace(
            before, status=status, updated_at=updated_at, place_updated_at=place_updated_at
        )
        self.known[address.key] = after
        if (status, updated_at) == (before.status, before.updated_at):
            return None
        return after, since if FIRST <= since <= now else now

    def _place(self, address: Address, public_id: str) -> tuple[str, int]:
        name = public_id or _printed(f"{address.country}*{address.party}*{address.uid}")
        if self._group == _BY_LOCATION:
            charger = _printed(f"{address.country}*{address.party}*{address.location}")
            return charger, self._free(charger, "")
        parts = _LAST.fullmatch(name) if self._group == _BY_PREFIX else None
        if parts is not None:
            return parts["charger"], self._free(parts["charger"], parts["last"])
        return name, self._free(name, "") if self._group == _BY_PREFIX else 1

    def _free(self, charger: str, wanted: str) -> int:
        """The socket that its id names, else the first that nobody has."""
        taken = self._taken.get(charger, set())
        if wanted.isdecimal() and 0 < int(wanted) <= _SOCKETS_MOST and int(wanted) not in taken:
            return int(wanted)
        return next(number for number in count(1) if number not in taken)


def _printed(name: str) -> str:
    """A name that can be written down anywhere."""
    return "".join(sign for sign in name if sign.isprintable()).strip(" .")


def moment(text: object) -> Instant | None:
    """A time of OCPI, which is UTC where it names no zone; None where it is none."""
    try:
        told = datetime.fromisoformat(str(text))
        return instant_of(told if told.tzinfo is not None else told.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        return None
