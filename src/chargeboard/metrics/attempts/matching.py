"""
Which signals make one attempt?

Plug-ins, cards, remote starts and transactions are matched by socket, token and time (rules A1-A3, A6, A7 and
the clarifications to them). An attempt is what a driver did once, whatever the number of messages.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from chargeboard.domain.conclusions import Session
from chargeboard.domain.policy import Policy
from chargeboard.metrics.attempts.kept_attempts import NONE_KEPT, KeptAttempts, go_on, kept
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


def matched(
    signals: Sequence[AnySignal],
    *,
    sockets: Collection[int],
    policy: Policy,
    before: KeptAttempts = NONE_KEPT,
    begun: Sequence[Session] = (),
) -> KnownAttempts:
    """All attempts; they go on from those kept of before, whose sessions are among `begun`."""
    known = KnownAttempts(signals, sockets, policy)
    go_on(known, before, begun)
    matcher = _Matcher(known)
    for signal in signals:
        matcher.hear(signal)
    return known


def kept_at(
    instants: Sequence[Instant],
    signals: Sequence[AnySignal],
    *,
    sockets: Collection[int],
    policy: Policy,
    before: KeptAttempts,
    begun: Sequence[Session],
) -> list[KeptAttempts]:
    """What is to be kept of the attempts at each of the instants, which ascend."""
    known = KnownAttempts(signals, sockets, policy)
    go_on(known, before, begun)
    matcher = _Matcher(known)
    made: list[KeptAttempts] = []
    ahead = iter(signals)
    signal = next(ahead, None)
    for instant in instants:
        while signal is not None and signal.at < instant:
            matcher.hear(signal)
            signal = next(ahead, None)
        made.append(kept(known, instant))
    return made


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
        held = socket in self.known.cable
        self.known.see_cable(socket, at)
        current = self.known.here.get(socket)
        # a connector of 2.x may be Available inside a transaction; in 1.6 the cable went out and in again
        runs = current is not None and current.runs(at)
        if current is None or not (
            (current.unplugged_at is None and (held or runs)) or (runs and signal.is_v2)
        ):
            named = [t for t in self.known.joinable(at) if t.socket == socket]
            free = [t for t in self.known.joinable(at) if t.socket is None]
            attempt = (named or free or [self.known.begin(at, socket, waits=False)])[-1]
            attempt.behind = current if runs else None
            current = self.known.place(attempt, socket, at)
        current.plugged_at = at if current.plugged_at is None else current.plugged_at
        current.unplugged_at = None
        current.touch(at)

    def _cable_seen(self, signal: CableSeen) -> None:
        self.known.see_cable(signal.socket, signal.at)
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
            for attempt in self.known.plug_ins[signal.socket]:
                attempt.released_at = signal.at
            if not current.has_started:
                current.touch(signal.at)

    def _card(self, signal: CardShown) -> None:
        known = self.known
        if known.is_of_a_reservation(signal) or known.stop_cards.is_one(signal):
            return
        if signal.socket is None and known.is_full(signal.at):
            return
        attempt = self._attempt_of_card(signal)
        attempt.add_card(signal.token, signal.group)
        attempt.touch(signal.at)
        if signal.status:
            attempt.answer(signal.status, signal.answered_at)

    def _attempt_of_card(self, signal: CardShown) -> OpenAttempt:
        known, at, token = self.known, signal.at, signal.token
        is_rejected = signal.is_rejected
        coming = signal.socket
        if coming is None:
            coming = known.coming_socket(token, None, at)
            attempt = known.of_coming_start(coming, token, at, is_rejected=is_rejected)
        else:
            attempt = known.named(coming, token, at, is_rejected=is_rejected)
        if attempt is None and not is_rejected:
            attempt = next((t for t in reversed(known.joinable(at)) if _is_joined(t, signal)), None)
        if attempt is None:
            attempt = known.tried_again(signal)
        if attempt is None and (signal.socket is None and (coming is None or is_rejected)):
            attempt = known.plugged_last(token, at)
        if attempt is None and is_rejected:
            attempt = next((t for t in reversed(known.waiting) if known.takes_rejection(t, token, at)), None)
        if attempt is None:
            attempt = known.begin(at, coming if signal.socket or not is_rejected else None, waits=True)
        return attempt

    def _remote(self, signal: RemoteAsked) -> None:
        at, token, socket = signal.at, signal.token, signal.socket
        is_refused = signal.status not in {"", "Accepted"}
        attempt: OpenAttempt | None = None
        if socket is None:
            socket = None if is_refused else self.known.coming_socket(token, signal.remote_start_id, at)
            attempt = self.known.of_coming_start(socket, token, at, is_rejected=is_refused)
        elif (
            (current := self.known.here.get(socket))
            and self.known.holds_cable(current)
            and not current.runs(at)
            and (not current.has_started or current.is_by(token))
        ):
            attempt = current
        if attempt is None:
            same = [t for t in self.known.joinable(at) if t.socket in {None, socket} or socket is None]
            attempt = next(
                (t for t in reversed(same) if token in t.tokens or (socket and t.socket == socket)), None
            )
        if attempt is None and socket is None:
            attempt = self.known.plugged_last(token, at)
        if attempt is None:
            attempt = self.known.begin(at, socket, waits=True)
        if attempt.socket is None:
            attempt.socket = socket
        attempt.add_card(token)
        if signal.remote_start_id is not None:
            attempt.remote_start_ids.append(signal.remote_start_id)
        attempt.touch(at)
        if is_refused:
            attempt.remote_refused = signal.status
        elif signal.status:
            attempt.answer(signal.status, at)

    def _begun(self, signal: Begun) -> None:
        at, session = signal.at, signal.session
        led = self.known.led_to(session, at)
        placed = [t for t in self.known.joinable(at) if t.socket is not None and t.socket == session.socket]
        attempt = (
            self.known.takes_start(at, session)
            or next(iter([*reversed(led), *reversed(placed)]), None)
            or self.known.begin(at, session.socket, waits=False)
        )
        for other in led:
            if other is not attempt:
                # its plug-in was known already, so card and start belong to that one attempt
                self.known.absorb(attempt, other)
        if attempt in self.known.waiting:
            self.known.waiting.remove(attempt)
        if session.socket is not None:
            self.known.place(attempt, session.socket, at)
        (attempt.refused if signal.is_refused else attempt.sessions).append(session)
        attempt.started_by.add(session.token)
        attempt.add_card(session.token, signal.group)
        self.known.by_session[session.key] = attempt
        if not signal.is_refused:
            self.known.stop_cards.began(session, attempt)
        attempt.touch(at)
        attempt.answer_start(signal.status, at)

    def _told(self, signal: Told) -> None:
        attempt = self.known.by_session.get(signal.session.key)
        if attempt is None:
            return
        if signal.fact.trigger not in attempt.triggers:
            attempt.triggers.append(signal.fact.trigger)
        if signal.fact.charging_state == "Charging":
            attempt.has_charged = True
        if signal.fact.token and not signal.is_stop:
            attempt.add_card(signal.fact.token, signal.group)
            if signal.fact.event != "Started":
                attempt.answer_start(signal.status, signal.at)


def _is_joined(waiting: OpenAttempt, signal: CardShown) -> bool:
    """Whether a card is one of an attempt that waits, and names no other socket than it does."""
    return signal.token in waiting.tokens and (
        signal.socket is None or waiting.socket in {None, signal.socket}
    )


def _runs(open_attempt: OpenAttempt | None, at: Instant) -> bool:
    return open_attempt is not None and open_attempt.runs(at)


def _is_bare(open_attempt: OpenAttempt) -> bool:
    """Whether nothing but a plug tells of it."""
    return not (
        open_attempt.has_started or open_attempt.tokens or open_attempt.answers or open_attempt.remote_refused
    )
