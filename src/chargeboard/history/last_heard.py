"""When was a charger last heard by an instant of the past?"""

from __future__ import annotations

from chargeboard.decode import Pairing, read
from chargeboard.domain.contact import is_alive
from chargeboard.domain.facts import Quiet
from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy
from chargeboard.ports.store import Store
from chargeboard.time.instants import BEGINNING, HOUR, MINUTE, Instant
from chargeboard.time.spans import Span

_A_LONG_SILENCE = 60 * 24 * HOUR


def was_heard_in(store: Store, station: str, span: Span) -> bool:
    """Whether a sign of life came in it; of frames that were given up nobody knows."""
    batches = store.frames_in(station, span, newest_first=True)
    return any(_is_sign_of_life(stored.frame) for frames in batches for stored in frames)


def heard_by_then(store: Store, station: str, at: Instant) -> Instant | None:
    """The last sign of life by an instant of the past; None before the first."""
    # the minute before it alone is a small part of the journal, and mostly tells
    kept_from = at + 1
    for since in (at - MINUTE, BEGINNING):
        for frames in store.frames_in(station, Span(since, at + 1), newest_first=True):
            for stored in frames:
                kept_from = stored.frame.received_at
                if _is_sign_of_life(stored.frame):
                    return stored.frame.received_at
    # frames may have been given up; a silence around the instant is told by its fact
    facts = store.facts(station, Span(at - _A_LONG_SILENCE, at))
    for fact in reversed(facts):
        if type(fact) is Quiet and fact.at <= at < fact.until:
            return fact.at
    # of what is kept no frame was a sign of life: its facts follow from rows of another system
    return at if any(fact.received_at < kept_from for fact in facts) else None


def _is_sign_of_life(frame: Frame) -> bool:
    return is_alive(frame, read(frame, Pairing(), Policy()) if frame.direction == "ws" else ())
