"""
Which answer belongs to which call, for people who read the frames?

Nothing is interpreted here: an envelope is read, a socket and a transaction are found where they are named,
and an answer is put beside its call. Total: any text gives something that can be shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from chargeboard.decode.framing import CALL, ERROR, RESULT, RESULT_ERROR, SEND, message_of, text_of
from chargeboard.decode.rows import table_of
from chargeboard.domain.frame import Frame
from chargeboard.domain.records import Stored

_KINDS = {CALL: "call", RESULT: "answer", ERROR: "error", RESULT_ERROR: "error", SEND: "send"}
_EVSE = re.compile(r'"evseId"\s*:\s*"?(\d{1,4})|"evse"\s*:\s*\{[^{}]*?"id"\s*:\s*(\d{1,4})')
_CONNECTOR = re.compile(r'"connectorId"\s*:\s*"?(\d{1,4})()')
_TRANSACTION = re.compile(r'"transactionId"\s*:\s*"?([^",}\s]{1,64})')
_METERED = re.compile(r'"triggerReason"\s*:\s*"MeterValue(?:Periodic|Clock)"')
_OWN_SOCKET = re.compile(r'"socket"\s*:\s*(\d{1,4})')
"""Which socket it is here, where the other system's numbers are of something else."""
_ROW_SOCKET = re.compile(r'"(?:connector|evse)_id"\s*:\s*"?(\d{1,4})')
_ROW_TRANSACTION = re.compile(r'"(?:ocpp_)?transaction_(?:pk|id)"\s*:\s*"?([^",}\s]{1,64})')
METER_VALUES = "MeterValues"


class Heard(msgspec.Struct):
    """One frame with what its envelope says."""

    stored: Stored
    kind: str
    message_id: str = ""
    action: str = ""
    socket: int | None = None
    transaction_id: str = ""
    answer: Heard | None = None

    @property
    def frame(self) -> Frame:
        """The frame as received."""
        return self.stored.frame

    @property
    def is_metering(self) -> bool:
        """Whether it only carries meter values: 1.6 has an action for them, 2.x a reason, others a table."""
        if self.kind == "row":
            return "meter_value" in self.action
        return self.action == METER_VALUES or (
            self.action == "TransactionEvent" and _METERED.search(self.frame.text) is not None
        )


def heard(stored: Stored) -> Heard:
    """A frame alone."""
    frame = stored.frame
    if frame.direction == "ws":
        return Heard(stored, "link")
    if frame.direction == "row":
        return _row(stored)
    message, _ = message_of(frame.text)
    kind = _KINDS.get(message.kind) if message is not None else None
    if message is None or kind is None:
        return Heard(stored, "unreadable")
    found = Heard(stored, kind, message.id)
    if kind in {"call", "send"}:
        found.action = text_of(message.third)
        # where an EVSE is named, a connector is only a part of it
        if socket := _EVSE.search(frame.text) or _CONNECTOR.search(frame.text):
            found.socket = int(socket[1] or socket[2])
    if transaction := _TRANSACTION.search(frame.text):
        found.transaction_id = transaction[1]
    return found


def _row(stored: Stored) -> Heard:
    """A row of another system, by its table."""
    text = stored.frame.text
    table = table_of(text)
    if table is None:
        return Heard(stored, "unreadable")
    socket = _OWN_SOCKET.search(text) or _ROW_SOCKET.search(text)
    transaction = _ROW_TRANSACTION.search(text)
    return Heard(
        stored,
        "row",
        action=table,
        socket=int(socket[1]) if socket else None,
        transaction_id=transaction[1] if transaction else "",
    )


def exchanges(frames: Iterable[Stored], places: dict[str, int] | None = None) -> list[Heard]:
    """
    Frames in order of receipt with each answer inside its call; an answer to nothing stands alone. Of what
    was received in one instant an answer may come before its call.

    A frame that names a transaction and no socket gets the socket that others named with it; `places` are
    such sockets by transaction, those that are known and those that are learned here.
    """
    heards: list[Heard] = []
    waiting: dict[tuple[str, str], Heard] = {}
    early: dict[tuple[str, str, int], Heard] = {}
    placed: set[int] = set()
    places = {} if places is None else places
    for stored in frames:
        exchange = heard(stored)
        direction = exchange.frame.direction
        at, name = exchange.frame.received_at, exchange.message_id
        if exchange.kind == "call":
            answer = early.pop((direction, name, at), None)
            if answer is None:
                waiting[direction, name] = exchange
            else:
                placed.add(answer.stored.seq)
                _answer(exchange, answer, places)
        elif exchange.kind in {"answer", "error"}:
            asked_by = "out" if direction == "in" else "in"
            call = waiting.pop((asked_by, name), None)
            if call is not None:
                _answer(call, exchange, places)
                continue
            early[asked_by, name, at] = exchange
        if exchange.transaction_id and exchange.socket is not None:
            places[exchange.transaction_id] = exchange.socket
        heards.append(exchange)
    for event in heards:
        if event.socket is None and event.transaction_id:
            event.socket = places.get(event.transaction_id)
    return [event for event in heards if event.stored.seq not in placed] if placed else heards


def _answer(call: Heard, answer: Heard, places: dict[str, int]) -> None:
    call.answer = answer
    call.transaction_id = call.transaction_id or answer.transaction_id
    if call.transaction_id and call.socket is not None:
        places[call.transaction_id] = call.socket
