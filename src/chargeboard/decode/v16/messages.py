"""
What does an OCPP 1.6 charge point say?

Connectors are sockets. Nothing is made up: a connector that is not named is no connector (Q13).
"""

from __future__ import annotations

import msgspec
from msgspec import Raw

from chargeboard.decode.forms import Form, number
from chargeboard.decode.meters.measurands import MeterValue, energy
from chargeboard.decode.meters.samples import tell_samples
from chargeboard.decode.notes import Notes
from chargeboard.decode.spelling import ERROR_16, REASON_16, STATUS_16
from chargeboard.decode.v16.payloads import (
    Authorize,
    Boot,
    Meter,
    RemoteStart,
    Reservation,
    Start,
    Status,
    Stop,
)
from chargeboard.domain.facts import (
    Booted,
    RemoteStartAsked,
    ReservationAsked,
    StartReported,
    StatusReported,
    StopReported,
    TokenShown,
)
from chargeboard.domain.reasons import Oddity

_BOOT, _STATUS, _AUTHORIZE, _METER = Form(Boot), Form(Status), Form(Authorize), Form(Meter)
_READ_METER = msgspec.json.Decoder(Meter).decode
_START, _STOP, _REMOTE, _RESERVATION = Form(Start), Form(Stop), Form(RemoteStart), Form(Reservation)


def tell_boot(payload: Raw, notes: Notes) -> None:
    """The charger started, and waits to hear its heartbeat interval."""
    said = _BOOT.read(payload, notes)
    if said is None:
        return
    notes.expect_answer("BootNotification")
    notes.tell(
        Booted(
            notes.received_at,
            notes.received_at,
            said.charge_point_vendor or "",
            said.charge_point_model or "",
            said.charge_point_serial_number or said.charge_box_serial_number or "",
            said.firmware_version or "",
        )
    )


def tell_status(payload: Raw, notes: Notes) -> None:
    """How a connector is. The stamp is optional here, so its absence is no fault of a clock."""
    said = _STATUS.read(payload, notes)
    if said is None:
        return
    if said.connector_id is None or not said.status:
        notes.nonconformant(Oddity.MISSING, rule="Q13", field="connectorId" if said.status else "status")
        return
    if said.timestamp is None:
        at, clock_repaired, stated_at = notes.received_at, False, 0
    else:
        at, clock_repaired, stated_at = notes.when(said.timestamp)
    if not said.error_code:
        notes.nonconformant(Oddity.MISSING, field="errorCode")
    notes.report(
        StatusReported(
            at,
            notes.received_at,
            said.connector_id,
            notes.spelled(STATUS_16, said.status),
            notes.spelled(ERROR_16, said.error_code) or "NoError",
            said.vendor_error_code or "",
            said.vendor_id or "",
            said.info or "",
            clock_repaired=clock_repaired,
            stated_at=stated_at,
        ),
        said.timestamp,
    )


def tell_token(payload: Raw, notes: Notes) -> None:
    """A token was shown."""
    said = _AUTHORIZE.read(payload, notes)
    if said is None:
        return
    if not said.id_tag:
        notes.nonconformant(Oddity.MISSING, field="idTag")
    if said.connector_id is not None:
        notes.nonconformant(Oddity.UNKNOWN_PROPERTY, "connectorId", field="payload")
    notes.expect_answer("Authorize")
    now, socket = notes.received_at, said.connector_id or None
    notes.tell(TokenShown(now, now, notes.ref, said.id_tag or "", socket))


def tell_reservation(payload: Raw, notes: Notes) -> None:
    """The CSMS asked to hold a connector."""
    said = _RESERVATION.read(payload, notes)
    if said is not None and said.id_tag:
        now, socket = notes.received_at, said.connector_id or None
        notes.tell(ReservationAsked(now, now, said.id_tag, socket))


def tell_start(payload: Raw, notes: Notes) -> None:
    """A transaction began. One that names no connector is kept as one of connector 0: "socket ?" (Q26)."""
    said = _START.read(payload, notes)
    if said is None:
        return
    if said.connector_id is None:
        notes.nonconformant(Oddity.MISSING, rule="Q13", field="connectorId")
    if not said.id_tag:
        notes.nonconformant(Oddity.MISSING, field="idTag")
    socket = said.connector_id or 0
    at, clock_repaired, stated_at = notes.when(said.timestamp)
    meter_start = number(said.meter_start)
    same = (
        socket,
        said.id_tag or "",
        None if meter_start is None else f"{meter_start.normalize():f}",
        said.timestamp or notes.received_at,
    )
    notes.expect_answer("StartTransaction", at=at)
    notes.tell(
        StartReported(
            at,
            notes.received_at,
            notes.ref,
            msgspec.json.encode(same).decode(),
            socket,
            said.id_tag or "",
            energy(meter_start, "meterStart", notes),
            clock_repaired,
            stated_at,
        )
    )


def tell_stop(payload: Raw, notes: Notes) -> None:
    """A transaction ended; an omitted reason is Local."""
    said = _STOP.read(payload, notes)
    if said is None:
        return
    if said.transaction_id is None:
        notes.nonconformant(Oddity.MISSING, rule="Q08", field="transactionId")
    transaction_id = "" if said.transaction_id is None else str(said.transaction_id)
    tell_samples(said.transaction_data, None, transaction_id, notes, is_v2=False)
    at, clock_repaired, stated_at = notes.when(said.timestamp)
    notes.tell(
        StopReported(
            at,
            notes.received_at,
            transaction_id,
            energy(number(said.meter_stop), "meterStop", notes),
            notes.spelled(REASON_16, said.reason) or "Local",
            said.id_tag or "",
            clock_repaired,
            stated_at,
        )
    )


def meter_values(payload: Raw) -> list[MeterValue] | None:
    """What was read at each instant, of a message in which nothing had to be forgiven."""
    return _READ_METER(payload).meter_value


def tell_meter(payload: Raw, notes: Notes) -> None:
    """What a meter read."""
    said = _METER.read(payload, notes)
    if said is None:
        return
    if said.connector_id is None:
        notes.nonconformant(Oddity.MISSING, rule="Q13", field="connectorId")
    if not said.meter_value:
        notes.nonconformant(Oddity.MISSING, field="meterValue")
    transaction_id = "" if said.transaction_id is None else str(said.transaction_id)
    tell_samples(said.meter_value, said.connector_id, transaction_id, notes, is_v2=False)


def tell_remote_start(payload: Raw, notes: Notes) -> None:
    """The CSMS asked for a start."""
    said = _REMOTE.read(payload, notes)
    if said is None:
        return
    notes.expect_answer("RemoteStartTransaction")
    now = notes.received_at
    notes.tell(RemoteStartAsked(now, now, notes.ref, said.id_tag or "", said.connector_id))
