"""What is known of one try while its signals are put together?"""

from __future__ import annotations

import msgspec

from chargeboard.domain.conclusions import Session
from chargeboard.domain.instants import Instant
from chargeboard.metrics.attempts.signals import Told


class Try(msgspec.Struct, kw_only=True, eq=False):
    """What is known of one try while it is put together; `last` is its latest signal."""

    start: Instant
    last: Instant
    socket: int | None = None
    tokens: list[str] = []
    remote_start_ids: list[int] = []
    answers: list[str] = []
    """Authorisation answers in order, remote acceptance included."""
    rejected_at: Instant | None = None
    """When its first card was rejected."""
    remote_refused: str = ""
    plugged_at: Instant | None = None
    unplugged_at: Instant | None = None
    authorised_at: Instant | None = None
    sessions: list[Session] = []
    has_charged: bool = False
    told: list[Told] = []

    @property
    def is_rejected(self) -> bool:
        """Its last answer was no, with no later acceptance."""
        return bool(self.answers) and self.answers[-1] != "Accepted"

    @property
    def is_plugged(self) -> bool:
        """A cable went in under A1 and has not come out."""
        return self.plugged_at is not None and self.unplugged_at is None

    def runs(self, at: Instant) -> bool:
        """Whether a transaction of it is open at that instant."""
        return any(session.end is None or at < session.end for session in self.sessions)

    def awaits_card(self, at: Instant) -> bool:
        """Plugged in, and no transaction yet; in 2.x one may run before anybody is authorised."""
        if not self.sessions:
            return self.is_plugged
        return (
            self.runs(at) and self.sessions[-1].is_v2 and not self.has_charged and self.authorised_at is None
        )

    def touch(self, at: Instant) -> None:
        """One more signal of it."""
        self.last = max(self.last, at)

    def add_card(self, token: str) -> None:
        """A card or app that was used in it."""
        if token and token not in self.tokens:
            self.tokens.append(token)

    def answer(self, status: str, at: Instant) -> None:
        """Somebody was accepted or refused."""
        self.answers.append(status)
        if status == "Accepted":
            self.authorised_at = at if self.authorised_at is None else self.authorised_at
        elif self.rejected_at is None:
            self.rejected_at = at
