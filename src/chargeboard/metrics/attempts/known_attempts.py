"""
Which attempts are there at an instant, and which of them may a signal belong to?

An attempt waits for a plug or a start, or it is on at a socket (rules A1-A3, A7).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Final

from chargeboard.domain.conclusions import Session
from chargeboard.domain.policy import Policy
from chargeboard.metrics.attempts.open_attempt import OpenAttempt
from chargeboard.metrics.attempts.settling import settles_at
from chargeboard.metrics.attempts.signals import AnySignal, CardShown
from chargeboard.metrics.attempts.stop_cards import StopCards
from chargeboard.time.instants import SECOND, Instant, micros_of

_RESERVATION_CARD: Final = 10 * SECOND
"""A card of a reservation's token within this after it is the charger's question about it (A1a)."""


class KnownAttempts:
    """
    The attempts so far.

    `here` is the latest attempt of each socket that was plugged or started there; `waiting` are attempts with
    neither plug nor transaction yet.
    """

    def __init__(self, signals: Sequence[AnySignal], sockets: Collection[int], policy: Policy) -> None:
        self.policy = policy
        self.window = micros_of(policy.attempt_match_window_s)
        self.repeat = micros_of(policy.auth_retry_dedup_s)
        self.sockets = frozenset(sockets)
        self.attempts: list[OpenAttempt] = []
        self.here: dict[int, OpenAttempt] = {}
        self.waiting: list[OpenAttempt] = []
        self.cable: dict[int, Instant] = {}
        """When a cable was last seen in the socket; absent: none is in."""
        self.is_up = True
        self.by_session: dict[str, OpenAttempt] = {}
        self.plug_ins: dict[int, list[OpenAttempt]] = defaultdict(list)
        """The attempts of the plug-in that each socket is in, in the order in which they came there."""
        self.reserved: dict[str, Instant] = {}
        """When a socket was last reserved for a token."""
        self.stop_cards = StopCards(signals, self.window)

    def begin(self, at: Instant, socket: int | None, *, waits: bool) -> OpenAttempt:
        """One more attempt; it may wait for a plug or a start."""
        made = OpenAttempt(start=at, last=at, socket=socket)
        self.attempts.append(made)
        if waits:
            self.waiting.append(made)
        return made

    def place(self, open_attempt: OpenAttempt, socket: int, at: Instant) -> OpenAttempt:
        """From here on the attempt is the socket's."""
        if open_attempt in self.waiting:
            self.waiting.remove(open_attempt)
        before = self.here.get(socket)
        if before is None or not self.holds_cable(before):
            self.plug_ins[socket] = []
        elif before is not open_attempt:
            # the plug is the next driver's now
            before.unplugged_at, open_attempt.unplugged_at = at, None
        if open_attempt not in self.plug_ins[socket]:
            self.plug_ins[socket].append(open_attempt)
        open_attempt.socket = socket
        self.here[socket] = open_attempt
        return open_attempt

    def see_cable(self, socket: int, at: Instant) -> None:
        """A cable is in; where the socket's attempt has settled, it is another's (A1b)."""
        current = self.here.get(socket)
        if current is not None and not self.is_held(current):
            settled_at = settles_at(current, self.policy)
            if settled_at is not None and settled_at < at:
                self._let_go(current, socket, at)
        self.cable[socket] = at

    def _let_go(self, settled: OpenAttempt, socket: int, at: Instant) -> None:
        """Nothing becomes part of it any more; a transaction that ran on behind it has the socket again."""
        before = settled.behind
        if before is not None and before.runs(at):
            self.here[socket], self.plug_ins[socket] = before, [before]
        else:
            del self.here[socket]
            self.plug_ins[socket] = []

    def follow(self, before: OpenAttempt, at: Instant) -> OpenAttempt:
        """Another card after a refused start without a transaction is another attempt of the plug (S7)."""
        attempt = self.begin(at, before.socket, waits=False)
        attempt.plugged_at = at
        return self.place(attempt, before.socket or 0, at)

    def take_back(self, open_attempt: OpenAttempt) -> OpenAttempt:
        """What seemed a new plug-in was none, for the transaction before it still charges."""
        before = open_attempt.behind
        if before is None or open_attempt.socket is None:
            return open_attempt
        self.attempts.remove(open_attempt)
        before.unplugged_at = None
        self.plug_ins[open_attempt.socket] = [before]
        self.here[open_attempt.socket] = before
        return before

    def absorb(self, open_attempt: OpenAttempt, other: OpenAttempt) -> None:
        """What seemed another attempt is this one's beginning."""
        self.waiting.remove(other)
        self.attempts.remove(other)
        open_attempt.start = min(open_attempt.start, other.start)
        open_attempt.tokens += [token for token in other.tokens if token not in open_attempt.tokens]
        open_attempt.answers += other.answers
        if open_attempt.authorised_at is None:
            open_attempt.authorised_at = other.authorised_at

    def led_to(self, session: Session, at: Instant) -> list[OpenAttempt]:
        """The waiting attempts whose card or remote start this is; one that it names comes last."""
        carded = [
            t for t in self.joinable(at) if session.token in t.tokens and t.socket in {None, session.socket}
        ]
        named = [t for t in self.joinable(at) if session.remote_start_id in t.remote_start_ids]
        return [*(t for t in carded if t not in named), *named]

    def takes_start(self, at: Instant, session: Session) -> OpenAttempt | None:
        """The attempt at its socket that a transaction belongs to: the same driver's (A1, A1b)."""
        current = self.here.get(session.socket) if session.socket is not None else None
        if current is None:
            return None
        if not current.has_started:
            is_near = current.unplugged_at is None or at - current.last <= self.window
            return current if is_near else None
        if self.holds_cable(current) and self.is_up:
            same = [t for t in self.plug_ins[current.socket or 0] if t.is_by(session.token)]
            return same[-1] if same else None
        return current if self._is_tried_again(current, session.token, at) else None

    def _is_tried_again(self, current: OpenAttempt, token: str, at: Instant) -> bool:
        """Whether a card that was refused at a start is shown once more (A1)."""
        is_void = bool(current.refused) and not current.sessions
        return is_void and current.is_by(token) and at - current.last <= self.window

    def is_of_a_reservation(self, card: CardShown) -> bool:
        """Whether the charger only asks about the token that a socket was just reserved for (A1a)."""
        reserved_at = self.reserved.get(card.token)
        return reserved_at is not None and card.at - reserved_at <= _RESERVATION_CARD

    def is_full(self, at: Instant) -> bool:
        """Whether every socket is in a session, so that a card can only stop one (A2)."""
        return bool(self.sockets) and all(
            (current := self.here.get(socket)) and current.runs(at) and not current.awaits_card(at)
            for socket in self.sockets
        )

    def joinable(self, at: Instant) -> list[OpenAttempt]:
        """The attempts that still wait for a plug or a start; a rejected card never joins one (A3)."""
        # once nothing can join it, not even a repeat, an attempt needs no more looking at
        self.waiting = [t for t in self.waiting if at - t.last <= max(self.window, self.repeat)]
        return [t for t in self.waiting if at - t.last <= self.window and not t.is_rejected]

    def takes_rejection(self, waiting: OpenAttempt, token: str, at: Instant) -> bool:
        """A card of an attempt that waits (A1), or one rejected before, from the first rejection on (A2)."""
        if token not in waiting.tokens:
            return False
        if waiting.is_rejected:
            return waiting.rejected_at is not None and at - waiting.rejected_at <= self.repeat
        return at - waiting.last <= self.window

    def coming_socket(self, token: str, remote_start_id: int | None, at: Instant) -> int | None:
        """The socket whose start with that token follows within the window (A7)."""
        for start, session in self.stop_cards.starts.get(token, ()) if token else ():
            if at <= start <= at + self.window and remote_start_id in {None, session.remote_start_id}:
                return session.socket
        return None

    def of_coming_start(
        self, socket: int | None, token: str, at: Instant, *, is_rejected: bool
    ) -> OpenAttempt | None:
        """The attempt that is on at the socket of a coming start; a rejected card needs the cable in (A3)."""
        current = self.here.get(socket) if socket is not None else None
        if (
            current
            and not current.runs(at)
            and self.holds_cable(current)
            and self._takes_card(current, token)
        ):
            return current
        named = [t for t in self.joinable(at) if t.socket is not None and t.socket == socket]
        return named[-1] if named and not is_rejected else None

    def named(self, socket: int, token: str, at: Instant, *, is_rejected: bool) -> OpenAttempt | None:
        """The attempt that a card belongs to which names its socket (A7a)."""
        current = self.here.get(socket)
        if current and current.awaits_card(at):
            return current if self._takes_card(current, token) else self.follow(current, at)
        if is_rejected:
            return None
        joinable = [
            t for t in self.joinable(at) if t.socket == socket or (t.socket is None and token in t.tokens)
        ]
        return joinable[-1] if joinable else None

    def tried_again(self, card: CardShown) -> OpenAttempt | None:
        """The attempt whose start was refused with this card a little while ago."""
        near = (t for t in self.here.values() if card.socket in {None, t.socket})
        return next((t for t in near if self._is_tried_again(t, card.token, card.at)), None)

    def _takes_card(self, current: OpenAttempt, token: str) -> bool:
        return not current.has_started or current.is_by(token)

    def plugged_last(self, token: str, at: Instant) -> OpenAttempt | None:
        """The socket that was plugged last and has no transaction yet (A7)."""
        plugged = [t for t in self.here.values() if t.awaits_card(at)]
        latest = max(plugged, key=lambda t: (t.plugged_at or t.start, t.socket or 0), default=None)
        if latest is None or self._takes_card(latest, token):
            return latest
        return self.follow(latest, at)

    def is_held(self, open_attempt: OpenAttempt) -> bool:
        """Whether it is of a plug-in that still goes on, so that a further start may be its own (A1b)."""
        socket = open_attempt.socket
        if socket is None or open_attempt not in self.plug_ins.get(socket, ()):
            return False
        current = self.here.get(socket)
        return current is not None and self.holds_cable(current)

    def holds_cable(self, current: OpenAttempt) -> bool:
        """Whether the cable is in since this attempt."""
        return current.unplugged_at is None and (current.is_plugged or current.socket in self.cable)
