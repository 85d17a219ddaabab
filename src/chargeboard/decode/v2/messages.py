"""
What does an OCPP 2.0.1 or 2.1 charging station say?

EVSEs are sockets. What an event does not carry stays unknown: the fold of a transaction knows it (S1, Q13).
"""

from __future__ import annotations

from msgspec import Raw

from chargeboard.decode.forms import Form
from chargeboard.decode.meters.samples import tell_samples
from chargeboard.decode.notes import Notes
from chargeboard.decode.spelling import BOOT_2, CHARGING_2, EVENT_2, REASON_2, STATUS_2, TRIGGER_2
from chargeboard.decode.v2.payloads import (
    Authorize,
    Boot,
    Evse,
    GetStatus,
    IdToken,
    Meter,
    RequestStart,
    Reservation,
    Station,
    Status,
    TransactionEvent,
    TransactionInfo,
)
from chargeboard.domain.facts import (
    Booted,
    RemoteStartAsked,
    ReservationAsked,
    StatusReported,
    TokenShown,
    TransactionTold,
)
from chargeboard.domain.reasons import Oddity

NOT_SAID = -1
"""The seqNo of an event that carries none."""

_BOOT, _STATUS, _AUTHORIZE, _METER = Form(Boot), Form(Status), Form(Authorize), Form(Meter)
_EVENT, _REQUEST, _GET_STATUS = Form(TransactionEvent), Form(RequestStart), Form(GetStatus)
_RESERVATION = Form(Reservation)
_NO_INFO, _NO_EVSE, _NO_TOKEN, _NO_STATION = TransactionInfo(), Evse(), IdToken(), Station()


def tell_boot(payload: Raw, notes: Notes) -> None:
    """The station started, and waits to hear its heartbeat interval."""
    said = _BOOT.read(payload, notes)
    if said is None:
        return
    notes.expect_answer("BootNotification")
    station = said.charging_station or _NO_STATION
    notes.tell(
        Booted(
            notes.received_at,
            notes.received_at,
            station.vendor_name or "",
            station.model or "",
            station.serial_number or "",
            station.firmware_version or "",
            notes.spelled(BOOT_2, said.reason),
        )
    )


def tell_status(payload: Raw, notes: Notes) -> None:
    """How a connector of an EVSE is."""
    said = _STATUS.read(payload, notes)
    if said is None:
        return
    if said.evse_id is None or not said.connector_status:
        notes.nonconformant(
            Oddity.MISSING, rule="Q13", field="evseId" if said.connector_status else "connectorStatus"
        )
        return
    at, clock_repaired, stated_at = notes.when(said.timestamp)
    notes.report(
        StatusReported(
            at,
            notes.received_at,
            said.evse_id,
            notes.spelled(STATUS_2, said.connector_status),
            is_v2=True,
            connector=said.connector_id or 0,
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
    token = (said.id_token or _NO_TOKEN).id_token
    if not token:
        notes.nonconformant(Oddity.MISSING, field="idToken")
    notes.expect_answer("Authorize")
    now, socket = notes.received_at, (said.evse or _NO_EVSE).id or said.evse_id or None
    notes.tell(TokenShown(now, now, notes.ref, token or "", socket))


def tell_reservation(payload: Raw, notes: Notes) -> None:
    """The CSMS asked to hold an EVSE."""
    said = _RESERVATION.read(payload, notes)
    token = None if said is None else (said.id_token or _NO_TOKEN).id_token
    if said is not None and token:
        notes.tell(ReservationAsked(notes.received_at, notes.received_at, token, said.evse_id or None))


def tell_transaction(payload: Raw, notes: Notes) -> None:
    """An event of a transaction, and what the meter read with it: after its start, before its end."""
    said = _EVENT.read(payload, notes)
    if said is None:
        return
    info = said.transaction_info or _NO_INFO
    transaction_id = "" if info.transaction_id is None else str(info.transaction_id)
    event = notes.spelled(EVENT_2, said.event_type)
    if not transaction_id:
        notes.nonconformant(Oddity.MISSING, rule="Q13", field="transactionId")
    elif event != "Ended":
        _tell_event(said, event, transaction_id, notes)
    tell_samples(said.meter_value, (said.evse or _NO_EVSE).id, transaction_id, notes, is_v2=True)
    if transaction_id and event == "Ended":
        _tell_event(said, event, transaction_id, notes)
    if said.offline:
        # what waited for the link tells nothing of the clock (T8)
        notes.stamps.latest = None


def _tell_event(said: TransactionEvent, event: str, transaction_id: str, notes: Notes) -> None:
    info, evse = said.transaction_info or _NO_INFO, said.evse or _NO_EVSE
    token = (said.id_token or _NO_TOKEN).id_token or ""
    for field, value in (
        ("eventType", said.event_type),
        ("triggerReason", said.trigger_reason),
        ("seqNo", said.seq_no),
    ):
        if value is None:
            notes.nonconformant(Oddity.MISSING, rule="Q13", field=field)
    at, clock_repaired, stated_at = notes.when(said.timestamp)
    if token or event == "Started":
        # an error refuses a start, whether or not it names a token (S7)
        notes.expect_answer("TransactionEvent", at=at)
    notes.tell(
        TransactionTold(
            at,
            notes.received_at,
            notes.ref,
            transaction_id,
            event,
            NOT_SAID if said.seq_no is None else said.seq_no,
            notes.spelled(TRIGGER_2, said.trigger_reason),
            notes.spelled(CHARGING_2, info.charging_state),
            notes.spelled(REASON_2, info.stopped_reason),
            evse.id,
            evse.connector_id,
            token,
            said.offline or False,
            info.remote_start_id,
            clock_repaired,
            stated_at,
        )
    )


def tell_meter(payload: Raw, notes: Notes) -> None:
    """What a meter read outside a transaction's events; it names no transaction."""
    said = _METER.read(payload, notes)
    if said is None:
        return
    if said.evse_id is None:
        notes.nonconformant(Oddity.MISSING, rule="Q13", field="evseId")
    if not said.meter_value:
        notes.nonconformant(Oddity.MISSING, field="meterValue")
    tell_samples(said.meter_value, said.evse_id, "", notes, is_v2=True)


def tell_request_start(payload: Raw, notes: Notes) -> None:
    """The CSMS asked for a start."""
    said = _REQUEST.read(payload, notes)
    if said is None:
        return
    notes.expect_answer("RequestStartTransaction")
    token = (said.id_token or _NO_TOKEN).id_token or ""
    now = notes.received_at
    notes.tell(RemoteStartAsked(now, now, notes.ref, token, said.evse_id, said.remote_start_id))


def expect_status(payload: Raw, notes: Notes) -> None:
    """The CSMS asked whether a transaction is still going on."""
    said = _GET_STATUS.read(payload, notes)
    if said is not None and said.transaction_id is not None:
        notes.expect_answer("GetTransactionStatus", str(said.transaction_id))


def expect_monitoring(payload: Raw, notes: Notes) -> None:  # noqa: ARG001 - the answer says it all
    """The CSMS set monitors; the answer names each with its severity."""
    notes.expect_answer("SetVariableMonitoring")
