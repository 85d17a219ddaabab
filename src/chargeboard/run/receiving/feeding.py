"""
How does what comes of a feed become part of the journal, each row once?

Where reading goes on is written in the commit of what was read: who reads is stopped anywhere and begins
there again, and whoever read on meanwhile is noticed.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

import msgspec

from chargeboard.domain.feeds import Feed
from chargeboard.domain.frame import Frame
from chargeboard.domain.records import Overtaken, Unavailable, Unforeseen
from chargeboard.ports.store import Store
from chargeboard.run.receiving.out_of_log import MOST_STATIONS
from chargeboard.run.words import say
from chargeboard.time.instants import BEGINNING, SECOND, Instant

_log = logging.getLogger(__name__)
_TELL_EVERY = 10 * SECOND
"""How often it is written down that a feed was looked at, where nothing came."""


class Part(Protocol):
    """What was new."""

    @property
    def frames(self) -> Sequence[Frame]: ...

    @property
    def cursor(self) -> str: ...


class Feeding:
    """Keeps what comes of one feed."""

    def __init__(
        self,
        store: Store,
        name: str,
        kind: str,
        now: Callable[[], Instant],
        tell: Callable[[Iterable[str]], object] = lambda _: None,
        old_before: Callable[[], Instant] = lambda: BEGINNING,
    ) -> None:
        """`tell` is told of whom there is news; what is older than `old_before` is kept in less room."""
        self._store, self._now, self._tell, self._old_before = store, now, tell, old_before
        self._feed = store.feed(name) or Feed(name=name, kind=kind)
        self._fed = set(store.fed_by(name))
        self._told_at: Instant | None = None
        """When we were the last to say that it was looked at."""
        self._is_beside = now() - (self._feed.looked_at or BEGINNING) < 2 * _TELL_EVERY
        """Whether somebody else was reading it when we began."""

    @property
    def cursor(self) -> str:
        """Where reading goes on."""
        return self._feed.cursor

    @property
    def feed(self) -> Feed:
        """How it does."""
        return self._feed

    def take(self, part: Part) -> None:
        """
        Keep it, and where reading goes on then, in one commit.

        What another process has read meanwhile is left to it. Raises: Unavailable.
        """
        now = self._now()
        if part.cursor == self._feed.cursor:
            self._looked(now)
            return
        newest = max((frame.received_at for frame in part.frames), default=None)
        read = msgspec.structs.replace(
            self._feed,
            cursor=part.cursor,
            newest_at=max(filter(None, (newest, self._feed.newest_at)), default=None),
            kept_at=self._feed.kept_at if newest is None else now,
            looked_at=now,
            wrong="",
            wrong_since=None,
        )
        try:
            heard = self._kept(part.frames, read)
        except Overtaken:
            self._feed = self._store.feed(self._feed.name) or self._feed
            return
        if self._feed.wrong:
            _log.warning(say("feed_back", feed=self._feed.name))
        self._feed, self._told_at = read, now
        if heard:
            self._tell(heard)

    def failed(self, why: str) -> None:
        """
        It cannot be read at the moment; said once, and again where it is otherwise.

        While another process reads it, it is read.
        """
        now = self._now()
        if why != self._feed.wrong:
            _log.error(say("feed_failed", feed=self._feed.name, why=why))
            since = self._feed.wrong_since or now
            self._feed = msgspec.structs.replace(self._feed, wrong=why, wrong_since=since)
        told = self._store.feed(self._feed.name)
        if told is None or (told.wrong != why and not self._is_read_by_another(told, now)):
            self._store.tell_feed(self._feed)

    def _is_read_by_another(self, told: Feed, now: Instant) -> bool:
        looked_at = told.looked_at or BEGINNING
        return looked_at > (self._feed.looked_at or BEGINNING) and not told.wrong and told.is_read(now)

    def ended(self) -> None:
        """We do not read it from now on, and that is meant; whoever else does goes on."""
        told = self._store.feed(self._feed.name)
        is_read_on = told is not None and told.is_read(self._now()) and told.looked_at != self._told_at
        if not (is_read_on or self._is_beside):
            self._feed = msgspec.structs.replace(self._feed, looked_at=None, wrong="", wrong_since=None)
            self._store.tell_feed(self._feed)

    def _looked(self, now: Instant) -> None:
        feed = self._feed
        if feed.wrong or feed.looked_at is None or now - feed.looked_at >= _TELL_EVERY:
            if feed.wrong:
                _log.warning(say("feed_back", feed=feed.name))
            self._feed = msgspec.structs.replace(feed, looked_at=now, wrong="", wrong_since=None)
            self._store.tell_feed(self._feed)
            self._told_at = now

    def _kept(self, frames: Sequence[Frame], read: Feed) -> set[str]:
        """Of whom there is news; what cannot be kept never stops the rest."""
        try:
            return self._keep(frames, read)
        except (Overtaken, Unavailable):
            raise
        except Exception:  # noqa: BLE001 - the supervised loop: one bad frame never stops the others
            _log.exception(say("something_not_kept"))
            return self._keep([frame for frame in frames if self._can_be_kept(frame)], read)

    def _can_be_kept(self, frame: Frame) -> bool:
        try:
            self._store.append([frame])
        except Unavailable:
            raise
        except Exception:  # noqa: BLE001 - see above
            return False
        return True

    def _keep(self, frames: Sequence[Frame], read: Feed) -> set[str]:
        """Of whom there is news."""
        store, stations = self._store, {frame.station for frame in frames}
        while True:
            heads = store.heads()
            named = stations.union(heads[one] for one in stations if one in heads)
            try:
                # of many, naming each would keep out everybody
                with store.together(named if len(named) <= MOST_STATIONS else None):
                    store.advance_feed(self._feed.cursor, read)
                    store.begin_delivery()
                    if new := stations - self._fed:
                        store.add_fed(self._feed.name, new)
                    store.append(frames, self._old_before())
            except Unforeseen:
                continue
            self._fed |= stations
            return {heads.get(station, station) for station in stations}
