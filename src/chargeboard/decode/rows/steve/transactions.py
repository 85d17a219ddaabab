"""
When did a transaction begin and end, as SteVe wrote it down?

SteVe writes down each start, and nowhere what it answered: a start is refused where its token was blocked or
had expired. A stop that somebody entered by hand is a guess of SteVe's, of which is believed only that the
transaction is over; a stop that SteVe did not take is the charger's word all the same.
"""

from __future__ import annotations

import msgspec
from msgspec import Raw

from chargeboard.decode.forms import Form, Whole, number
from chargeboard.decode.notes import Notes
from chargeboard.decode.rows.transactions import Register, tell_began, tell_ended
from chargeboard.decode.spelling import REASON_16
from chargeboard.decode.v16.payloads import Connector
from chargeboard.domain.facts import TransactionAsked
from chargeboard.domain.reasons import Oddity


class Start(msgspec.Struct):
    """A row of `transaction_start`, with what `ocpp_tag` says of its token when it is read."""

    transaction_pk: Whole | None = None
    connector_id: Connector | None = None
    id_tag: str | None = None
    start_timestamp: str | None = None
    event_timestamp: str | None = None
    start_value: str | None = None
    max_active_transaction_count: Whole | None = None
    """0: blocked, also a token that SteVe met for the first time."""
    expiry_date: str | None = None


class Stop(msgspec.Struct):
    """A row of `transaction_stop`, or of `transaction_stop_failed`, which says why."""

    transaction_pk: Whole | None = None
    connector_id: Connector | None = None
    event_actor: str | None = None
    stop_timestamp: str | None = None
    event_timestamp: str | None = None
    stop_value: str | None = None
    stop_reason: str | None = None
    fail_reason: str | None = None


_START, _STOP = Form(Start), Form(Stop)


def tell_start(row: Raw, notes: Notes) -> None:
    """A transaction began, and whether it was allowed, as far as that is known."""
    said = _START.read(row, notes)
    if said is None:
        return
    if said.transaction_pk is None:
        notes.nonconformant(Oddity.MISSING, rule="Q08", field="transaction_pk")
        return
    socket = said.connector_id or 0
    notes.message_id = str(said.transaction_pk)
    notes.pairing.turns[f"{socket}/start"] = said.start_timestamp or ""
    meter_start = number(said.start_value)
    tell_began(
        notes,
        said.start_timestamp,
        str(said.transaction_pk),
        socket,
        said.id_tag or "",
        register=Register(meter_start, "start_value"),
        read=None if meter_start is None else f"{meter_start.normalize():f}",
        answered=_refused(said),
    )


def _refused(said: Start) -> str:
    if said.max_active_transaction_count == 0:
        return "Blocked"
    # both are text of one form
    return "Expired" if said.expiry_date and said.expiry_date < (said.start_timestamp or "") else ""


def tell_stop(row: Raw, notes: Notes) -> None:
    """A transaction ended; an omitted reason is Local."""
    said = _STOP.read(row, notes)
    if said is None:
        return
    notes.pairing.turns[f"{said.connector_id}/stop"] = said.stop_timestamp or ""
    if said.event_actor == "manual":
        now, transaction_id = notes.received_at, str(said.transaction_pk)
        notes.tell(TransactionAsked(now, now, transaction_id, ongoing=False, messages_queued=False))
        return
    _tell_stop(said, notes)


def tell_failed_stop(row: Raw, notes: Notes) -> None:
    """The charger said that a transaction ended, and SteVe did not take it."""
    said = _STOP.read(row, notes)
    if said is not None:
        notes.nonconformant(Oddity.NOT_TAKEN, said.fail_reason or "", field="transaction_stop_failed")
        _tell_stop(said, notes)


def _tell_stop(said: Stop, notes: Notes) -> None:
    if said.transaction_pk is None:
        notes.nonconformant(Oddity.MISSING, rule="Q08", field="transaction_pk")
    tell_ended(
        notes,
        said.stop_timestamp,
        "" if said.transaction_pk is None else str(said.transaction_pk),
        Register(number(said.stop_value), "stop_value"),
        notes.spelled(REASON_16, said.stop_reason) or "Local",
    )
