"""
Which tries are there at an instant, and which of them may a signal belong to?

A try waits for a plug or a start, or it is on at a socket (rules A1-A3, A7).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Final

from chargeboard.domain.conclusions import Session
from chargeboard.domain.instants import SECOND, Instant, micros_of
from chargeboard.domain.policy import Policy
from chargeboard.metrics.attempts.signals import AnySignal, Begun, StoppedBy
from chargeboard.metrics.attempts.tries import Try

_STOP_CARD: Final = 60 * SECOND
"""A card within this after a session of its token, or before a stop by it, ends that session (A2)."""


class KnownTries:
    """
    The tries so far.

    `here` is the latest try of each socket that was plugged or started there; `waiting` are tries with
    neither plug nor transaction yet.
    """

    def __init__(self, signals: Sequence[AnySignal], sockets: Collection[int], policy: Policy) -> None:
        self.window = micros_of(policy.attempt_match_window_s)
        self.repeat = micros_of(policy.auth_retry_dedup_s)
        self.sockets = frozenset(sockets)
        self.tries: list[Try] = []
        self.here: dict[int, Try] = {}
        self.waiting: list[Try] = []
        self.cable: dict[int, Instant] = {}
        """When a cable was last seen in the socket; absent: none is in."""
        self.rested: dict[int, Instant] = {}
        """When it was last seen in a socket that was done with charging, or not yet at it."""
        self.is_up = True
        self.by_session: dict[str, Try] = {}
        self.by_token: dict[str, list[Session]] = defaultdict(list)
        """The sessions of a token that began so far."""
        self.starts: dict[str, list[tuple[Instant, Session]]] = defaultdict(list)
        self.stops: dict[str, list[Instant]] = defaultdict(list)
        for signal in signals:
            if isinstance(signal, Begun) and signal.session.token:
                self.starts[signal.session.token].append((signal.at, signal.session))
            elif isinstance(signal, StoppedBy):
                self.stops[signal.token].append(signal.at)

    def begin(self, at: Instant, socket: int | None, *, waits: bool) -> Try:
        """One more try; it may wait for a plug or a start."""
        made = Try(start=at, last=at, socket=socket)
        self.tries.append(made)
        if waits:
            self.waiting.append(made)
        return made

    def place(self, found: Try, socket: int) -> Try:
        """From here on the try is the socket's."""
        if found in self.waiting:
            self.waiting.remove(found)
        found.socket = socket
        self.here[socket] = found
        return found

    def absorb(self, found: Try, other: Try) -> None:
        """What seemed another try is this one's beginning."""
        self.waiting.remove(other)
        self.tries.remove(other)
        found.start = min(found.start, other.start)
        found.tokens += [token for token in other.tokens if token not in found.tokens]
        found.answers += other.answers
        if found.authorised_at is None:
            found.authorised_at = other.authorised_at

    def led_to(self, session: Session, at: Instant) -> list[Try]:
        """The waiting tries whose card or remote start this is; one that it names comes last."""
        carded = [
            t for t in self.joinable(at) if session.token in t.tokens and t.socket in {None, session.socket}
        ]
        named = [t for t in self.joinable(at) if session.remote_start_id in t.remote_start_ids]
        return [*(t for t in carded if t not in named), *named]

    def takes_start(self, current: Try, at: Instant, session: Session) -> bool:
        """Whether a transaction that begins at its socket is the same driver's."""
        if current.sessions:
            # two transactions within one plug-in are one try, but the cable must be known to have stayed:
            # behind a lost stop a charging status tells of the transaction, not of what became of the cable
            before = current.sessions[-1]
            seen = self.rested.get(session.socket or 0, 0)
            stayed = not before.end_inferred or (before.end is not None and seen >= before.end)
            return self.holds_cable(current) and self.is_up and stayed
        if current.unplugged_at is None:
            return True
        return at - current.last <= self.window

    def ends_a_session(self, token: str, at: Instant) -> bool:
        """A card of a session that runs, ended just now, or is about to be stopped by it (A2)."""
        for session in self.by_token[token]:
            owner = self.by_session[session.key]
            if (session.end is None or at <= session.end + _STOP_CARD) and not owner.awaits_card(at):
                return True
        stops = self.stops[token]
        next_stop = bisect_left(stops, at)
        return (
            next_stop < len(stops)
            and stops[next_stop] - at <= _STOP_CARD
            and not any(at <= start <= stops[next_stop] for start, _ in self.starts[token])
        )

    def is_full(self, at: Instant) -> bool:
        """Whether every socket is in a session, so that a card can only stop one (A2)."""
        return bool(self.sockets) and all(
            (current := self.here.get(socket)) and current.runs(at) and not current.awaits_card(at)
            for socket in self.sockets
        )

    def joinable(self, at: Instant) -> list[Try]:
        """The tries that still wait for a plug or a start; a rejected card never joins one (A3)."""
        # once nothing can join it, not even a repeat, a try needs no more looking at
        self.waiting = [t for t in self.waiting if at - t.last <= max(self.window, self.repeat)]
        return [t for t in self.waiting if at - t.last <= self.window and not t.is_rejected]

    def takes_rejection(self, waiting: Try, token: str, at: Instant) -> bool:
        """A card of a try that waits (A1), or one rejected before, counted from the first rejection (A2)."""
        if token not in waiting.tokens:
            return False
        if waiting.is_rejected:
            return waiting.rejected_at is not None and at - waiting.rejected_at <= self.repeat
        return at - waiting.last <= self.window

    def coming_socket(self, token: str, remote_start_id: int | None, at: Instant) -> int | None:
        """The socket whose start with that token follows within the window (A7)."""
        for start, session in self.starts[token] if token else ():
            if at <= start <= at + self.window and remote_start_id in {None, session.remote_start_id}:
                return session.socket
        return None

    def of_coming_start(self, socket: int | None, at: Instant, *, is_rejected: bool) -> Try | None:
        """The try that is on at the socket of a coming start; a rejected card needs the cable in (A3)."""
        current = self.here.get(socket) if socket is not None else None
        if current and not current.runs(at) and self.holds_cable(current):
            return current
        named = [t for t in self.joinable(at) if t.socket is not None and t.socket == socket]
        return named[-1] if named and not is_rejected else None

    def plugged_last(self, at: Instant) -> Try | None:
        """The socket that was plugged last and has no transaction yet (A7)."""
        plugged = [t for t in self.here.values() if t.awaits_card(at)]
        return max(plugged, key=lambda t: (t.plugged_at or t.start, t.socket or 0), default=None)

    def holds_cable(self, current: Try) -> bool:
        """Whether the cable is in since this try."""
        return current.unplugged_at is None and (current.is_plugged or current.socket in self.cable)
