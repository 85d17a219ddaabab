"""
Who charged how much?

Source: OCPI 2.2.1 and 2.3.0, mod_sessions. Who the driver was is not told: the token that the standard
requires is its word for an id that is not known. By which way they were let in is not known either, and the
standard has no word for that: WHITELIST is what is told.
"""

from __future__ import annotations

from typing import Final

import msgspec

from chargeboard.domain.figures.happenings import Happening
from chargeboard.outlets.ids import place_id, session_id, socket_id
from chargeboard.outlets.ocpi.locations import CONNECTOR_ID
from chargeboard.outlets.places import Party
from chargeboard.time.instants import Instant, text_of
from chargeboard.vocabularies.ocpi import NOT_AVAILABLE, SessionStatus

_WAY: Final = "WHITELIST"


class CdrToken(msgspec.Struct, frozen=True, kw_only=True):
    """Of whom nothing is told."""

    country_code: str
    party_id: str
    uid: str = NOT_AVAILABLE
    type: str = "OTHER"
    contract_id: str = NOT_AVAILABLE


class SessionDocument(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A session."""

    country_code: str
    party_id: str
    id: str
    start_date_time: str
    end_date_time: str = ""
    """Left out while it lasts."""
    kwh: float
    cdr_token: CdrToken
    auth_method: str
    location_id: str
    evse_uid: str
    connector_id: str
    currency: str
    status: SessionStatus
    last_updated: str


def session_document(party: Party, one: Happening, currency: str, now: Instant) -> SessionDocument | None:
    """The document of a session; None: it cannot be told where it was, or how much it is."""
    if one.socket is None or one.session is None or one.energy_wh is None:
        return None
    return SessionDocument(
        country_code=party.country_code,
        party_id=party.id,
        id=session_id(one.charger, one.session),
        start_date_time=text_of(one.start),
        end_date_time="" if one.end is None else text_of(one.end),
        kwh=round(one.energy_wh / 1000, 3),
        cdr_token=CdrToken(country_code=party.country_code, party_id=party.id),
        auth_method=_WAY,
        location_id=place_id(one.site),
        evse_uid=socket_id(one.charger, one.socket),
        connector_id=CONNECTOR_ID,
        currency=currency,
        status=_status(one),
        last_updated=text_of(changed_at(one, now)),
    )


def changed_at(one: Happening, now: Instant) -> Instant:
    """When a session changed last: now while it goes on, then when the last of it was learned."""
    return now if one.end is None else max(one.end, one.learned_at or one.end)


def _status(one: Happening) -> SessionStatus:
    if one.end is None:
        return SessionStatus.ACTIVE
    return SessionStatus.COMPLETED if one.completed else SessionStatus.INVALID
