"""How does a process say that it is there, and how it is?"""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
from collections.abc import Callable
from typing import Self

from chargeboard import __version__
from chargeboard.domain.members import HowItIs, Member, Role
from chargeboard.domain.records import Unavailable
from chargeboard.ports.members import MembersPort
from chargeboard.run.words import say
from chargeboard.time.instants import Instant

_log = logging.getLogger(__name__)
BEAT_EVERY_S = 2.0


def new_member(role: Role, now: Instant) -> Member:
    """What others know of this process, under an id that no other one ever had."""
    place = say("member_place", host=socket.gethostname(), pid=os.getpid())
    return Member(secrets.token_hex(8), role, place, __version__, now, now)


class Gateway:
    """A process that chargers connect to: it says that it lives where it keeps what they say."""

    def __init__(self, store: MembersPort, now: Callable[[], Instant]) -> None:
        self._member = new_member("gateway", now())
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
        if not store.beat(self.id, now, self.told):
            self.was_given_up = True


class Presence:
    """A process that keeps nothing says so by a thread."""

    def __init__(
        self, store: MembersPort, role: Role, now: Callable[[], Instant], told: Callable[[], HowItIs]
    ) -> None:
        """`store` is asked by nobody else."""
        self._store, self._now, self._told = store, now, told
        self.member = new_member(role, now())
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
                if not self._store.beat(self.member.id, self._now(), self._told()):
                    self._store.join(self.member)
                is_said = False
            except Unavailable as error:
                if not is_said:
                    _log.warning(say("member_not_heard", why=error))
                is_said = True
