"""
When did a transaction begin and end, as OCPP.Core wrote it down?

A start that was refused is not written down. A 1.6 stop without a reason is written down as EmergencyStop,
and so is a real one: why it stopped is not known. Of 2.x the reason is not kept, but what triggered the
event, and -1 stands for no register.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

import msgspec
from msgspec import Raw

from chargeboard.decode.forms import Figure, Form, Whole, number
from chargeboard.decode.meters.measurands import energy
from chargeboard.decode.notes import Notes
from chargeboard.decode.rows.ocpp_core.registers import wh
from chargeboard.decode.rows.transactions import Register, tell_began, tell_ended
from chargeboard.decode.spelling import REASON_16
from chargeboard.decode.v16.payloads import Connector
from chargeboard.domain.facts import Sampled, TransactionTold
from chargeboard.domain.reasons import Oddity
from chargeboard.time.instants import Instant


class Transaction(msgspec.Struct):
    """A row of `Transactions`, as it began, as it ended, or what its meter read while it goes on."""

    transaction_id: Whole | None = None
    ocpp_transaction_id: str | None = None
    """The charger's own id of it, in 2.x."""
    connector_id: Connector | None = None
    """In 2.x the EVSE."""
    id_tag: str | None = None
    start_time: str | None = None
    meter_start: Figure | None = None
    start_result: str | None = None
    stop_time: str | None = None
    meter_stop: Figure | None = None
    stop_reason: str | None = None


_TRANSACTION: Final = Form(Transaction)
_NO_REGISTER: Final = Decimal(-1)
_AMBIGUOUS: Final = "EmergencyStop"
_UNKNOWN: Final = "Other"
_REASON_OF: Final = {
    "Deauthorized": "DeAuthorized",
    "EVCommunicationLost": "EVDisconnected",
    "EVDeparted": "EVDisconnected",
    "EnergyLimitReached": "EnergyLimitReached",
    "RemoteStop": "Remote",
    "StopAuthorized": "Local",
    "TimeLimitReached": "TimeLimitReached",
}
"""The reason that a trigger leaves no doubt of."""


def tell_transaction(row: Raw, notes: Notes) -> None:
    """A transaction began, or it ended."""
    said = _TRANSACTION.read(row, notes)
    if said is None:
        return
    if said.transaction_id is None:
        notes.nonconformant(Oddity.MISSING, rule="Q08", field="transaction_id")
        return
    notes.message_id = str(said.transaction_id)
    if said.ocpp_transaction_id and (said.start_time or said.stop_time):
        _tell_event(said, said.ocpp_transaction_id, notes)
    elif said.ocpp_transaction_id:
        _tell_register(said, said.ocpp_transaction_id, "", notes.received_at, notes)
    elif said.stop_time is None:
        _tell_start(said, notes)
    else:
        _tell_stop(said, notes)


def _tell_start(said: Transaction, notes: Notes) -> None:
    tell_began(
        notes,
        said.start_time,
        str(said.transaction_id),
        said.connector_id or 0,
        said.id_tag or "",
        register=Register(wh(said.meter_start), "meter_start"),
        read=str(said.meter_start),
    )


def _tell_stop(said: Transaction, notes: Notes) -> None:
    reason = said.stop_reason or ""
    tell_ended(
        notes,
        said.stop_time,
        str(said.transaction_id),
        Register(wh(said.meter_stop), "meter_stop"),
        _UNKNOWN if reason in {"", _AMBIGUOUS} else notes.spelled(REASON_16, reason),
    )


def _tell_event(said: Transaction, uid: str, notes: Notes) -> None:
    """The first or the last event of a 2.x transaction, and the register that it brought."""
    is_end = said.stop_time is not None
    stamp = said.stop_time if is_end else said.start_time
    trigger = (said.stop_reason if is_end else said.start_result) or ""
    at, clock_repaired, stated_at = notes.when(stamp)
    notes.tell(
        TransactionTold(
            at,
            notes.received_at,
            notes.ref,
            uid,
            "Ended" if is_end else "Started",
            int(is_end),
            trigger,
            reason=_REASON_OF.get(trigger, _UNKNOWN) if is_end else "",
            socket=said.connector_id or None,
            token=said.id_tag or "",
            clock_repaired=clock_repaired,
            stated_at=stated_at,
        )
    )
    _tell_register(said, uid, "Transaction.End" if is_end else "Transaction.Begin", at, notes)


def _tell_register(said: Transaction, uid: str, context: str, at: Instant, notes: Notes) -> None:
    field = "meter_start" if context == "Transaction.Begin" else "meter_stop"
    kwh = said.meter_start if field == "meter_start" else said.meter_stop
    if number(kwh) not in {None, _NO_REGISTER}:
        register_wh = energy(wh(kwh), field, notes)
        notes.tell(
            Sampled(at, notes.received_at, said.connector_id or None, uid, register_wh, context=context)
        )
