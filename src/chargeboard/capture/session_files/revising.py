"""
What of a later export is new?

A session that is known as it stands there adds nothing. One that is told otherwise is told again: its row was
learned after the one before, so that it holds, also where the session now ends earlier.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

import msgspec

from chargeboard.capture.gathering import Keeper
from chargeboard.capture.session_files.sessions import SYSTEM, TABLE
from chargeboard.domain.frame import Frame
from chargeboard.domain.records import Stored
from chargeboard.time.instants import HOUR, Instant
from chargeboard.time.spans import Span

_AROUND = 32 * 24 * HOUR
"""By no more than that a session moves from one export to the next."""


class Journal(Protocol):
    """What is asked of a store."""

    def frames_in(self, station: str, span: Span) -> Iterator[list[Stored]]: ...


class _Named(msgspec.Struct, gc=False):
    """What tells a session from others."""

    id: str = ""
    socket: int = 0
    start: str = ""

    @property
    def key(self) -> str:
        return self.id or f"{self.start}/{self.socket}"


_ROW = msgspec.json.Decoder(tuple[str, str, _Named])


class _Known(msgspec.Struct):
    """What is known of a charger's sessions."""

    span: Span
    """What was looked through."""
    learned_at: dict[str, Instant] = {}
    """When a session was last told, by its key."""
    told: set[bytes] = set()
    """What was told of any, then or now, by digest."""


class Revising:
    """Keeps of sessions what is new."""

    def __init__(self, keeper: Keeper, journal: Journal, redact: Callable[[str], str]) -> None:
        self._keeper, self._journal, self._redact = keeper, journal, redact
        self._known: dict[str, _Known] = {}
        self.begin_delivery, self.kept = keeper.begin_delivery, keeper.kept

    def keep(self, station: str, frames: Sequence[Frame]) -> None:
        known = self._known_around(station, Span(frames[0].received_at, frames[-1].received_at))
        new = list[Frame]()
        for frame in frames:
            text = self._redact(frame.text)
            digest = _digest(text)
            if digest in known.told:
                continue
            key = _key_of(text)
            before = known.learned_at.get(key)
            at = frame.received_at if before is None else max(frame.received_at, before + 1)
            known.told.add(digest)
            known.learned_at[key] = at
            new.append(msgspec.structs.replace(frame, received_at=at, text=text))
        if new:
            new.sort(key=lambda frame: frame.received_at)
            self._keeper.keep(station, new)

    def _known_around(self, station: str, span: Span) -> _Known:
        wanted = Span(span.start - _AROUND, span.end + _AROUND)
        known = self._known.get(station)
        if known is None:
            known = self._known[station] = _Known(Span(wanted.start, wanted.start))
        for part in (Span(wanted.start, known.span.start), Span(known.span.end, wanted.end)):
            if part.start < part.end:
                self._learn(station, part, known)
        known.span = Span(min(known.span.start, wanted.start), max(known.span.end, wanted.end))
        return known

    def _learn(self, station: str, span: Span, known: _Known) -> None:
        begin = f'["{SYSTEM}","{TABLE}"'
        for batch in self._journal.frames_in(station, span):
            for stored in batch:
                frame = stored.frame
                if frame.direction == "row" and frame.text.startswith(begin):
                    key = _key_of(frame.text)
                    known.told.add(_digest(frame.text))
                    known.learned_at[key] = max(
                        frame.received_at, known.learned_at.get(key, frame.received_at)
                    )


def _key_of(text: str) -> str:
    return _ROW.decode(text)[2].key


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode(errors="replace"), digest_size=12).digest()
