"""
How is a log read a part at a time, whose reader goes on by itself?

The reader has a thread of its own and takes turns with who asks: it goes on until it has a part, or until
nothing is new, and then waits to be asked again.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from pathlib import Path
from queue import SimpleQueue
from zoneinfo import ZoneInfo

import msgspec

from chargeboard.capture.feeds.clocks import NEVER_TRUE, see_that_clocks_agree
from chargeboard.capture.feeds.kind import FeedError, Part
from chargeboard.capture.feeds.log.words import say
from chargeboard.capture.following import FOLLOWED, Follower, Mark, UnknownFormatError
from chargeboard.capture.formats.reading import Rejected, because
from chargeboard.capture.formats.settling import UnsettledError
from chargeboard.domain.frame import Frame
from chargeboard.time.instants import SECOND, Instant

_log = logging.getLogger(__name__)
_GO_ON, _END = True, False


class _EndedError(Exception):
    """Nobody asks any more."""


class LogReading:
    """A log, as it is read."""

    def __init__(self, name: str, path: Path, form: str, station: str, zone: ZoneInfo | None) -> None:
        self._name, self._path = name, path
        self._asked = form, station, zone
        self._turns: _Turns | None = None
        self._behind = ""
        self._newest: list[Frame] = []

    def read(self, cursor: str, now: Instant) -> Part:
        """What is there behind the cursor. Raises: FeedError."""
        if self._turns is None or cursor != self._behind:
            self._begin(cursor)
        assert self._turns is not None  # noqa: S101 - just begun
        try:
            return self._part(self._turns.next(), cursor, now)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Look no more."""
        if self._turns is not None:
            self._turns.end()
            self._turns = None

    def _begin(self, cursor: str) -> None:
        self.close()
        self._behind, self._newest = cursor, []
        mark = msgspec.json.decode(cursor, type=_Cursor).mark if cursor else None
        self._turns = _Turns(self._path, mark, self._asked)

    def _part(self, turn: _Turn, cursor: str, now: Instant) -> Part:
        if turn.error is not None:
            raise self._told(turn.error) from turn.error
        rejected = [msgspec.structs.replace(one, file=self._name) for one in turn.rejected]
        if turn.mark is None:
            if not cursor and not self._path.exists():
                raise FeedError(say("no_such_file", path=self._path))
            return Part([], rejected, cursor, is_all=True)
        see_that_clocks_agree((frame.received_at for frame in turn.frames), now)
        frames = [frame for frame in turn.frames if frame.received_at - now <= NEVER_TRUE]
        for frame in turn.frames:
            if frame.received_at - now > NEVER_TRUE:
                why = because("ahead_of_clock", seconds=(frame.received_at - now) // SECOND)
                rejected.append(Rejected(self._name, turn.mark.at.lines + 1, why, frame.text, is_ahead=True))
        # who says the same again in one instant is told from who is read again by having both before one
        told = [*self._newest, *frames]
        newest_at = max((frame.received_at for frame in told), default=now)
        self._newest = [frame for frame in told if frame.received_at == newest_at]
        parts = msgspec.json.decode(cursor, type=_Cursor).parts + 1 if cursor else 1
        self._behind = msgspec.json.encode(_Cursor(turn.mark, parts)).decode()
        return Part(told, rejected, self._behind, is_all=False)

    def _told(self, error: Exception) -> FeedError:
        if isinstance(error, UnknownFormatError):
            code = "not_growing" if str(error) else "unknown_format"
            return FeedError(
                say(code, **({"format": error} if str(error) else {"known": "|".join(FOLLOWED)})),
                is_lasting=True,
            )
        if isinstance(error, UnsettledError):
            return FeedError(say("unsettled", why=error), is_lasting=True)
        if isinstance(error, OSError):
            return FeedError(say("not_readable", path=self._path, said=error.strerror or error))
        raise error


class _Cursor(msgspec.Struct, frozen=True, array_like=True):
    mark: Mark
    parts: int
    """How many were read: the mark of two may be the same."""


class _Turn(msgspec.Struct, frozen=True):
    """What was found until the reader had something to say."""

    frames: Sequence[Frame] = ()
    mark: Mark | None = None
    """Behind the frames; None: there were none."""
    rejected: Sequence[Rejected] = ()
    error: Exception | None = None


class _Turns:
    """The reader's thread."""

    def __init__(self, path: Path, mark: Mark | None, asked: tuple[str, str, ZoneInfo | None]) -> None:
        self._path, self._mark, self._how = path, mark, asked
        self._wanted, self._said = SimpleQueue[bool](), SimpleQueue[_Turn]()
        self._rejected: list[Rejected] = []
        self._thread = threading.Thread(target=self._read, name=f"log {path.name}", daemon=True)
        self._thread.start()

    def next(self) -> _Turn:
        """Let it go on until it has something to say."""
        self._wanted.put(_GO_ON)
        return self._said.get()

    def end(self) -> None:
        """Let it go."""
        self._wanted.put(_END)
        self._thread.join()

    def keep(self, rejected: Sequence[Rejected]) -> int:
        """Lines that could not be read, for the next turn."""
        self._rejected += rejected
        return len(rejected)

    def _read(self) -> None:
        if not self._wanted.get():
            return
        try:
            follower = Follower(
                self._path,
                self._mark,
                keep=self._tell,
                redact=lambda text: text,
                rejects=self,
                wait=self._rest,
            )
            if follower.has_missed:
                _log.warning(say("missed", path=self._path))
            follower.run(*self._how)
        except _EndedError:
            return
        except Exception as error:  # noqa: BLE001 - who asks is told whatever it is
            self._said.put(_Turn(error=error))

    def _tell(self, frames: Sequence[Frame], mark: Mark) -> None:
        self._say(_Turn(frames, mark, self._found()))

    def _rest(self) -> bool:
        self._say(_Turn(rejected=self._found()))
        return False

    def _say(self, turn: _Turn) -> None:
        self._said.put(turn)
        if not self._wanted.get():
            raise _EndedError

    def _found(self) -> list[Rejected]:
        found, self._rejected = self._rejected, []
        return found
