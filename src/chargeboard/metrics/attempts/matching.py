"""
Which signals make one try?

Plug-ins, cards, remote starts and transactions are matched by socket, token and time (rules A1-A3, A6, A7 and
the clarifications to them). A try is what a driver did once, whatever the number of messages.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from chargeboard.domain.conclusions import Session
from chargeboard.domain.instants import Instant
from chargeboard.domain.policy import Policy
from chargeboard.metrics.attempts.known_tries import KnownTries
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


def tries(signals: Sequence[AnySignal], *, sockets: Collection[int], policy: Policy) -> list[Try]:
    """All tries by their first signal."""
    known = KnownTries(signals, sockets, policy)
    matcher = _Matcher(known)
    for signal in signals:
        matcher.hear(signal)
    return sorted(known.tries, key=lambda t: (t.start, t.socket or 0))


class _Matcher:
    """Gives each signal to the try that it belongs to, or begins one."""

    def __init__(self, known: KnownTries) -> None:
        self.known = known

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
                self.known.is_up = signal.is_up
            case StoppedBy():
                pass

    def _plugged(self, signal: Plugged) -> None:
        at, socket = signal.at, signal.socket
        current = self.known.here.get(socket)
        held = socket in self.known.cable
        self.known.cable[socket] = self.known.rested[socket] = at
        if current is None or not (current.runs(at) or (held and current.unplugged_at is None)):
            named = [t for t in self.known.joinable(at) if t.socket == socket]
            free = [t for t in self.known.joinable(at) if t.socket is None]
            current = self.known.place(
                (named or free or [self.known.begin(at, socket, waits=False)])[-1], socket
            )
        current.plugged_at = at if current.plugged_at is None else current.plugged_at
        current.unplugged_at = None
        current.touch(at)

    def _cable_seen(self, signal: CableSeen) -> None:
        self.known.cable[signal.socket] = signal.at
        if signal.is_resting:
            self.known.rested[signal.socket] = signal.at
        current = self.known.here.get(signal.socket)
        if current and current.runs(signal.at):
            current.unplugged_at = None  # Available during a transaction was not true (Q30)
        if current and signal.is_charging and current.unplugged_at is None:
            current.has_charged = True

    def _unplugged(self, signal: Unplugged) -> None:
        self.known.cable.pop(signal.socket, None)
        current = self.known.here.get(signal.socket)
        if current and current.unplugged_at is None:
            current.unplugged_at = signal.at
            if not current.sessions:
                current.touch(signal.at)

    def _card(self, signal: CardShown) -> None:
        at, token = signal.at, signal.token
        is_rejected = signal.status not in {"", "Accepted"}
        if self.known.ends_a_session(token, at) or self.known.is_full(at):
            return
        coming = self.known.coming_socket(token, None, at)
        found = self.known.of_coming_start(coming, at, is_rejected=is_rejected)
        if found is None and not is_rejected:
            found = next((t for t in reversed(self.known.joinable(at)) if token in t.tokens), None)
        if found is None:
            found = self.known.plugged_last(at)
        if found is None and is_rejected:
            found = next(
                (t for t in reversed(self.known.waiting) if self.known.takes_rejection(t, token, at)), None
            )
        if found is None:
            found = self.known.begin(at, None if is_rejected else coming, waits=True)
        found.add_card(token)
        found.touch(at)
        if signal.status:
            found.answer(signal.status, signal.answered_at)

    def _remote(self, signal: RemoteAsked) -> None:
        at, token, socket = signal.at, signal.token, signal.socket
        is_refused = signal.status not in {"", "Accepted"}
        found: Try | None = None
        if socket is None:
            socket = None if is_refused else self.known.coming_socket(token, signal.remote_start_id, at)
            found = self.known.of_coming_start(socket, at, is_rejected=is_refused)
        elif (
            (current := self.known.here.get(socket))
            and self.known.holds_cable(current)
            and not current.runs(at)
        ):
            found = current
        if found is None:
            same = [t for t in self.known.joinable(at) if t.socket in {None, socket} or socket is None]
            found = next(
                (t for t in reversed(same) if token in t.tokens or (socket and t.socket == socket)), None
            )
        if found is None and socket is None:
            found = self.known.plugged_last(at)
        if found is None:
            found = self.known.begin(at, socket, waits=True)
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
        led = self.known.led_to(session, at)
        found = self._try_of_start(at, session, led)
        for other in led:
            if other is not found:
                # its plug-in was known already, so card and start belong to that one try
                self.known.absorb(found, other)
        if found in self.known.waiting:
            self.known.waiting.remove(found)
        if session.socket is not None:
            self.known.place(found, session.socket)
        found.sessions.append(session)
        if session.token:
            found.add_card(session.token)
            self.known.by_token[session.token].append(session)
        self.known.by_session[session.key] = found
        found.touch(at)
        if signal.status:
            found.answer(signal.status, at)

    def _try_of_start(self, at: Instant, session: Session, led: Sequence[Try]) -> Try:
        current = self.known.here.get(session.socket) if session.socket is not None else None
        if current and self.known.takes_start(current, at, session):
            return current
        placed = [t for t in self.known.joinable(at) if t.socket is not None and t.socket == session.socket]
        return (list(led) or placed or [self.known.begin(at, session.socket, waits=False)])[-1]

    def _told(self, signal: Told) -> None:
        found = self.known.by_session.get(signal.session.key)
        if found is None:
            return
        found.told.append(signal)
        if signal.fact.charging_state == "Charging":
            found.has_charged = True
        if signal.fact.token:
            found.add_card(signal.fact.token)
            if signal.status:
                found.answer(signal.status, signal.at)
