"""Who are we among those who exchange where charging is possible?"""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from chargeboard.config.checking import typed
from chargeboard.config.words import say


class OcpiSettings(msgspec.Struct, frozen=True, kw_only=True):
    """As whom we tell others of our chargers, by OCPI and DATEX II; without it nobody is told."""

    country_code: str = ""
    """The country of the party, by two letters (ISO 3166-1); empty: nothing is told."""
    party_id: str = ""
    """Our id in that country, of three letters or digits, as a registry of ids gave it."""
    name: str = ""
    """What we are called; empty: the id."""
    country: str = ""
    """The country of sites whose address names none, by three letters (ISO 3166-1)."""
    currency: str = "EUR"
    """In which money sessions of a site without a price are told (ISO 4217)."""
    private_parties: bool = False
    """Whether parties may register that are in your own network or on this machine, also by `http`."""


OCPI_FIELDS: Mapping[str, msgspec.structs.FieldInfo] = {
    field.name: field for field in msgspec.structs.fields(OcpiSettings)
}
_SHAPES = {
    "country_code": (re.compile("[A-Z]{2}"), "DE"),
    "party_id": (re.compile("[A-Z0-9]{3}"), "ABC"),
    "country": (re.compile("[A-Z]{3}"), "DEU"),
    "currency": (re.compile("[A-Z]{3}"), "EUR"),
}


def checked_ocpi(key: str, value: object) -> object:
    """
    The value of a key of `[ocpi]`, in its type.

    Raises: ValueError that says what is wrong and what to do.
    """
    found: object = typed(key, value, OCPI_FIELDS)
    if key in _SHAPES and isinstance(found, str) and found:
        shape, right = _SHAPES[key]
        if not shape.fullmatch(found):
            raise ValueError(say("no_party", text=found, key=key, right=right))
    return found


def ocpi_contradiction(ocpi: OcpiSettings) -> str:
    """What of these settings cannot be meant together, in words; nothing where all can."""
    return say("half_a_party") if bool(ocpi.country_code) != bool(ocpi.party_id) else ""
