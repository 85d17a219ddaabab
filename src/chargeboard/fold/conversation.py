"""
Do charger and CSMS answer each other, and as the standard says? Counted by local day (H1-H6).

A day becomes one fact as soon as something comes behind it. Calls wait here for their answers; a few message
ids are remembered, with digests of what was said.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TypeAlias
from zlib import adler32

import msgspec

from chargeboard.domain.codes import OddityKind, Side, TroubleKind
from chargeboard.domain.envelope import Envelope
from chargeboard.domain.facts import (
    AnyFact,
    Closed,
    CollectorGap,
    ConversationCounted,
    Ended,
    LinkClosed,
    LinkOpened,
    OddityFound,
    Trouble,
)
from chargeboard.domain.frame import Frame
from chargeboard.time.days import day_of, day_span
from chargeboard.time.instants import MINUTE, NEVER, SECOND, Instant

LATE = 30 * SECOND
"""An answer after that is late (H1)."""
GIVEN_UP = 5 * MINUTE
"""One that has not come by then is not waited for any more (H2)."""
_AGAIN_WITHIN = 2 * MINUTE
_MOST_WAITING = 16
_MOST_KINDS = 32
_MOST_CLOSED = 48
_ACTION_MOST = 50

_OTHER = {Side.CHARGER: Side.CSMS, Side.CSMS: Side.CHARGER}
_MALFORMED = frozenset(
    {
        "FormationViolation",
        "FormatViolation",
        "MessageTypeNotSupported",
        "OccurenceConstraintViolation",
        "OccurrenceConstraintViolation",
        "PropertyConstraintViolation",
        "ProtocolError",
        "RpcFrameworkError",
        "TypeConstraintViolation",
    }
)
"""Errors that say that what was asked is not as the standard has it."""
_NO_CALL = frozenset({"", "-1"})
"""What an error names where the id of what it refuses could not be read."""
_NONSTANDARD = frozenset({OddityKind.NONCONFORMANT, OddityKind.REPAIRED, OddityKind.QUARANTINED})
_MOST_IDS = 16

Said: TypeAlias = tuple[int, Instant]
"""A digest of a call's text, and when it was received."""
Early: TypeAlias = tuple[Instant, str]
"""When an answer was received before its call, and the code by which it refuses that."""


class Waiting(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A call that was not answered yet."""

    at: Instant
    action: str
    connection: str


class Speaker(msgspec.Struct, omit_defaults=True):
    """
    What one side asked and answered on the day, which calls of it wait, and its latest message ids.

    `early` are answers of the other side that came before its calls did, of one instant.
    """

    asked: int = 0
    answered: int = 0
    waiting: dict[str, Waiting] = {}
    early: dict[str, Early] = {}
    ids: dict[str, Said] = {}


class Conversation(msgspec.Struct, omit_defaults=True):
    """The day that goes on; `until` is its end, 0 before the first message."""

    on: date = date.min
    until: Instant = 0
    charger: Speaker = msgspec.field(default_factory=Speaker)
    csms: Speaker = msgspec.field(default_factory=Speaker)
    troubles: dict[str, int] = {}
    """How often, by the fields of a trouble with a line break between them."""
    ends: dict[str, int] = {}
    """How often connections ended, by code."""
    closed: list[Closed] = []
    has_ids: bool = False
    has_ends: bool = False
    due: Instant = NEVER
    """No call that waits is given up before."""
    connection: str = ""
    """The one that the ids belong to."""
    away_at: Instant = 0
    """When we were told last that we had been away."""

    def counted(self, at: Instant) -> ConversationCounted | None:
        """The day so far; None before the first."""
        if not self.until:
            return None
        return ConversationCounted(
            at,
            at,
            self.on,
            self.charger.asked,
            self.csms.asked,
            self.charger.answered,
            self.csms.answered,
            tuple([_trouble(key, times) for key, times in sorted(self.troubles.items())]),
            tuple([Ended(int(code) if code else None, n) for code, n in sorted(self.ends.items())]),
            tuple(self.closed),
            self.has_ids,
            self.has_ends,
        )


def listen(
    known: Conversation,
    frame: Frame,
    said: Envelope | None,
    events: list[AnyFact],
    heard_at: Instant | None,
    zone: str,
) -> ConversationCounted | None:
    """
    Counts a frame of which `said` is the envelope; the day before it, where a new one begins with it.

    `heard_at` is the charger's last sign of life before the frame.
    """
    now, direction = frame.received_at, frame.direction
    if direction == "row":
        return None
    found = None
    if now >= known.until:
        found = known.counted(now)
        _begin(known, now, zone)
    if now > known.due:
        _give_up(known, now, heard_at)
    if direction == "ws":
        _turn(known, events, now)
        return found
    charger, csms = known.charger, known.csms
    if frame.connection != known.connection:
        known.connection, charger.ids, csms.ids = frame.connection, {}, {}
    side, speaker, other = Side.CHARGER, charger, csms
    if direction == "out":
        side, speaker, other = Side.CSMS, csms, charger
    if said is not None:
        if said.kind == "answer":
            _answered(known, speaker, other, side, said, now)
        elif said.kind == "call":
            _asked(known, speaker, side, said, frame)
            if speaker.early:
                _answered_before(known, other, speaker, _OTHER[side], said, now)
        else:
            _refused(known, side, "", said.refused)
    if events and type(events[-1]) is OddityFound and any(map(_is_nonstandard, events)):
        _count(known, TroubleKind.NONSTANDARD, side, "" if said is None else said.action)
    return found


def _begin(known: Conversation, now: Instant, zone: str) -> None:
    """A day on which nothing was counted yet; calls go on waiting over midnight."""
    known.on = day_of(now, zone)
    known.until = day_span(known.on, zone).end
    known.troubles, known.ends, known.closed, known.has_ids = {}, {}, [], False
    for speaker in (known.charger, known.csms):
        speaker.asked = speaker.answered = 0


def _asked(known: Conversation, speaker: Speaker, side: Side, said: Envelope, frame: Frame) -> None:
    waiting, name, now, connection = speaker.waiting, said.id, frame.received_at, frame.connection
    if connection:
        known.has_ids = True
        # what could be read as a call is Unicode
        ids, digest = speaker.ids, adler32(frame.text.encode())
        before = ids.pop(name, None)
        ids[name] = digest, now
        if before is not None:
            if before[0] == digest and (name in waiting or now - before[1] <= _AGAIN_WITHIN):
                return  # once more, as nobody answered, or by another way
            waiting.pop(name, None)
            _count(known, TroubleKind.REPEATED, side, said.action)
        elif len(ids) > _MOST_IDS:
            del ids[next(iter(ids))]
    elif name in waiting:
        return
    if name in waiting:
        # nobody told of the end of another connection
        call = waiting.pop(name)
        _unanswered(known, call, _OTHER[side], _OTHER[side] if call.connection == connection else Side.LINK)
    speaker.asked += 1
    if known.due == NEVER:
        known.due = now + GIVEN_UP
    waiting[name] = Waiting(now, said.action[:_ACTION_MOST], connection)
    if len(waiting) > _MOST_WAITING:
        call = waiting.pop(next(iter(waiting)))
        _unanswered(known, call, _OTHER[side], _OTHER[side])


def _answered(
    known: Conversation, speaker: Speaker, asker: Speaker, side: Side, said: Envelope, now: Instant
) -> None:
    call = asker.waiting.pop(said.id, None)
    if call is not None:
        speaker.answered += 1
        if now - call.at > LATE:
            _count(known, TroubleKind.LATE, side, call.action)
        if said.refused:
            _refused(known, side, call.action, said.refused)
    elif said.refused and said.id in _NO_CALL:
        _refused(known, side, "", said.refused)
    else:
        early = {name: answer for name, answer in asker.early.items() if answer[0] == now}
        asker.early = {**early, said.id: (now, said.refused)} if len(early) < _MOST_IDS else early


def _answered_before(
    known: Conversation, speaker: Speaker, asker: Speaker, side: Side, said: Envelope, now: Instant
) -> None:
    """Where times are whole seconds, the answer to a call may stand before it."""
    at, refused = asker.early.pop(said.id, (NEVER, ""))
    if at == now:
        _answered(known, speaker, asker, side, msgspec.structs.replace(said, refused=refused), now)


def _refused(known: Conversation, side: Side, action: str, code: str) -> None:
    """Whose fault it is: of who refuses, or of who asked so that nobody could understand it (H3)."""
    _count(known, TroubleKind.REFUSED, _OTHER[side] if code in _MALFORMED else side, action, code)


def _give_up(known: Conversation, now: Instant, heard_at: Instant | None) -> None:
    """Calls that waited too long: the link is at fault where the charger was not heard since (H2)."""
    known.due = NEVER
    for speaker, answering in ((known.charger, Side.CSMS), (known.csms, Side.CHARGER)):
        waiting = speaker.waiting
        while waiting:
            key, call = next(iter(waiting.items()))
            if now - call.at <= GIVEN_UP:
                known.due = min(known.due, call.at + GIVEN_UP)
                break
            del waiting[key]
            was_heard = heard_at is not None and heard_at > call.at
            _unanswered(known, call, answering, answering if was_heard else Side.LINK)


def _turn(known: Conversation, events: list[AnyFact], now: Instant) -> None:
    for event in events:
        if isinstance(event, LinkOpened):
            known.has_ends = True
        elif isinstance(event, CollectorGap):
            # what was answered meanwhile nobody saw
            known.away_at = now
            known.charger.waiting, known.csms.waiting = {}, {}
        elif isinstance(event, LinkClosed):
            known.has_ends = True
            _lost(known, event.connection)
            if event.close_code is not None or now - known.away_at > SECOND:
                code = "" if event.close_code is None else str(event.close_code)
                known.ends[code] = known.ends.get(code, 0) + 1
                known.closed = [*known.closed, Closed(now, event.close_code)][-_MOST_CLOSED:]


def _lost(known: Conversation, connection: str) -> None:
    """Calls that waited on a connection that is gone."""
    for speaker, answering in ((known.charger, Side.CSMS), (known.csms, Side.CHARGER)):
        for key, call in list(speaker.waiting.items()):
            if not connection or call.connection in {"", connection}:
                del speaker.waiting[key]
                _unanswered(known, call, answering, Side.LINK)


def _unanswered(known: Conversation, call: Waiting, answering: Side, at_fault: Side) -> None:
    """Who did not answer is kept too where it is the link's fault."""
    _count(known, TroubleKind.UNANSWERED, at_fault, call.action, answering)


def _is_nonstandard(event: AnyFact) -> bool:
    return isinstance(event, OddityFound) and event.kind in _NONSTANDARD


def _count(known: Conversation, kind: TroubleKind, side: Side, action: str, what: str = "") -> None:
    troubles, key = known.troubles, _key(kind, side, action, what)
    if key not in troubles and len(troubles) >= _MOST_KINDS:
        key = _key(kind, side, "", what if kind is TroubleKind.UNANSWERED else "")
    troubles[key] = troubles.get(key, 0) + 1


@lru_cache(maxsize=256)
def _key(kind: TroubleKind, side: Side, action: str, what: str) -> str:
    return "\n".join((kind, side, *(" ".join(one[:_ACTION_MOST].split()) for one in (action, what))))


def _trouble(key: str, times: int) -> Trouble:
    kind, side, action, what = key.split("\n")
    return Trouble(TroubleKind(kind), Side(side), action, what, times)
