"""
How are frames made durable before their sender is answered?

One thread writes: it takes all that waits, keeps it in one commit, and only then hands the answers back.
While the store cannot write, nobody is answered and the thread tries again. Between commits it folds.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterable, Sequence

import msgspec

from chargeboard.domain.frame import Frame
from chargeboard.domain.instants import MINUTE, SECOND, Instant
from chargeboard.run.desk import Desk

_log = logging.getLogger(__name__)
_MOST_IN_A_COMMIT = 2_000
_RETRY_S = 1.0
_FOLD_EVERY = SECOND // 2
_SETTLE_EVERY = MINUTE
_FOLDS_BETWEEN_COMMITS = 20


class Start(msgspec.Struct, frozen=True):
    """A 1.6 start that needs a transaction id: the same `key` is always given the same id."""

    station: str
    key: str


class Wanted(msgspec.Struct, frozen=True):
    """Frames to keep, and who waits for it."""

    frames: Sequence[Frame]
    reply: Callable[[int | None], Frame] | None = None
    """Makes the answer, once the transaction id of `start` is known; it is kept in the same commit."""
    start: Start | None = None
    done: Callable[[str], None] = lambda _: None
    """Called with the answer's text after the commit."""


class Intake:
    """The one writer of a process."""

    def __init__(
        self,
        desk: Desk,
        *,
        hand_back: Callable[[list[tuple[Callable[[str], None], str]]], None] | None = None,
    ) -> None:
        """`hand_back` runs the waiting calls of one commit where they belong, say on an event loop."""
        self._desk = desk
        self._hand_back = hand_back or _call_all
        self._waiting: deque[Wanted] = deque()
        self._news = threading.Event()
        self._stopping = False
        self._unfolded: dict[str, Instant] = {}
        self._folded_at: dict[str, Instant] = {}
        self._settled_at: dict[str, Instant] = {}
        self._thread = threading.Thread(target=self._run, name="intake", daemon=True)
        self.trouble = ""
        """Why nothing can be kept at the moment, in words; empty while all is well."""

    def start(self) -> None:
        """Begin to write."""
        self._thread.start()

    def stop(self) -> None:
        """Keep what waits, fold it, and end."""
        self._stopping = True
        self._news.set()
        self._thread.join()

    def submit(self, wanted: Wanted) -> None:
        """Have frames kept; returns at once."""
        self._waiting.append(wanted)
        self._news.set()

    def _run(self) -> None:
        while True:
            if not self._waiting and not self._fold_some(_FOLDS_BETWEEN_COMMITS):
                if self._stopping:
                    self._fold_some(None)
                    return
                self._news.wait(_FOLD_EVERY / SECOND)
            self._news.clear()
            if self._waiting:
                batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), _MOST_IN_A_COMMIT))]
                self._keep(batch)
                self._fold_some(1)

    def _keep(self, batch: list[Wanted]) -> None:
        """Commit the batch, however long it takes to be possible, then hand the answers back."""
        while True:
            try:
                answers = self._commit(batch)
            except Exception as error:  # noqa: BLE001 - the supervised loop: nobody is lied to
                if str(error) != self.trouble:
                    self.trouble = str(error)
                    _log.error("Nothing can be kept, chargers wait: %s", error)
                if self._stopping:
                    return
                threading.Event().wait(_RETRY_S)
                continue
            if self.trouble:
                _log.warning("Frames are kept again")
                self.trouble = ""
            self._hand_back(answers)
            return

    def _commit(self, batch: list[Wanted]) -> list[tuple[Callable[[str], None], str]]:
        answers: list[tuple[Callable[[str], None], str]] = []
        frames: list[Frame] = []
        store = self._desk.store
        with store.together():
            for wanted in batch:
                frames += wanted.frames
                text = ""
                if wanted.reply is not None:
                    given = (
                        store.transaction_id(wanted.start.station, wanted.start.key) if wanted.start else None
                    )
                    answer = wanted.reply(given)
                    frames.append(answer)
                    text = answer.text
                answers.append((wanted.done, text))
            store.append(frames)
        now = self._desk.now()
        for frame in frames:
            self._unfolded.setdefault(frame.station, now)
        return answers

    def _fold_some(self, most: int | None) -> bool:
        """Fold the stations that wait longest; whether there was one that is due."""
        now = self._desk.now()
        due = [
            station
            for station in self._unfolded
            if most is None or now - self._folded_at.get(station, 0) >= _FOLD_EVERY
        ][:most]
        for station in due:
            del self._unfolded[station]
            self._folded_at[station] = now
            try:
                self._desk.fold(station)
                if now - self._settled_at.get(station, 0) >= _SETTLE_EVERY:
                    self._settled_at[station] = now
                    self._desk.settle(station)
            except Exception:  # noqa: BLE001 - one bad charger never harms another
                _log.exception("The frames of charger %r could not be folded", station)
        return bool(due)


def _call_all(answers: Iterable[tuple[Callable[[str], None], str]]) -> None:
    for done, text in answers:
        done(text)
