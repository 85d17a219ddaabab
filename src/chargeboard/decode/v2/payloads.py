"""
What may an OCPP 2.0.1 or 2.1 message carry?

Every field is optional and of the kind that the standard gives it; a message of another form is mended.
"""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

import msgspec
from msgspec import Meta

from chargeboard.decode.forms import Figure, Whole
from chargeboard.decode.meters.measurands import MeterValue

Number: TypeAlias = Annotated[int, Meta(ge=0, le=9999)]


class Evse(msgspec.Struct, rename="camel", gc=False):
    """Which EVSE, and which of its connectors."""

    id: Number | None = None
    connector_id: Number | None = None


class IdToken(msgspec.Struct, rename="camel", gc=False):
    """A token; its type is not looked at."""

    id_token: str | None = None


class Station(msgspec.Struct, rename="camel"):
    """The station that booted."""

    model: str | None = None
    vendor_name: str | None = None
    serial_number: str | None = None
    firmware_version: str | None = None


class Boot(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """BootNotification."""

    charging_station: Station | None = None
    reason: str | None = None
    custom_data: Any = None


class Status(msgspec.Struct, rename="camel", forbid_unknown_fields=True, gc=False):
    """StatusNotification."""

    timestamp: str | None = None
    connector_status: str | None = None
    evse_id: Number | None = None
    connector_id: Number | None = None
    custom_data: Any = None


class Authorize(msgspec.Struct, rename="camel"):
    """Authorize, of which certificates do not matter here; some stations name the EVSE (A7a)."""

    id_token: IdToken | None = None
    evse: Evse | None = None
    evse_id: Number | None = None


class Reservation(msgspec.Struct, rename="camel"):
    """ReserveNow, of which expiry and group do not matter here."""

    evse_id: Number | None = None
    id_token: IdToken | None = None


class TransactionInfo(msgspec.Struct, rename="camel"):
    """What a TransactionEvent says of its transaction."""

    transaction_id: str | int | None = None
    charging_state: str | None = None
    stopped_reason: str | None = None
    remote_start_id: Whole | None = None


class TransactionEvent(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """TransactionEvent."""

    event_type: str | None = None
    timestamp: str | None = None
    trigger_reason: str | None = None
    seq_no: Whole | None = None
    offline: bool | None = None
    transaction_info: TransactionInfo | None = None
    evse: Evse | None = None
    id_token: IdToken | None = None
    meter_value: list[MeterValue] | None = None
    number_of_phases_used: Any = None
    cable_max_current: Any = None
    reservation_id: Any = None
    preconditioning_status: Any = None
    evse_sleep: Any = None
    cost_details: Any = None
    custom_data: Any = None


class Meter(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """MeterValues."""

    evse_id: Number | None = None
    meter_value: list[MeterValue] | None = None
    custom_data: Any = None


class RequestStart(msgspec.Struct, rename="camel"):
    """RequestStartTransaction, of which the charging profile does not matter here."""

    id_token: IdToken | None = None
    evse_id: Number | None = None
    remote_start_id: Whole | None = None


class GetStatus(msgspec.Struct, rename="camel"):
    """GetTransactionStatus."""

    transaction_id: str | int | None = None


class Component(msgspec.Struct, rename="camel"):
    """Which part of the station."""

    name: str | None = None
    instance: str | None = None
    evse: Evse | None = None


class Variable(msgspec.Struct, rename="camel"):
    """Which of its variables."""

    name: str | None = None
    instance: str | None = None


class EventData(msgspec.Struct, rename="camel"):
    """One event."""

    timestamp: str | None = None
    trigger: str | None = None
    actual_value: Figure | bool | None = None
    tech_code: str | None = None
    tech_info: str | None = None
    cleared: bool | None = None
    component: Component | None = None
    variable: Variable | None = None
    variable_monitoring_id: Whole | None = None
    severity: Number | None = None


class Events(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """NotifyEvent."""

    generated_at: str | None = None
    tbc: bool | None = None
    seq_no: Whole | None = None
    event_data: list[EventData] | None = None
    custom_data: Any = None


class Monitor(msgspec.Struct, rename="camel"):
    """A monitor as NotifyMonitoringReport and the answer to SetVariableMonitoring name it."""

    id: Whole | None = None
    severity: Number | None = None


class Monitored(msgspec.Struct, rename="camel"):
    """The monitors of one variable."""

    variable_monitoring: list[Monitor] | None = None


class MonitoringReport(msgspec.Struct, rename="camel"):
    """NotifyMonitoringReport."""

    monitor: list[Monitored] | None = None
