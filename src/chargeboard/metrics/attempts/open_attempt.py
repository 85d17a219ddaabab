"""What is known of one attempt while its signals are put together?"""

from __future__ import annotations

import msgspec

from chargeboard.domain.conclusions import Session
from chargeboard.time.instants import Instant


class OpenAttempt(msgspec.Struct, kw_only=True, eq=False):
    """What is known of one attempt while it is put together; `last` is its latest signal."""

    start: Instant
    last: Instant
    socket: int | None = None
    tokens: list[str] = []
    groups: dict[str, str] = {}
    """The group of each token whose answer named one (A2a)."""
    remote_start_ids: list[int] = []
    answers: list[str] = []
    """Authorisation answers in order, remote acceptance included."""
    rejected_at: Instant | None = None
    """When its first card was rejected."""
    remote_refused: str = ""
    start_failed: bool = False
    """Its last start was answered with an error: no card was judged (S7)."""
    plugged_at: Instant | None = None
    unplugged_at: Instant | None = None
    authorised_at: Instant | None = None
    sessions: list[Session] = []
    refused: list[Session] = []
    """Starts that were refused and came to nothing (S7)."""
    started_by: set[str] = set()
    """The tokens of its starts, "" for none."""
    has_charged: bool = False
    triggers: list[str] = []
    """What triggered the 2.x events of its transactions, each once."""
    released_at: Instant | None = None
    """When the cable of its plug-in was pulled: until then another start may be its own (A1b)."""
    behind: OpenAttempt | None = None
    """The attempt before it, where its plug-in began although that one's transaction still ran."""

    @property
    def is_rejected(self) -> bool:
        """Its last answer was no, with no later acceptance."""
        return bool(self.answers) and self.answers[-1] != "Accepted"

    @property
    def is_refused(self) -> bool:
        """Its start was refused, nothing came of it, and nothing was accepted since (S7)."""
        return bool(self.refused) and not self.sessions and (self.is_rejected or self.start_failed)

    @property
    def has_started(self) -> bool:
        """Whether a transaction began in it, or was refused."""
        return bool(self.sessions or self.refused)

    @property
    def is_plugged(self) -> bool:
        """A cable went in under A1 and has not come out."""
        return self.plugged_at is not None and self.unplugged_at is None

    def is_by(self, token: str) -> bool:
        """Whether a token, or none, is that of its starts: a further start is the same attempt (A1b)."""
        return not token or token in self.started_by or "" in self.started_by

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

    def add_card(self, token: str, group: str = "") -> None:
        """A card or app that was used in it."""
        if token and token not in self.tokens:
            self.tokens.append(token)
        if group:
            self.groups[token] = group

    def answer(self, status: str, at: Instant) -> None:
        """Somebody was accepted or refused."""
        self.answers.append(status)
        if status == "Accepted":
            self.start_failed = False
            self.authorised_at = at if self.authorised_at is None else self.authorised_at
        elif self.rejected_at is None:
            self.rejected_at = at

    def answer_start(self, status: str, at: Instant) -> None:
        """A start was answered; an error judges no card."""
        if status == "CallError":
            self.start_failed = True
        elif status:
            self.answer(status, at)
