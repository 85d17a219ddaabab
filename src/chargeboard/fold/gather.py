"""What does one more frame add to what is known?"""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from chargeboard.domain.codes import OddityKind
from chargeboard.domain.envelope import Envelope
from chargeboard.domain.facts import (
    Answered,
    AnyFact,
    CollectorGap,
    HeartbeatHeard,
    IntervalSet,
    LinkClosed,
    LinkOpened,
    OddityFound,
    PingAnswered,
    RowRead,
    Sampled,
    StartReported,
    StatusReported,
    StopReported,
    TokenShown,
    TransactionTold,
)
from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy
from chargeboard.fold import links, sources, statuses
from chargeboard.fold.conversation import listen
from chargeboard.fold.memory import Memory
from chargeboard.time.instants import HOUR, NEVER

_MOST_KINDS_OF_ODDITY = 64
_EACH_TOLD = frozenset({OddityKind.QUARANTINED, OddityKind.REPAIRED})
_BY_THEMSELVES = frozenset({Answered, TokenShown, StartReported, StopReported, TransactionTold})
"""Common facts that need no memory, found without asking for every other kind."""


def apply(
    memory: Memory, frame: Frame, events: list[AnyFact], policy: Policy, said: Envelope | None = None
) -> list[AnyFact]:
    """
    The facts of a frame, whose envelope is `said`, and its events; `memory` moves on.

    Frames come in order of receipt. Events that need no memory become facts as they are.
    """
    memory.newest = frame.received_at
    if frame.protocol and frame.protocol != memory.protocol:
        memory.protocol = frame.protocol
    found = _release(memory) if memory.newest >= memory.held_until else []
    day = listen(memory.conversation, frame, said, events, memory.links.heard_at, policy.timezone)
    if day is not None:
        found.append(day)
    if frame.direction == "in":
        if memory.untold is not None:
            found += sources.heard(memory, frame.received_at)
        is_beat = bool(events) and type(events[0]) is HeartbeatHeard
        found += links.hear(memory.links, frame, policy, is_beat=is_beat)
        if is_beat and len(events) == 1:
            return found
    elif frame.direction == "row" and events and type(row := events[0]) is RowRead:
        found += sources.tell(memory, row)
        events = sources.believed(memory, row, events[1:])
    for event in events:
        if type(event) is Sampled:
            found.append(event)
        elif type(event) in _BY_THEMSELVES:
            statuses.close(memory)
            found.append(event)
        else:
            found += _beside(memory, frame, event, policy)
    return found


def _beside(memory: Memory, frame: Frame, event: AnyFact, policy: Policy) -> list[AnyFact]:
    """The facts of an event that is looked at beside what is remembered."""
    match event:
        case StatusReported():
            return statuses.tell(memory, event, policy)
        case OddityFound():
            return _odd(memory, event)
        case LinkOpened() | LinkClosed() | PingAnswered() | CollectorGap():
            return _turn(memory, frame, event, policy)
        case HeartbeatHeard():
            return []
        case IntervalSet():
            statuses.close(memory)
            return links.agree(memory.links, event)
        case _:
            statuses.close(memory)
            return [event]


def pending(memory: Memory) -> list[AnyFact]:
    """Facts that are held back to count repeats, each at its first: whoever reads facts now adds these."""
    return [*statuses.uncounted(memory), *memory.oddities.values()]


def drop_told(memory: Memory, is_told: Callable[[AnyFact], bool]) -> None:
    """Of the facts that are held back those go that somebody knows already: they are not told again."""
    for key, held in list(memory.oddities.items()):
        if is_told(held):
            del memory.oddities[key]
            memory.oddities_since[key] = held.received_at
    statuses.drop_told(memory, is_told)


def _turn(
    memory: Memory,
    frame: Frame,
    event: LinkOpened | LinkClosed | PingAnswered | CollectorGap,
    policy: Policy,
) -> list[AnyFact]:
    """What a turn of the connection adds; an opened link and an answered ping are signs of life."""
    statuses.close(memory)
    match event:
        case LinkClosed():
            return links.turn(memory.links, event, policy)
        case CollectorGap():
            return links.missed(memory.links, event)
        case LinkOpened():
            heard = links.hear(memory.links, replace(frame, connection=event.connection), policy)
            return heard + links.turn(memory.links, event, policy)
        case PingAnswered():
            return links.hear(memory.links, frame, policy) + links.pong(memory.links, event)


def _odd(memory: Memory, event: OddityFound) -> list[AnyFact]:
    """Unreadable and repaired text is always a fact; other oddities of one cause once an hour, counted."""
    if event.kind in _EACH_TOLD:
        return [event]
    key = "/".join([event.kind, event.rule, *map(str, event.what)])
    since = memory.oddities_since.get(key)
    if since is None:
        if len(memory.oddities_since) >= _MOST_KINDS_OF_ODDITY:
            return [event]
        memory.oddities_since[key] = event.received_at
        return [event]
    held = memory.oddities.get(key)
    if held is not None:
        event = replace(event, at=min(held.at, event.at), count=event.count + held.count)
    if event.received_at - since < HOUR:
        memory.oddities[key] = event
        memory.held_until = min(memory.held_until, since + HOUR)
        return []
    memory.oddities.pop(key, None)
    memory.oddities_since[key] = event.received_at
    return [event]


def _release(memory: Memory) -> list[AnyFact]:
    """What was counted long enough becomes facts, so that little is ever held back."""
    memory.held_until = NEVER
    found = statuses.release(memory)
    for key, held in list(memory.oddities.items()):
        due = memory.oddities_since[key] + HOUR
        if due <= memory.newest:
            found.append(memory.oddities.pop(key))
            memory.oddities_since[key] = held.received_at
        else:
            memory.held_until = min(memory.held_until, due)
    return found
