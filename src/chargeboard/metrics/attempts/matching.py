"""
Which signals make one attempt?

Plug-ins, cards, remote starts and transactions are matched by socket, token and time (rules A1-A3, A6, A7 and
the clarifications to them). An attempt is what a driver did once, whatever the number of messages.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from chargeboard.domain.policy import Policy
from chargeboard.metrics.attempts.known_attempts import KnownAttempts
from chargeboard.metrics.attempts.open_attempt import OpenAttempt
from chargeboard.metrics.attempts.signals import (
    AnySignal,
    Begun,
    CableSeen,
    CardShown,
    LinkTurned,
    Plugged,
    RemoteAsked,
    ReservationMade,
    StoppedBy,
    Told,
    Unplugged,
)
from chargeboard.time.instants import Instant


def matched(signals: Sequence[AnySignal], *, sockets: Collection[int], policy: Policy) -> list[OpenAttempt]:
    """All attempts by their first signal."""
    known = KnownAttempts(signals, sockets, policy)
    matcher = _Matcher(known)
    for signal in signals:
        matcher.hear(signal)
    return sorted(known.attempts, key=lambda t: (t.start, t.socket or 0))


class _Matcher:
    """Gives each signal to the attempt that it belongs to, or begins one."""

    def __init__(self, known: KnownAttempts) -> None:
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
            case ReservationMade():
                self.known.reserved[signal.token] = signal.at
            case LinkTurned():
                self.known.is_up = signal.is_up
            case StoppedBy():
                pass

    def _plugged(self, signal: Plugged) -> None:
        at, socket = signal.at, signal.socket
        current = self.known.here.get(socket)
        held = socket in self.known.cable
        self.known.cable[socket] = at
        # a connector of 2.x may be Available inside a transaction; in 1.6 the cable went out and in again
        runs = current is not None and current.runs(at)
        if current is None or not (
            (current.unplugged_at is None and (held or runs)) or (runs and signal.is_v2)
        ):
            named = [t for t in self.known.joinable(at) if t.socket == socket]
            free = [t for t in self.known.joinable(at) if t.socket is None]
            found = (named or free or [self.known.begin(at, socket, waits=False)])[-1]
            found.behind = current if runs else None
            current = self.known.place(found, socket, at)
        current.plugged_at = at if current.plugged_at is None else current.plugged_at
        current.unplugged_at = None
        current.touch(at)

    def _cable_seen(self, signal: CableSeen) -> None:
        self.known.cable[signal.socket] = signal.at
        current = self.known.here.get(signal.socket)
        if current and signal.is_charging and _is_bare(current) and _runs(current.behind, signal.at):
            current = self.known.take_back(current)
        if current and current.runs(signal.at):
            current.unplugged_at = None  # Available during a transaction was not true (Q30)
        if current and signal.is_charging and current.unplugged_at is None:
            current.has_charged = True

    def _unplugged(self, signal: Unplugged) -> None:
        self.known.cable.pop(signal.socket, None)
        current = self.known.here.get(signal.socket)
        if current and current.unplugged_at is None:
            current.unplugged_at = signal.at
            if not current.has_started:
                current.touch(signal.at)

    def _card(self, signal: CardShown) -> None:
        known = self.known
        if known.is_of_a_reservation(signal) or known.stop_cards.is_one(signal):
            return
        if signal.socket is None and known.is_full(signal.at):
            return
        found = self._attempt_of_card(signal)
        found.add_card(signal.token, signal.group)
        found.touch(signal.at)
        if signal.status:
            found.answer(signal.status, signal.answered_at)

    def _attempt_of_card(self, signal: CardShown) -> OpenAttempt:
        known, at, token = self.known, signal.at, signal.token
        is_rejected = signal.is_rejected
        coming = signal.socket
        if coming is None:
            coming = known.coming_socket(token, None, at)
            found = known.of_coming_start(coming, token, at, is_rejected=is_rejected)
        else:
            found = known.named(coming, token, at, is_rejected=is_rejected)
        if found is None and not is_rejected:
            found = next((t for t in reversed(known.joinable(at)) if _is_joined(t, signal)), None)
        if found is None:
            found = known.tried_again(signal)
        if found is None and (signal.socket is None and (coming is None or is_rejected)):
            found = known.plugged_last(token, at)
        if found is None and is_rejected:
            found = next((t for t in reversed(known.waiting) if known.takes_rejection(t, token, at)), None)
        if found is None:
            found = known.begin(at, coming if signal.socket or not is_rejected else None, waits=True)
        return found

    def _remote(self, signal: RemoteAsked) -> None:
        at, token, socket = signal.at, signal.token, signal.socket
        is_refused = signal.status not in {"", "Accepted"}
        found: OpenAttempt | None = None
        if socket is None:
            socket = None if is_refused else self.known.coming_socket(token, signal.remote_start_id, at)
            found = self.known.of_coming_start(socket, token, at, is_rejected=is_refused)
        elif (
            (current := self.known.here.get(socket))
            and self.known.holds_cable(current)
            and not current.runs(at)
            and (not current.has_started or current.is_by(token))
        ):
            found = current
        if found is None:
            same = [t for t in self.known.joinable(at) if t.socket in {None, socket} or socket is None]
            found = next(
                (t for t in reversed(same) if token in t.tokens or (socket and t.socket == socket)), None
            )
        if found is None and socket is None:
            found = self.known.plugged_last(token, at)
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
        placed = [t for t in self.known.joinable(at) if t.socket is not None and t.socket == session.socket]
        found = (
            self.known.takes_start(at, session)
            or next(iter([*reversed(led), *reversed(placed)]), None)
            or self.known.begin(at, session.socket, waits=False)
        )
        for other in led:
            if other is not found:
                # its plug-in was known already, so card and start belong to that one attempt
                self.known.absorb(found, other)
        if found in self.known.waiting:
            self.known.waiting.remove(found)
        if session.socket is not None:
            self.known.place(found, session.socket, at)
        (found.refused if signal.is_refused else found.sessions).append(session)
        found.started_by.add(session.token)
        found.add_card(session.token, signal.group)
        self.known.by_session[session.key] = found
        if not signal.is_refused:
            self.known.stop_cards.began(session, found)
        found.touch(at)
        found.answer_start(signal.status, at)

    def _told(self, signal: Told) -> None:
        found = self.known.by_session.get(signal.session.key)
        if found is None:
            return
        found.told.append(signal)
        if signal.fact.charging_state == "Charging":
            found.has_charged = True
        if signal.fact.token and not signal.is_stop:
            found.add_card(signal.fact.token, signal.group)
            if signal.fact.event != "Started":
                found.answer_start(signal.status, signal.at)


def _is_joined(waiting: OpenAttempt, signal: CardShown) -> bool:
    """Whether a card is one of an attempt that waits, and names no other socket than it does."""
    return signal.token in waiting.tokens and (
        signal.socket is None or waiting.socket in {None, signal.socket}
    )


def _runs(found: OpenAttempt | None, at: Instant) -> bool:
    return found is not None and found.runs(at)


def _is_bare(found: OpenAttempt) -> bool:
    """Whether nothing but a plug tells of it."""
    return not (found.has_started or found.tokens or found.answers or found.remote_refused)
