"""How does a process say that it is there, and how it is?"""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
from collections.abc import Callable
from typing import Self

import msgspec

from chargeboard import __version__
from chargeboard.domain.members import UNSAID, ClockSeen, HowItIs, Knows, Member, Role
from chargeboard.domain.records import Unavailable
from chargeboard.ports.members import ClockPort, MembersPort
from chargeboard.run.words import say
from chargeboard.time.instants import Instant

_log = logging.getLogger(__name__)
BEAT_EVERY_S = 2.0
_ASKED = 3
"""So often a clock is asked at a time: of the answers the one counts that came fastest."""


def new_member(role: Role, now: Instant, knows: Knows = UNSAID) -> Member:
    """What others know of this process, under an id that no other one ever had."""
    place = say("member_place", host=socket.gethostname(), pid=os.getpid())
    return Member(secrets.token_hex(8), role, place, __version__, now, now, HowItIs(knows=knows))


def clock_seen(store: ClockPort, now: Callable[[], Instant], times: int = _ASKED) -> ClockSeen | None:
    """
    How far our clock is from the database's: asked between two looks at ours, and taken for the middle.

    None where there is but one clock.
    """
    found = []
    for _ in range(times):
        before, theirs, after = now(), store.clock(), now()
        if theirs is None:
            return None
        found.append(ClockSeen((before + after) // 2 - theirs, max(1, (after - before + 1) // 2)))
    return min(found, key=lambda one: one.error)


class Gateway:
    """A process that chargers connect to: it says that it lives where it keeps what they say."""

    def __init__(self, store: MembersPort, now: Callable[[], Instant], knows: Knows = UNSAID) -> None:
        self._member = new_member("gateway", now(), knows)
        self._now = now
        self.told = HowItIs()
        """How it is."""
        self.was_given_up = False
        """Others took it for gone: its chargers are theirs, and it begins anew."""
        store.join(self._member)

    @property
    def id(self) -> str:
        """Of this start."""
        return self._member.id

    def live(self, store: MembersPort, now: Instant) -> None:
        """Write down that it lives, and could write."""
        clock = clock_seen(store, self._now, 1)
        told = msgspec.structs.replace(self.told, knows=self._member.told.knows, clock=clock)
        if not store.beat(self.id, now, told):
            self.was_given_up = True


class Presence:
    """A process that keeps nothing says so by a thread."""

    def __init__(
        self,
        store: MembersPort,
        role: Role,
        now: Callable[[], Instant],
        told: Callable[[], HowItIs],
        knows: Knows = UNSAID,
    ) -> None:
        """`store` is asked by nobody else."""
        self._store, self._now, self._told = store, now, told
        self.member = new_member(role, now(), knows)
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name="presence", daemon=True)

    def __enter__(self) -> Self:
        self._store.join(self.member)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ending.set()
        self._thread.join()
        try:
            self._store.leave(self.member.id)
        except Unavailable as error:
            _log.warning(say("member_not_left", why=error))

    def _run(self) -> None:
        is_said = False
        while not self._ending.wait(BEAT_EVERY_S):
            try:
                if not self._store.beat(self.member.id, self._now(), self._how()):
                    self._store.join(self.member)
                is_said = False
            except Unavailable as error:
                if not is_said:
                    _log.warning(say("member_not_heard", why=error))
                is_said = True

    def _how(self) -> HowItIs:
        clock = clock_seen(self._store, self._now)
        return msgspec.structs.replace(self._told(), knows=self.member.told.knows, clock=clock)
