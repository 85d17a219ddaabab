"""
Which cards are shown to stop, and are no attempts (definitions A2, A2a)?

A card of a running session, of its group, or a master pass; and a card that the stop behind it names, or may
have been shown for.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from chargeboard.domain.conclusions import Session
from chargeboard.metrics.attempts.open_attempt import OpenAttempt
from chargeboard.metrics.attempts.signals import AnySignal, Begun, CardShown, StoppedBy
from chargeboard.time.instants import SECOND, Instant

_STOP_CARD: Final = 60 * SECOND
"""A card within this after a session of its token, or before a stop by it, ends that session (A2, A2a)."""
_MASTER: Final = "MasterPass"
_BY_HAND: Final = frozenset({"", "Local"})


class StopCards:
    """The stops that are to come, and the sessions that began so far."""

    def __init__(self, signals: Sequence[AnySignal], window: Instant) -> None:
        self._window = window
        self._running: list[tuple[Session, OpenAttempt]] = []
        """Sessions that began, with their attempts; those that are long over are forgotten."""
        self.starts: dict[str, list[tuple[Instant, Session]]] = defaultdict(list)
        """All starts of a token, the ones to come included."""
        self._stops: list[StoppedBy] = []
        for signal in signals:
            if isinstance(signal, Begun) and signal.session.token:
                self.starts[signal.session.token].append((signal.at, signal.session))
            elif isinstance(signal, StoppedBy):
                self._stops.append(signal)
        self._stopped_at = [stop.at for stop in self._stops]
        self.masters = {stop.token for stop in self._stops if stop.token and stop.reason == _MASTER}

    def began(self, session: Session, owner: OpenAttempt) -> None:
        """One more session of an attempt."""
        self._running.append((session, owner))

    def is_one(self, card: CardShown) -> bool:
        """Whether the card is shown to stop a session."""
        at = card.at
        self._running = [
            (session, owner)
            for session, owner in self._running
            if session.end is None or at <= session.end + _STOP_CARD
        ]
        if card.is_master or card.token in self.masters:
            return True
        if card.socket is not None:
            # a card that names its socket says nothing of any other one (A7a)
            return any(
                self._is_of(card, session, owner) or (_runs(session, at) and not owner.awaits_card(at))
                for session, owner in self._running
                if session.socket == card.socket
            )
        return any(self._is_of(card, session, owner) for session, owner in self._running) or any(
            self._stops_by(card, stop) for stop in self._soon(at)
        )

    def _is_of(self, card: CardShown, session: Session, owner: OpenAttempt) -> bool:
        """Whether it is the card of a session that runs or ended just now, or of a running one's group."""
        if owner.awaits_card(card.at):
            return False
        if card.token and card.token == session.token:
            return True
        return (
            bool(card.group)
            and _runs(session, card.at)
            and owner.groups.get(session.token) == card.group
            and not self._starts_within(card.token, card.at, self._window)
        )

    def _soon(self, at: Instant) -> Sequence[StoppedBy]:
        """The stops of the minute behind a card."""
        first = bisect_left(self._stopped_at, at)
        return self._stops[first : bisect_left(self._stopped_at, at + _STOP_CARD + 1)]

    def _stops_by(self, card: CardShown, stop: StoppedBy) -> bool:
        """Whether the stop names the card, or names none and the card starts nothing else."""
        if stop.token:
            return stop.token == card.token and not self._starts_within(
                card.token, card.at, stop.at - card.at
            )
        ended = stop.since is not None and stop.since <= card.at
        if stop.reason == _MASTER:
            return ended
        return (
            ended and stop.reason in _BY_HAND and not self._starts_within(card.token, card.at, self._window)
        )

    def _starts_within(self, token: str, at: Instant, span: Instant) -> bool:
        return any(at <= start <= at + span for start, _ in self.starts.get(token, ()))


def _runs(session: Session, at: Instant) -> bool:
    return session.end is None or at < session.end
