"""
Which signals make one try?

Plug-ins, cards, remote starts and transactions are matched by socket, token and time (rules A1-A3, A6, A7 and
the clarifications to them). A try is what a driver did once, whatever the number of messages.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Final

from chargeboard.domain.conclusions import Session
from chargeboard.domain.instants import SECOND, Instant, micros_of
from chargeboard.domain.policy import Policy
from chargeboard.metrics.attempts.signals import (
    AnySignal,
    Begun,
    CableSeen,
    CardShown,
    LinkTurned,
    Plugged,
    RemoteAsked,
    StoppedBy,
    Told,
    Unplugged,
)
from chargeboard.metrics.attempts.tries import Try

_STOP_CARD: Final = 60 * SECOND
"""A card within this after a session of its token, or before a stop by it, ends that session (A2)."""


def tries(signals: Sequence[AnySignal], *, sockets: Collection[int], policy: Policy) -> list[Try]:
    """All tries by their first signal."""
    matcher = _Matcher(signals, sockets, policy)
    for signal in signals:
        matcher.hear(signal)
    return sorted(matcher.tries, key=lambda t: (t.start, t.socket or 0))


class _Matcher:
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

    def hear(self, signal: AnySignal) -> None:
        match signal:
            case Plugged():
                self._plugged(signal)
            case Unplugged():
                self._unplugged(signal)
            case CableSeen():
                self._cable_seen(signal)
            case CardShown():
                self._card(signal)
            case RemoteAsked():
                self._remote(signal)
            case Begun():
                self._begun(signal)
            case Told():
                self._told(signal)
            case LinkTurned():
                self.is_up = signal.is_up
            case StoppedBy():
                pass

    def _new(self, at: Instant, socket: int | None, *, waits: bool) -> Try:
        made = Try(start=at, last=at, socket=socket)
        self.tries.append(made)
        if waits:
            self.waiting.append(made)
        return made

    def _settle(self, found: Try, socket: int) -> Try:
        """From here on the try is the socket's."""
        if found in self.waiting:
            self.waiting.remove(found)
        found.socket = socket
        self.here[socket] = found
        return found

    def _plugged(self, signal: Plugged) -> None:
        at, socket = signal.at, signal.socket
        current = self.here.get(socket)
        held = socket in self.cable
        self.cable[socket] = at
        if current is None or not (current.runs(at) or (held and current.unplugged_at is None)):
            named = [t for t in self._joinable(at) if t.socket == socket]
            free = [t for t in self._joinable(at) if t.socket is None]
            current = self._settle((named or free or [self._new(at, socket, waits=False)])[-1], socket)
        current.plugged_at = at if current.plugged_at is None else current.plugged_at
        current.unplugged_at = None
        current.touch(at)

    def _cable_seen(self, signal: CableSeen) -> None:
        self.cable[signal.socket] = signal.at
        current = self.here.get(signal.socket)
        if current and current.runs(signal.at):
            current.unplugged_at = None  # Available during a transaction was not true (Q30)
        if current and signal.is_charging and current.unplugged_at is None:
            current.has_charged = True

    def _unplugged(self, signal: Unplugged) -> None:
        self.cable.pop(signal.socket, None)
        current = self.here.get(signal.socket)
        if current and current.unplugged_at is None:
            current.unplugged_at = signal.at
            if not current.sessions:
                current.touch(signal.at)

    def _card(self, signal: CardShown) -> None:
        at, token = signal.at, signal.token
        is_rejected = signal.status not in {"", "Accepted"}
        if self._ends_a_session(token, at) or self._is_full(at):
            return
        coming = self._coming_socket(token, None, at)
        found = self._of_coming_start(coming, at, is_rejected=is_rejected)
        if found is None and not is_rejected:
            found = next((t for t in reversed(self._joinable(at)) if token in t.tokens), None)
        if found is None:
            found = self._plugged_last(at)
        if found is None and is_rejected:
            found = next((t for t in reversed(self.waiting) if self._takes_rejection(t, token, at)), None)
        if found is None:
            found = self._new(at, None if is_rejected else coming, waits=True)
        found.add_card(token)
        found.touch(at)
        if signal.status:
            found.answer(signal.status, signal.answered_at)

    def _remote(self, signal: RemoteAsked) -> None:
        at, token, socket = signal.at, signal.token, signal.socket
        is_refused = signal.status not in {"", "Accepted"}
        found: Try | None = None
        if socket is None:
            socket = None if is_refused else self._coming_socket(token, signal.remote_start_id, at)
            found = self._of_coming_start(socket, at, is_rejected=is_refused)
        elif (current := self.here.get(socket)) and self._holds_cable(current) and not current.runs(at):
            found = current
        if found is None:
            same = [t for t in self._joinable(at) if t.socket in {None, socket} or socket is None]
            found = next(
                (t for t in reversed(same) if token in t.tokens or (socket and t.socket == socket)), None
            )
        if found is None and socket is None:
            found = self._plugged_last(at)
        if found is None:
            found = self._new(at, socket, waits=True)
        if found.socket is None:
            found.socket = socket
        found.add_card(token)
        if signal.remote_start_id is not None:
            found.remote_start_ids.append(signal.remote_start_id)
        found.touch(at)
        if is_refused:
            found.remote_refused = signal.status
        elif signal.status:
            found.answer(signal.status, at)

    def _begun(self, signal: Begun) -> None:
        at, session = signal.at, signal.session
        led = self._led_to(session, at)
        found = self._try_of_start(at, session, led)
        for other in led:
            if other is not found:
                # its plug-in was known already, so card and start belong to that one try
                self._absorb(found, other)
        if found in self.waiting:
            self.waiting.remove(found)
        if session.socket is not None:
            self._settle(found, session.socket)
        found.sessions.append(session)
        if session.token:
            found.add_card(session.token)
            self.by_token[session.token].append(session)
        self.by_session[session.key] = found
        found.touch(at)
        if signal.status:
            found.answer(signal.status, at)

    def _try_of_start(self, at: Instant, session: Session, led: Sequence[Try]) -> Try:
        current = self.here.get(session.socket) if session.socket is not None else None
        if current and self._takes_start(current, at, session):
            return current
        placed = [t for t in self._joinable(at) if t.socket is not None and t.socket == session.socket]
        return (list(led) or placed or [self._new(at, session.socket, waits=False)])[-1]

    def _led_to(self, session: Session, at: Instant) -> list[Try]:
        """The waiting tries whose card or remote start this is; one that it names comes last."""
        carded = [
            t for t in self._joinable(at) if session.token in t.tokens and t.socket in {None, session.socket}
        ]
        named = [t for t in self._joinable(at) if session.remote_start_id in t.remote_start_ids]
        return [*(t for t in carded if t not in named), *named]

    def _absorb(self, found: Try, other: Try) -> None:
        self.waiting.remove(other)
        self.tries.remove(other)
        found.start = min(found.start, other.start)
        found.tokens += [token for token in other.tokens if token not in found.tokens]
        found.answers += other.answers
        if found.authorised_at is None:
            found.authorised_at = other.authorised_at

    def _takes_start(self, current: Try, at: Instant, session: Session) -> bool:
        if current.sessions:
            # two transactions within one plug-in are one try, but the cable must be known to have stayed
            before = current.sessions[-1]
            seen = self.cable.get(session.socket or 0, 0)
            stayed = not before.end_inferred or (before.end is not None and seen >= before.end)
            return self._holds_cable(current) and self.is_up and stayed
        if current.unplugged_at is None:
            return True
        return at - current.last <= self.window

    def _told(self, signal: Told) -> None:
        found = self.by_session.get(signal.session.key)
        if found is None:
            return
        found.told.append(signal)
        if signal.fact.charging_state == "Charging":
            found.has_charged = True
        if signal.fact.token:
            found.add_card(signal.fact.token)
            if signal.status:
                found.answer(signal.status, signal.at)

    def _ends_a_session(self, token: str, at: Instant) -> bool:
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

    def _is_full(self, at: Instant) -> bool:
        """Whether every socket is in a session, so that a card can only stop one (A2)."""
        return bool(self.sockets) and all(
            (current := self.here.get(socket)) and current.runs(at) and not current.awaits_card(at)
            for socket in self.sockets
        )

    def _joinable(self, at: Instant) -> list[Try]:
        """The tries that still wait for a plug or a start; a rejected card never joins one (A3)."""
        # once nothing can join it, not even a repeat, a try needs no more looking at
        self.waiting = [t for t in self.waiting if at - t.last <= max(self.window, self.repeat)]
        return [t for t in self.waiting if at - t.last <= self.window and not t.is_rejected]

    def _takes_rejection(self, waiting: Try, token: str, at: Instant) -> bool:
        """A card of a try that waits (A1), or one rejected before, counted from the first rejection (A2)."""
        if token not in waiting.tokens:
            return False
        if waiting.is_rejected:
            return waiting.rejected_at is not None and at - waiting.rejected_at <= self.repeat
        return at - waiting.last <= self.window

    def _coming_socket(self, token: str, remote_start_id: int | None, at: Instant) -> int | None:
        """The socket whose start with that token follows within the window (A7)."""
        for start, session in self.starts[token] if token else ():
            if at <= start <= at + self.window and remote_start_id in {None, session.remote_start_id}:
                return session.socket
        return None

    def _of_coming_start(self, socket: int | None, at: Instant, *, is_rejected: bool) -> Try | None:
        """The try that is on at the socket of a coming start; a rejected card needs the cable in (A3)."""
        current = self.here.get(socket) if socket is not None else None
        if current and not current.runs(at) and self._holds_cable(current):
            return current
        named = [t for t in self._joinable(at) if t.socket is not None and t.socket == socket]
        return named[-1] if named and not is_rejected else None

    def _plugged_last(self, at: Instant) -> Try | None:
        """The socket that was plugged last and has no transaction yet (A7)."""
        plugged = [t for t in self.here.values() if t.awaits_card(at)]
        return max(plugged, key=lambda t: (t.plugged_at or t.start, t.socket or 0), default=None)

    def _holds_cable(self, current: Try) -> bool:
        return current.unplugged_at is None and (current.is_plugged or current.socket in self.cable)
