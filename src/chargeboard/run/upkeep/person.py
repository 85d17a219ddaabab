"""
What is kept of a person, and how is it forgotten?

A person is known by tokens, and a token by its hash. Forgetting puts another word in its place, one per
charger, so that times and energy stay and every figure with them; what led from the word to the card is gone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from chargeboard.documents import session_of
from chargeboard.domain.figures.evidence import AttemptRow
from chargeboard.domain.figures.session_rows import SessionRow
from chargeboard.domain.policy import Profile
from chargeboard.domain.tokens import NAMED
from chargeboard.history import kinds
from chargeboard.history.names import new_name
from chargeboard.history.opening import Histories
from chargeboard.metrics.attempts.rows import attempt_row
from chargeboard.metrics.sessions.rows import session_row
from chargeboard.ports.store import Store
from chargeboard.time.instants import BEGINNING, NEVER, Instant
from chargeboard.time.spans import Span

OTHERS = "***"
"""What stands for other people's tokens in a frame that names several."""
_ALWAYS = Span(BEGINNING, NEVER)


class KeptFrame(msgspec.Struct, frozen=True):
    """A frame that names the person."""

    received_at: Instant
    direction: str
    text: str


class KeptAtCharger(msgspec.Struct, frozen=True):
    """What is kept of a person at a charger."""

    charger: str
    sessions: list[SessionRow]
    attempts: list[AttemptRow]
    frames: list[KeptFrame]


def kept_of(
    store: Store, profile_of: Callable[[str], Profile], token: str, at: Instant
) -> Iterator[KeptAtCharger]:
    """Everything that names the token, charger by charger; those where nothing does are left out."""
    for station in store.stations():
        frames = list(_frames(store, station, token))
        if new_name(store, station) != station:
            kept_at_charger = KeptAtCharger(station, [], [], frames)
        else:
            kept_at_charger = KeptAtCharger(
                station, *_concluded(store, profile_of, station, token, at), frames
            )
        if kept_at_charger.sessions or kept_at_charger.attempts or kept_at_charger.frames:
            yield kept_at_charger


def forget(
    store: Store, token: str, name_of: Callable[[str], str], told: Callable[[str, int], None]
) -> dict[str, int]:
    """
    Let another name, `name_of` a charger, stand wherever the token does; how many rows named it, by charger.

    Whoever is stopped in between goes on at the next call. `told` of each charger that is done.
    """
    changed: dict[str, int] = {}
    for n, station in enumerate(store.stations(), 1):
        if rows := store.replace_token(station, token, name_of(station)):
            changed[station] = rows
        told(station, n)
    return changed


def _concluded(
    store: Store, profile_of: Callable[[str], Profile], station: str, token: str, at: Instant
) -> tuple[list[SessionRow], list[AttemptRow]]:
    if store.progress(station).newest_fact_at is None:
        return [], []
    with store.reading():
        history = Histories(store, profile_of).of(station, at)
        policy, begin = history.policy, history.stored_until
        stored = [session_of(doc) for doc in store.sessions_of(station, token)]
        late = {session.key for session in history.computed(kinds.SESSIONS, _ALWAYS)}
        # a session's key begins with its start
        sessions = [one for one in stored if int(one.key.partition("/")[0]) < begin and one.key not in late]
        attempts = kinds.ATTEMPTS.settled(store.attempts_of(station, token), begin)
        return (
            sessions
            + [
                session_row(session)
                for session in history.computed(kinds.SESSIONS, _ALWAYS)
                if session.token == token
            ],
            [
                attempt_row(attempt, policy)
                for attempt in [
                    *attempts,
                    *(
                        attempt
                        for attempt in history.computed(kinds.ATTEMPTS, _ALWAYS)
                        if attempt.token == token
                    ),
                ]
            ],
        )


def _frames(store: Store, station: str, token: str) -> Iterator[KeptFrame]:
    for frames in store.frames_in(station, _ALWAYS):
        for frame in (stored.frame for stored in frames):
            if token in frame.text:
                text = NAMED.sub(lambda found: token if found[0] == token else OTHERS, frame.text)
                yield KeptFrame(frame.received_at, frame.direction, text)
