"""What does one more frame add to what is known?"""

from __future__ import annotations

from msgspec.structs import replace

from chargeboard.domain.facts import (
    AnyFact,
    CollectorGap,
    IntervalSet,
    LinkClosed,
    LinkOpened,
    OddityFound,
    Sampled,
    StatusReported,
)
from chargeboard.domain.frame import Frame
from chargeboard.domain.instants import HOUR
from chargeboard.domain.policy import Policy
from chargeboard.fold import links, statuses
from chargeboard.fold.memory import Memory

_MOST_KINDS_OF_ODDITY = 64


def apply(memory: Memory, frame: Frame, events: list[AnyFact], policy: Policy) -> list[AnyFact]:
    """
    The facts of a frame and its events; `memory` moves on.

    Frames come in order of receipt. Events that need no memory become facts as they are.
    """
    memory.newest = frame.received_at
    if frame.protocol and frame.protocol != memory.protocol:
        memory.protocol = frame.protocol
    found = links.hear(memory.links, frame, policy) if frame.direction == "in" else []
    for event in events:
        kind = type(event)
        if kind is Sampled:
            found.append(event)
        elif kind is StatusReported:
            found += statuses.tell(memory, event, policy)  # type: ignore[arg-type]
        elif kind is OddityFound:
            found += _odd(memory, event)  # type: ignore[arg-type]
        else:
            statuses.close(memory)
            if isinstance(event, LinkOpened):
                if memory.links.heard_at is None or frame.received_at > memory.links.heard_at:
                    found += links.hear(memory.links, replace_connection(frame, event.connection), policy)
                found += links.turn(memory.links, event, policy)
            elif isinstance(event, LinkClosed):
                found += links.turn(memory.links, event, policy)
            else:
                if isinstance(event, IntervalSet | CollectorGap):
                    links.note(memory.links, event)
                found.append(event)
    return found


def pending(memory: Memory) -> list[AnyFact]:
    """Facts that the state holds back to count repeats: whoever reads the facts now adds these."""
    return [*statuses.uncounted(memory), *memory.oddities.values()]


def replace_connection(frame: Frame, connection: str) -> Frame:
    """The frame as if it had come on that connection."""
    return replace(frame, connection=connection)


def _odd(memory: Memory, event: OddityFound) -> list[AnyFact]:
    """Unreadable and repaired text is always a fact; other oddities of one cause once an hour, counted."""
    if event.kind in {"quarantined", "repaired"}:
        return [event]
    key = f"{event.kind}/{event.rule}/{event.what}"
    since = memory.oddities_since.get(key)
    if since is None:
        if len(memory.oddities_since) >= _MOST_KINDS_OF_ODDITY:
            return [event]
        memory.oddities_since[key] = event.received_at
        return [event]
    held = memory.oddities.get(key)
    counted = replace(event, count=event.count + (held.count if held else 0))
    if event.received_at - since < HOUR:
        memory.oddities[key] = counted
        return []
    memory.oddities.pop(key, None)
    memory.oddities_since[key] = event.received_at
    return [counted]
