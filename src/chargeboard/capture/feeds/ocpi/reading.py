"""
What is new at a party of OCPI?

Its modules are asked in turn, page by page, for what was updated since the last time, and a little before
that. Where a walk through pages stands is in the cursor. Locations are asked for whole from time to time:
some change a status and tell no new time of it. What is given again is the same row, and kept once.
"""

from __future__ import annotations

import base64
import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

import msgspec

from chargeboard import zstd
from chargeboard.capture.feeds.clocks import see_that_it_is_now
from chargeboard.capture.feeds.kind import FeedError, Part
from chargeboard.capture.feeds.ocpi.answers import TooOftenError
from chargeboard.capture.feeds.ocpi.partner import READ, Page, Partner
from chargeboard.capture.feeds.ocpi.places import Evse, Places, moment
from chargeboard.capture.feeds.ocpi.rows import frames_of
from chargeboard.capture.feeds.ocpi.words import say
from chargeboard.capture.formats.reading import Rejected
from chargeboard.domain.frame import Frame
from chargeboard.time.instants import MINUTE, SECOND, Instant, Micros, datetime_of, instant_of
from chargeboard.vocabularies.ocpi import Module

OVERLAP: Final = 5 * MINUTE
"""So much of what was read is asked for again: it may have been written down after it was updated."""
WHOLE_EVERY: Final = 10 * MINUTE
"""How often locations are asked for that say that they were not updated."""
_AT_ONCE: Final = 100
"""Objects of a page; a party may give fewer."""
_FIRST: Final = instant_of(datetime(2015, 1, 1, tzinfo=UTC))
_MOST_SEEN: Final = 200_000
_log = logging.getLogger(__name__)


class Walk(msgspec.Struct, frozen=True, array_like=True):
    """How far a module was read."""

    since: Instant = 0
    """What was updated before was read; 0: nothing."""
    next: str = ""
    """The page that a walk goes on with."""
    began: Instant = 0
    """When that walk began, which its objects may have been updated after."""
    top: Instant = 0
    """When the newest of them was updated."""


class Cursor(msgspec.Struct, frozen=True, array_like=True):
    """How far was read, and what is known of EVSEs."""

    walks: dict[str, Walk] = {}
    known: dict[str, Evse] = {}
    taken: int = 0
    """How many rows."""


class Reading:
    """A party, as it is read."""

    def __init__(self, partner: Partner, name: str, every: Micros, group: str) -> None:
        """It is asked so often; `group` says what a charger is."""
        self._partner, self._name, self._every, self._group = partner, name, every, group
        self._endpoints: Mapping[Module, str] = {}
        self._stands = ""
        """The cursor that was given out last, of which the rest here is."""
        self._walks: dict[str, Walk] = {}
        self._places = Places({}, group)
        self._taken = 0
        self._due: list[Module] = []
        self._next_at = self._whole_at = self._not_before = 0
        self._waits: FeedError | None = None
        self._seen: dict[int, None] = {}

    def read(self, cursor: str, now: Instant) -> Part:
        """What is there behind the cursor. Raises: FeedError."""
        if cursor != self._stands or not self._walks:
            self._stand(cursor)
        if self._waits is not None and now < self._not_before:
            raise self._waits
        self._waits = None
        if not self._due:
            if now < self._next_at:
                return Part([], [], cursor, is_all=True)
            self._next_at, self._due = now + self._every, [*READ]
        try:
            return self._part(cursor, now)
        except TooOftenError as error:
            self._waits, self._not_before = error, now + error.wait_s * SECOND
            raise
        except FeedError:
            # its modules may be elsewhere by now
            self._endpoints = {}
            raise

    def close(self) -> None:
        """Give the connection back."""
        self._partner.close()

    def _part(self, cursor: str, now: Instant) -> Part:
        if not self._endpoints:
            self._endpoints = self._partner.endpoints()
            self._tell_of_it()
        self._due = [module for module in self._due if module in self._endpoints]
        if not self._due:
            return Part([], [], cursor, is_all=True)
        frames, rejected, is_moved = self._page(self._due[0], now)
        if frames or rejected or is_moved:
            return self._told(frames, rejected)
        return Part([], [], cursor, is_all=not self._due)

    def _page(self, module: Module, now: Instant) -> tuple[list[Frame], list[Rejected], bool]:
        """What a page tells that is new, and whether reading goes on elsewhere than before."""
        before = self._walks.get(module, Walk())
        walk = before if before.next else self._begun(module, before, now)
        try:
            page = self._partner.page(walk.next)
        except FeedError as error:
            if before.next and error.is_lasting:
                # a walk that cannot be gone on with is begun anew
                self._walks[module] = Walk(before.since)
            raise
        if page.at is not None:
            see_that_it_is_now(page.at, now)
        if module is Module.LOCATIONS and not before.next and now >= self._whole_at:
            self._whole_at = now + WHOLE_EVERY
        found = list(frames_of(module, page.objects, self._places, self._name, now))
        top = max([walk.top, *_updated(page, now)])
        after = Walk(walk.since, page.next, walk.began, top)
        if not page.next:
            self._due.pop(0)
            after = Walk(max(walk.since, min(top, walk.began)))
        self._walks[module] = after
        frames = [one for one in found if isinstance(one, Frame)]
        if module is not Module.LOCATIONS:
            frames = [one for one in frames if self._is_new(one)]
        rejected = [one for one in found if isinstance(one, Rejected)]
        return frames, rejected, after.since != before.since

    def _begun(self, module: Module, before: Walk, now: Instant) -> Walk:
        is_whole = module is Module.LOCATIONS and now >= self._whole_at
        parts = urlsplit(self._endpoints[module])
        begin = datetime_of(max(0 if is_whole else before.since - OVERLAP, _FIRST))
        asked = {
            **dict(parse_qsl(parts.query)),
            "date_from": f"{begin:%Y-%m-%dT%H:%M:%SZ}",
            "limit": str(_AT_ONCE),
        }
        return Walk(before.since, parts._replace(query=urlencode(asked)).geturl(), now)

    def _told(self, frames: list[Frame], rejected: list[Rejected]) -> Part:
        self._taken += len(frames)
        self._stands = _text(Cursor(self._walks, self._places.known, self._taken))
        frames.sort(key=lambda frame: frame.received_at)
        return Part(frames, rejected, self._stands, is_all=not self._due)

    def _stand(self, cursor: str) -> None:
        known = _cursor(cursor)
        self._walks, self._taken = dict(known.walks), known.taken
        self._places = Places(known.known, self._group)
        self._stands = cursor
        self._seen.clear()

    def _is_new(self, frame: Frame) -> bool:
        name = hash((frame.station, frame.text))
        if name in self._seen:
            return False
        self._seen[name] = None
        if len(self._seen) > _MOST_SEEN:
            del self._seen[next(iter(self._seen))]
        return True

    def _tell_of_it(self) -> None:
        if missing := [module for module in READ if module not in self._endpoints]:
            _log.warning(say("modules_missing", feed=self._name, modules=", ".join(missing)))
        if self._partner.takes_plain_token:
            _log.warning(say("plain_token", feed=self._name))


def _updated(page: Page, now: Instant) -> list[Instant]:
    """When objects were updated; who is ahead of us is not waited for."""
    found = [moment(one.get("last_updated")) for one in page.objects if isinstance(one, dict)]
    return [at for at in found if at is not None and at <= now]


def _cursor(text: str) -> Cursor:
    if not text:
        return Cursor()
    return msgspec.json.decode(zstd.decompress(base64.b64decode(text)), type=Cursor)


def _text(cursor: Cursor) -> str:
    return base64.b64encode(zstd.compress(msgspec.json.encode(cursor))).decode()
