"""
What would be known of a charger by the rows of each other system alone?

They are read and concluded once more, as if nothing else told of the charger; nothing of it is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import Final

from chargeboard.decode.rows import system_of, systems
from chargeboard.domain.frame import Frame
from chargeboard.fold import pending
from chargeboard.fold.sources import SILENT
from chargeboard.history.charger import ChargerHistory
from chargeboard.history.last_heard import was_heard_in
from chargeboard.metrics.carry import Carry
from chargeboard.metrics.conclude import conclude
from chargeboard.metrics.sources.differing import Telling
from chargeboard.metrics.timeline.socket_states import states_of
from chargeboard.pipeline import StationState, restore, step
from chargeboard.time.instants import HOUR, Instant
from chargeboard.time.spans import Span

MOST_ROWS: Final = 20_000
"""That are read at once."""
MOST_MESSAGES: Final = 20_000
_MESSAGES: Final = ("in", "out")
_DAY: Final = 24 * HOUR
_BEFORE, _AFTER = _DAY, 7 * _DAY
"""So much earlier and later are rows read: of what began before, and of what is told or billed later."""


def tellings(history: ChargerHistory, span: Span) -> tuple[list[Telling], Instant]:
    """Of each system that tells of the span, by its name, and until when all of their rows are read."""
    by_system, read = _rows(history, Span(span.start - _BEFORE, min(span.end + _AFTER, history.at + 1)))
    found = [_telling(source, frames, history) for source, frames in sorted(by_system.items())]
    return [one for one in found if one.since < span.end and one.until >= span.start], read.end


def _rows(history: ChargerHistory, span: Span) -> tuple[dict[str, list[Frame]], Span]:
    """By system, and of which span all of them are read."""
    frames = history.store.rows_in(history.station, span)
    if len(frames) > MOST_ROWS:
        span = Span(span.start, frames[MOST_ROWS].received_at)
    by_system: dict[str, list[Frame]] = {}
    for frame in frames[:MOST_ROWS]:
        system = system_of(frame.text) or ""
        if system in systems():
            by_system.setdefault(system, []).append(frame)
    return by_system, span


def _telling(source: str, frames: Sequence[Frame], history: ChargerHistory) -> Telling:
    state, policy = StationState(), history.policy
    facts = [fact for frame in frames for fact in step(state, frame, policy)]
    facts += pending(state.memory)
    facts = [fact for fact in facts if fact.at <= history.at]
    facts.sort(key=attrgetter("at", "received_at"))
    found = conclude(
        facts,
        Carry(),
        start=facts[0].at if facts else history.at,
        now=history.at,
        heard_at=None,
        zone=history.zone,
        policy=policy,
    )
    sessions = sorted(found.conclusions.sessions, key=attrgetter("start"))
    starts = [one.start for one in sessions]
    system = systems()[source]
    return Telling(
        source=source,
        since=min([frames[0].received_at, *starts]),
        until=max([frames[-1].received_at, *starts]),
        sessions=sessions,
        states=states_of(found.conclusions.segments),
        cannot_tell=system.cannot_tell,
        repeats_charger=system.repeats_charger,
    )


def has_messages(history: ChargerHistory, span: Span) -> bool:
    """Whether the charger was heard in the span, or so shortly before that its messages are the evidence."""
    heard_at = restore(history.progress.snapshot).memory.links.heard_at
    span = Span(span.start - SILENT, min(span.end, history.at + 1))
    if heard_at is None or heard_at < span.end:
        return heard_at is not None and heard_at in span
    return was_heard_in(history.store, history.station, span)


def messages_in(history: ChargerHistory, span: Span) -> tuple[list[Frame], Instant]:
    """
    Those of the span, and until when all of them are read.

    None of a charger that no feed speaks of: its messages come by one way alone.
    """
    if not history.store.feeds_of(history.station):
        return [], span.end
    found: list[Frame] = []
    for batch in history.store.frames_in(history.station, Span(span.start, min(span.end, history.at + 1))):
        found += [stored.frame for stored in batch if stored.frame.direction in _MESSAGES]
        if len(found) > MOST_MESSAGES:
            return found[:MOST_MESSAGES], found[MOST_MESSAGES].received_at
    return found, span.end
