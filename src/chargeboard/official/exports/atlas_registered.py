"""
The EV charging use specification of Atlas Public Policy: ports and stations, as they are registered.

Fields, types, ranges and words as the published JSON schemas have them (clean-energy-tools/
ev-charging-use-specification-code, 8a90996, read 2026-11-29), restated; but a longitude reaches to 180, as
its description says: the schema of a station holds it to 90. Most of it is declared by the operator.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated, Final, Literal, TypeAlias

import msgspec

from chargeboard.official.exports.atlas import Document, PaymentType, Positive, Text

_Email: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]
_Zip: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{5}$")]
_Latitude: TypeAlias = Annotated[float, msgspec.Meta(ge=-90, le=90)]
_Longitude: TypeAlias = Annotated[float, msgspec.Meta(ge=-180, le=180)]
_Hours: TypeAlias = Annotated[float, msgspec.Meta(ge=0, le=24)]


class AtlasPort(msgspec.Struct):
    """A port."""

    port_id: Text
    project_id: Text
    station_id: Text
    data_provider_org: Text
    data_provider_poc_email: _Email
    is_active: bool
    power_level_kw: float
    port_latitude: _Latitude
    port_longitude: _Longitude
    station_activation_date: datetime
    charger_type: Literal["level_1", "level_2", "DCFC"]
    connector_type: Literal["CCS", "CHAdeMO", "J1772", "NACS"]
    energy_fee: Positive
    session_fee: Positive
    time_fee: Positive
    parking_fee: Positive
    idle_fee: Positive
    operating_hours: _Hours
    equipment_manufacturer: Text
    model_number: Text
    equipment_serial: Text
    data_provider_poc_last: Text
    data_provider_poc_first: Text
    network: Text
    network_contact: _Email
    evse_manufacturer: Text
    trailer_accessible: bool
    payments_accepted: PaymentType


class AtlasStation(msgspec.Struct):
    """A station: where the ports are."""

    station_id: Text
    station_name: Text
    station_address: Text
    station_city: Text
    station_state: Text
    station_zip: _Zip
    station_county: Text
    station_lon: _Longitude
    station_lat: _Latitude
    operator_name: Text
    operator_address: Text
    operator_city: Text
    operator_state: Text
    operating_status: Literal["operational", "under_construction", "planned", "decommissioned"]
    access_type: Literal["public", "private", "semi_public", "commercial_only"]
    site_host_type: Text
    site_host_type_detail: Text
    host_first_name: Text
    host_last_name: Text
    host_email: _Email
    onsite_der: bool
    operator_zip: _Zip | None = None
    onsite_der_type: Literal["solar", "stationary_battery", "wind", "fuel_cell", "other"] | None = None
    der_power: Positive | None = None
    der_energy: Positive | None = None


REGISTERED: Final[Mapping[str, type[msgspec.Struct]]] = {"ports": AtlasPort, "stations": AtlasStation}
_FIELDS = {field.encode_name: field for kind in REGISTERED.values() for field in msgspec.structs.fields(kind)}
KNOWN: Final = frozenset(
    {
        "port_id",
        "station_id",
        "power_level_kw",
        "energy_fee",
        "session_fee",
        "time_fee",
        "operating_hours",
        "equipment_manufacturer",
        "evse_manufacturer",
        "model_number",
        "equipment_serial",
        "network",
        "payments_accepted",
    }
)
"""What is known of the charger, or set by a setting of its own."""
DECLARED: Final = tuple(name for name in _FIELDS if name not in KNOWN)
"""What the operator says in its registration."""


def declared_value(name: str, text: str) -> object:
    """
    What was declared, in the type that the schema wants.

    Raises: ValueError for a value that it would refuse.
    """
    try:
        found: object = msgspec.convert(text, _FIELDS[name].type, strict=False)
    except msgspec.ValidationError as error:
        raise ValueError(str(error)) from error
    return text if isinstance(found, datetime) else found


def registered(kind: str, known: Mapping[str, object], declared: Mapping[str, str]) -> Document:
    """A document of what is known and what was declared; what nobody said is not in it."""
    told: Document = {}
    for field in msgspec.structs.fields(REGISTERED[kind]):
        name = field.encode_name
        value = known.get(name)
        if value is None and declared.get(name):
            value = declared_value(name, declared[name])
        if value is not None:
            told[name] = value
    return told


def unsaid(kind: str, documents: Iterable[Document]) -> list[str]:
    """Which fields that the schema wants are missing in any of the documents."""
    wanted = [one.encode_name for one in msgspec.structs.fields(REGISTERED[kind]) if one.required]
    some = list(documents)
    return [name for name in wanted if any(name not in one for one in some)]
