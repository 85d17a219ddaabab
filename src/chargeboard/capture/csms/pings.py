"""
Does the charger still hear us? Half-open connections are found by pings, not by its silence (O1, O3).

One timer serves all connections: whose turn it is next is known, and who says nothing costs a ping each
interval and nothing else.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
import logging
from collections.abc import Callable
from functools import partial
from typing import Protocol

from chargeboard.capture.csms.link import Link
from chargeboard.capture.csms.words import say

_log = logging.getLogger(__name__)
_TELL_EVERY_S = 150
_PONGS_MISSED = 6
_HEARTBEATS_MISSED = 3
_TOGETHER_S = 0.1
"""Turns that come within this are one."""


class Rules(Protocol):
    """How often a charger is to be heard."""

    @property
    def heartbeat_interval_s(self) -> int: ...

    @property
    def ping_interval_s(self) -> int: ...


class _Watched:
    """A connection, as far as it was asked."""

    __slots__ = ("answers", "asked", "asked_s", "is_over", "link", "missed", "told_s")

    def __init__(self, link: Link, now_s: float) -> None:
        self.link, self.told_s, self.asked_s = link, now_s, now_s
        self.missed = 0
        """Pings one after the other, since anything came of it."""
        self.answers = self.asked = self.is_over = False
        """Whether it ever answered; whether it is to answer now; whether nobody asks it any more."""


class Pings:
    """
    Ping who says nothing; tell now and then that it answers; cut a connection on which nothing comes more.

    A charger that never answers pings is not blamed for it: what it says counts.
    """

    def __init__(self, rules: Rules, tell: Callable[[Link, int], None]) -> None:
        self._rules, self._tell = rules, tell
        self._turns: list[tuple[float, int, _Watched]] = []
        """The next of each connection, the earliest first."""
        self._numbers = itertools.count()
        self._timer: asyncio.Handle | None = None
        self._due_s = 0.0
        """When it wakes; uvloop's handle does not say that of what is overdue."""

    def watch(self, link: Link) -> Callable[[], None]:
        """Ask a connection from now on, until what is returned is called."""
        watched = _Watched(link, link.loop.time())
        link.ponged = partial(self._ponged, watched)
        self._ask(watched, watched.told_s)
        self._set_timer()

        def leave() -> None:
            watched.is_over, link.ponged = True, None

        return leave

    def _ponged(self, watched: _Watched) -> None:
        link = watched.link
        now_s = link.loop.time()
        if not watched.asked:
            return
        if not watched.answers or now_s - max(watched.told_s, link.heard_s) >= _TELL_EVERY_S:
            self._tell(link, self._rules.ping_interval_s)
            watched.told_s = now_s
        watched.answers, watched.asked = True, False

    def _ask(self, watched: _Watched, now_s: float) -> None:
        watched.asked, watched.asked_s = True, now_s
        watched.link.send_ping()
        self._next(watched, now_s + self._rules.ping_interval_s)

    def _next(self, watched: _Watched, at_s: float) -> None:
        heapq.heappush(self._turns, (at_s, next(self._numbers), watched))

    def _set_timer(self) -> None:
        """For the earliest turn."""
        if not self._turns:
            return
        at_s = self._turns[0][0] + _TOGETHER_S
        if self._timer is None or at_s < self._due_s:
            if self._timer is not None:
                self._timer.cancel()
            self._timer = asyncio.get_running_loop().call_at(at_s, self._work)
            self._due_s = at_s

    def _work(self) -> None:
        self._timer, now_s = None, asyncio.get_running_loop().time()
        while self._turns and self._turns[0][0] <= now_s:
            _, _, watched = heapq.heappop(self._turns)
            if not watched.is_over:
                self._turn(watched, now_s)
        self._set_timer()

    def _turn(self, watched: _Watched, now_s: float) -> None:
        link, interval_s = watched.link, self._rules.ping_interval_s
        quiet_s = now_s - link.heard_s
        # who waits for our disk is not heard, whatever it says
        is_seen = not watched.asked or link.seen_s > watched.asked_s or link.waits_for_us
        watched.missed = 0 if is_seen else watched.missed + 1
        if watched.missed >= self._most_missed(watched):
            _log.info(
                say("silent_connection_cut", station=repr(link.station), name=link.name),
                extra={"charger": link.station},
            )
            watched.is_over = True
            link.transport.abort()
        elif watched.answers and quiet_s < interval_s:
            # who spoke a moment ago hears us, and a ping would tell nothing else
            watched.asked = False
            self._next(watched, now_s + interval_s - quiet_s)
        else:
            self._ask(watched, now_s)

    def _most_missed(self, watched: _Watched) -> int:
        if watched.answers:
            return _PONGS_MISSED
        beats_s = _HEARTBEATS_MISSED * self._rules.heartbeat_interval_s
        return max(_PONGS_MISSED, beats_s // self._rules.ping_interval_s)
