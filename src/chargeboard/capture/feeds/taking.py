"""
How does a feed come in for as long as it is wanted?

What is new is asked for once a second, or at once where there was more. Where that fails, it is said, and
tried again less and less often. Nothing is lost meanwhile: the other system keeps it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

import msgspec

from chargeboard.capture.feeds.kind import FeedError, Kind, OpenFeed, Part
from chargeboard.capture.rejects import Rejects, hidden
from chargeboard.domain.records import Unavailable
from chargeboard.time.instants import Instant

EVERY_S = 1.0
_AGAIN_FIRST_S, _AGAIN_LAST_S = 1.0, 60.0


class Feeding(Protocol):
    """Where what comes of a feed is kept."""

    @property
    def cursor(self) -> str:
        """Where reading goes on."""

    def take(self, part: Part, /) -> None:
        """Keep it, and where reading goes on then, in one commit."""

    def failed(self, why: str, /) -> None:
        """It cannot be read at the moment."""


class Taking:
    """Takes in one feed."""

    def __init__(
        self,
        kind: Kind,
        url: str,
        feeding: Feeding,
        *,
        redact: Callable[[str], str],
        rejects: Rejects,
        clock: Callable[[], Instant],
        wait: Callable[[float], bool],
    ) -> None:
        """
        `wait` pauses for so many seconds, and says whether to end.

        Raises: FeedError for an address that is none of the kind.
        """
        self._kind, self._url, self._name = kind, url, kind.called(url)
        self._feeding, self._redact, self._rejects = feeding, redact, rejects
        self._clock, self._wait = clock, wait
        self._opened: OpenFeed | None = None
        self.frames = self.rejected = 0

    def run(self, *, is_once: bool = False, is_patient: bool = True) -> None:
        """
        Until `wait` says that it is enough, or, once, until nothing more is there.

        Raises: FeedError where it failed before anything was read and waiting will not help, unless patient.
        """
        again_s = _AGAIN_FIRST_S
        try:
            while True:
                try:
                    is_all = self._step()
                except Unavailable:
                    # it is our own database, of which whoever opened it tells
                    pause_s = _AGAIN_FIRST_S
                except FeedError as error:
                    if is_once or (error.is_lasting and not is_patient):
                        raise
                    with suppress(Unavailable):
                        self._feeding.failed(str(error))
                    pause_s, again_s = again_s, min(2 * again_s, _AGAIN_LAST_S)
                else:
                    if is_all and is_once:
                        return
                    pause_s, again_s, is_patient = (EVERY_S if is_all else 0.0), _AGAIN_FIRST_S, True
                if self._wait(pause_s):
                    return
        finally:
            if self._opened is not None:
                self._opened.close()

    def _step(self) -> bool:
        """Whether all there was has been read."""
        if self._opened is None:
            self._opened = self._kind.open(self._url, self._name)
        part = self._opened.read(self._feeding.cursor, self._clock())
        told = [hidden(line, self._redact) for line in part.rejected]
        frames = [
            frame
            if (text := self._redact(frame.text)) is frame.text
            else msgspec.structs.replace(frame, text=text)
            for frame in part.frames
        ]
        # a line that is kept twice is there once
        self.rejected += self._rejects.keep(told) if told else 0
        self._feeding.take(msgspec.structs.replace(part, frames=frames))
        self.frames += len(frames)
        return part.is_all
