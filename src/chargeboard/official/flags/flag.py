"""What is a check of data quality, and what does it find?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet

import msgspec

from chargeboard.domain.codes import Code
from chargeboard.domain.conclusions import Session, State
from chargeboard.domain.facts import StatusReported
from chargeboard.domain.policy import Policy
from chargeboard.time.instants import Instant, Micros
from chargeboard.time.series import Series
from chargeboard.time.spans import Span


class System(Code):
    """Whose check it is."""

    QUALICHARGE = "qualicharge"
    ATLAS = "atlas"


class Level(Code):
    """What comes of it."""

    ERROR = "error"
    WARNING = "warning"


class Looked(msgspec.Struct, frozen=True, kw_only=True):
    """
    A month of a charger: ended sessions that began in it, statuses said in it, and its states.

    `running` are all sessions that reach into it. `told_after` says how long after its end the stop of a
    session arrived. `declared` are sockets that the operator named; `spoken` those of which a status was ever
    told, `lately` those of which one was in the month before the end.
    """

    window: Span
    policy: Policy
    sessions: Sequence[Session]
    statuses: Sequence[StatusReported]
    """Of sockets, by time."""
    states: Mapping[int, Series[State]]
    running: Sequence[Session] = ()
    told_after: Mapping[str, Micros] = {}
    declared: AbstractSet[int] = frozenset()
    spoken: AbstractSet[int] = frozenset()
    lately: AbstractSet[int] = frozenset()

    @classmethod
    def of_nothing(cls, window: Span, policy: Policy) -> Looked:
        """A month that has not begun."""
        return cls(window=window, policy=policy, sessions=(), statuses=(), states={})


class Hit(msgspec.Struct, frozen=True):
    """What a check does not like: a session, a status or a day."""

    at: Instant
    end: Instant
    socket: int | None
    session: str = ""
    """Its key, where it is one."""


class Finding(msgspec.Struct, frozen=True):
    """The hits among so many that were looked at."""

    hits: Sequence[Hit]
    looked_at: int


class Flag(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """A check: it flags where more than a share of what it looks at is a hit."""

    code: str
    system: System
    level: Level
    share: float = 0
    find: Callable[[Looked], Finding]

    def flags(self, found: Finding) -> bool:
        """Whether that is too much."""
        return len(found.hits) > self.share * found.looked_at


def of_session(session: Session) -> Hit:
    """A session as a hit."""
    return Hit(session.start, max(session.start, session.end or session.start), session.socket, session.key)


def sessions_that(is_hit: Callable[[Session, Policy], bool]) -> Callable[[Looked], Finding]:
    """A check of each session."""
    return lambda looked: Finding(
        [of_session(one) for one in looked.sessions if is_hit(one, looked.policy)], len(looked.sessions)
    )
