"""
What may an OCPP 1.6 message carry?

Every field is optional and of the kind that the standard gives it; a message of another form is mended.
"""

from __future__ import annotations

from typing import Annotated, TypeAlias

import msgspec
from msgspec import Meta

from chargeboard.decode.forms import Figure, Whole
from chargeboard.decode.meters.measurands import MeterValue

Text20: TypeAlias = Annotated[str, Meta(max_length=20)]
Text25: TypeAlias = Annotated[str, Meta(max_length=25)]
Text50: TypeAlias = Annotated[str, Meta(max_length=50)]
Text255: TypeAlias = Annotated[str, Meta(max_length=255)]
Connector: TypeAlias = Annotated[int, Meta(ge=0, le=9999)]


class Boot(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """BootNotification."""

    charge_box_serial_number: Text25 | None = None
    charge_point_model: Text20 | None = None
    charge_point_serial_number: Text25 | None = None
    charge_point_vendor: Text20 | None = None
    firmware_version: Text50 | None = None
    iccid: Text20 | None = None
    imsi: Text20 | None = None
    meter_serial_number: Text25 | None = None
    meter_type: Text25 | None = None


class Status(msgspec.Struct, rename="camel", forbid_unknown_fields=True, gc=False):
    """StatusNotification."""

    connector_id: Connector | None = None
    error_code: str | None = None
    info: Text50 | None = None
    status: str | None = None
    timestamp: str | None = None
    vendor_id: Text255 | None = None
    vendor_error_code: Text50 | None = None


class Authorize(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """Authorize; that it names a connector is not in the standard, and some chargers do (A7a)."""

    id_tag: str | None = None
    connector_id: Connector | None = None


class Start(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """StartTransaction."""

    connector_id: Connector | None = None
    id_tag: str | None = None
    meter_start: Figure | None = None
    reservation_id: Whole | None = None
    timestamp: str | None = None


class Stop(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """StopTransaction."""

    id_tag: str | None = None
    meter_stop: Figure | None = None
    timestamp: str | None = None
    transaction_id: str | int | None = None
    reason: str | None = None
    transaction_data: list[MeterValue] | None = None


class Meter(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """MeterValues."""

    connector_id: Connector | None = None
    transaction_id: str | int | None = None
    meter_value: list[MeterValue] | None = None


class Reservation(msgspec.Struct, rename="camel"):
    """ReserveNow, of which expiry and group do not matter here."""

    connector_id: Connector | None = None
    id_tag: str | None = None


class RemoteStart(msgspec.Struct, rename="camel"):
    """RemoteStartTransaction, of which the charging profile does not matter here."""

    connector_id: Connector | None = None
    id_tag: str | None = None
