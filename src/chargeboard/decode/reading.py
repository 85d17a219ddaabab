"""
What does one frame tell?

Total: any text gives facts and oddities, never an exception.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeAlias

from chargeboard.decode.answers import refusal, tell_answer, tell_refusal
from chargeboard.decode.framing import (
    CALL,
    ERROR,
    RESULT,
    RESULT_ERROR,
    SEND,
    UNREADABLE,
    Message,
    decoded,
    message_of,
    text_of,
)
from chargeboard.decode.links import tell_turn
from chargeboard.decode.meters.repeated import METER_VALUES, listen, told_again
from chargeboard.decode.notes import Notes
from chargeboard.decode.pairing import OpenCall, Pairing
from chargeboard.decode.routes import ROUTES
from chargeboard.decode.rows import tell_row
from chargeboard.decode.v16.messages import meter_values, tell_meter
from chargeboard.domain.codes import OddityKind
from chargeboard.domain.envelope import Envelope
from chargeboard.domain.facts import AnyFact, HeartbeatHeard
from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy
from chargeboard.domain.reasons import Oddity
from chargeboard.domain.stamps import Stamps

_ASKED_BY = {"in": "out", "out": "in"}
_HEARTBEAT = b'"Heartbeat"'
_CODE_MOST = 50
_NO_CODE = "GenericError"
_NO_MESSAGES: dict[str, Callable[[str, Notes], None]] = {"ws": tell_turn, "row": tell_row}


def read(frame: Frame, pairing: Pairing, policy: Policy, stamps: Stamps | None = None) -> list[AnyFact]:
    """
    What was said, in the order of the frame, then what had to be forgiven.

    `pairing` moves on: it remembers the calls whose answers will matter, and says by `said` what the envelope
    was; `stamps` says how the charger's
    clock is to be read, and is told what it said; without it the clock is right.
    """
    if stamps is None:
        stamps = Stamps()
    tell = _NO_MESSAGES.get(frame.direction)
    if tell is not None:
        notes = Notes(frame, pairing, policy, stamps)
        tell(frame.text, notes)
        return notes.all()
    if frame.direction == "in" and (again := told_again(frame)) is not None:
        form, found = again
        notes = Notes(frame, pairing, policy, stamps)
        pairing.newest = found[1]
        pairing.said = Envelope("call", found[1], METER_VALUES)
        form.tell(found, notes)
        return notes.all()
    message: Message | None
    try:
        message, was_mended = decoded(frame.text), False
    except UNREADABLE:
        message, was_mended = message_of(frame.text)
    if message is not None and not was_mended:
        # half of what many say: heartbeats, which tell only that the charger is there, and their answers
        if message.kind == RESULT and not pairing.calls and message.id == pairing.newest:
            pairing.said = Envelope("answer", message.id, "", refusal(message.third, frame.text))
            return []
        if message.kind == CALL and frame.direction == "in" and bytes(message.third) == _HEARTBEAT:
            pairing.said = Envelope("call", message.id, "Heartbeat")
            pairing.newest = message.id
            return [HeartbeatHeard(frame.received_at, frame.received_at)]
    pairing.said = _envelope(message, frame.text)
    notes = Notes(frame, pairing, policy, stamps)
    if message is None:
        if frame.text.strip():
            notes.odd(OddityKind.QUARANTINED, Oddity.NO_MESSAGE, frame.text, "Q34")
        return notes.all()
    if was_mended:
        notes.odd(OddityKind.REPAIRED, Oddity.VALUE_LEFT_OUT, frame.text, "Q34")
    reader = _READERS.get(message.kind)
    if reader is None:
        notes.odd(OddityKind.QUARANTINED, Oddity.NO_MESSAGE_TYPE, frame.text, "Q34")
    else:
        reader(message, frame, notes)
    return notes.all()


def _envelope(message: Message | None, text: str) -> Envelope | None:
    """Who counts what goes to and fro needs no more of a message; a stream of values asks nothing (Q43)."""
    if message is None:
        return None
    if message.kind == CALL:
        return Envelope("call", message.id, text_of(message.third))
    if message.kind == RESULT:
        return Envelope("answer", message.id, "", refusal(message.third, text))
    if message.kind == ERROR:
        return Envelope("answer", message.id, "", _code(message))
    if message.kind == RESULT_ERROR:
        return Envelope("objection", message.id, "", _code(message))
    return None


def _code(message: Message) -> str:
    return text_of(message.third)[:_CODE_MOST] or _NO_CODE


def _call(message: Message, frame: Frame, notes: Notes) -> None:
    route = ROUTES[frame.direction].get(bytes(message.third))
    if route is None:
        notes.nonconformant(Oddity.UNKNOWN_WORD, text_of(message.third), field="action")
        return
    notes.message_id = message.id
    if frame.direction == "in":
        notes.pairing.newest = notes.message_id
    teller = route.teller(message.fourth, frame.protocol, notes)
    teller(message.fourth, notes)
    if teller is tell_meter:
        listen(notes, partial(meter_values, message.fourth))
    answer = notes.pairing.answer_before(frame.direction, message.id, frame.received_at)
    if answer is not None:
        said, _ = message_of(answer)
        call = notes.pairing.take(frame.direction, message.id)
        if said is not None and call is not None:
            _tell(said, call, notes)


def _answer(message: Message, frame: Frame, notes: Notes) -> None:
    pairing, asked_by = notes.pairing, _ASKED_BY[frame.direction]
    call = pairing.take(asked_by, message.id)
    if call is None and message.kind == ERROR and asked_by == "in":
        call = pairing.meant_by(message.id)
    if call is None:
        pairing.keep_early(asked_by, message.id, frame.text, frame.received_at)
    else:
        _tell(message, call, notes)


def _tell(answer: Message, call: OpenCall, notes: Notes) -> None:
    if answer.kind == ERROR:
        tell_refusal(call, notes)
    else:
        tell_answer(answer.third, call, notes)


def _nothing(message: Message, frame: Frame, notes: Notes) -> None:
    """A refused answer and a stream of values change no figure (Q43)."""


Reader: TypeAlias = Callable[[Message, Frame, Notes], None]
_READERS: dict[int, Reader] = {
    CALL: _call,
    RESULT: _answer,
    ERROR: _answer,
    RESULT_ERROR: _nothing,
    SEND: _nothing,
}
