"""
How are frames made durable before their sender is answered?

One thread writes: it takes what waits, keeps it in one commit, and only then hands the answers back. While
the store cannot write, nobody is answered and the thread tries again. It does nothing else: who was heard is
told to whoever understands.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from time import monotonic
from typing import Protocol

from chargeboard.domain.figures.impairment import Impairment
from chargeboard.domain.frame import Frame
from chargeboard.domain.readings import WRITING_S, Distribution, Reading
from chargeboard.domain.records import Unavailable, Unforeseen
from chargeboard.ports.store import Store
from chargeboard.run.receiving.batches import Batch, Batches
from chargeboard.run.receiving.delivery import Answers, Delivery, LinkTurn
from chargeboard.run.receiving.heard import TELL_EVERY_S, Heard, Tell
from chargeboard.run.words import say
from chargeboard.time.instants import SECOND, Instant

_log = logging.getLogger(__name__)
_MOST_IN_A_COMMIT = 2_000
_RETRY_S = 0.5
_LOOK_EVERY_S = 0.5
_ALIVE_EVERY_S = 3.0
_GATHER_S = 0.04
"""From one commit to the next, unless many wait: a commit costs the same for one frame and for ten."""
_MANY = 64
_SLOW_S = 3.0


class Member(Protocol):
    """What this process is, where several keep frames of one store."""

    @property
    def id(self) -> str: ...

    def live(self, store: Store, now: Instant, /) -> None:
        """Write down that it lives, and could write."""


class Intake:
    """The one writer of frames of a process."""

    def __init__(
        self,
        store: Store,
        now: Callable[[], Instant],
        hand_back: Callable[[Answers], None],
        tell: Tell = lambda _stations, _kind="heard": None,
        *,
        is_collector: bool = True,
        member: Member | None = None,
        is_awaited: Callable[[], bool] = lambda: False,
    ) -> None:
        """
        `hand_back` is given what to call after a commit, and calls it where it belongs; `tell` whose frames
        are kept, whether that may wait, and nobody at times: at once where that `is_awaited`.

        `is_collector`: this process is one whose absence is a gap; `member`: as one of several.
        """
        self._store, self._now = store, now
        self._is_collector, self._member = is_collector, member
        self._hand_back, self._is_awaited = hand_back, is_awaited
        self._waiting: deque[Delivery] = deque()
        self._batches = Batches()
        self._heard = Heard(tell)
        self._news = threading.Event()
        self._stopping = threading.Event()
        self._alive_at = self._committed_at = float("-inf")
        self._listened = set[str]()
        """Of whom it is written down that somebody listens to them."""
        self._heads: dict[str, str] = {}
        """Which charger the frames of another one count for, at the last commit."""
        self._frames = self._answers = self._failures = 0
        self._writes = Distribution(WRITING_S)
        self._impairment = ""
        self._busy_since: float | None = None
        self._thread = threading.Thread(target=self._run, name="intake", daemon=True)

    @property
    def impairment(self) -> str:
        """Why nothing can be kept at the moment, in words; empty while all is well."""
        since = self._busy_since
        if not self._impairment and since is not None and monotonic() - since > _SLOW_S:
            return say("writes_blocked")
        return self._impairment

    @property
    def told(self) -> Impairment:
        """Why nothing can be kept at the moment, and since when."""
        now, why, busy = self._now(), self.impairment, self._busy_since
        since = now - round((monotonic() - busy) * SECOND) if why and busy is not None else None
        return Impairment(why=why, since=since)

    @property
    def readings(self) -> list[Reading]:
        """What it did since it began, and what waits."""
        return [
            Reading("chargeboard_frames_kept_total", self._frames),
            Reading("chargeboard_answers_total", self._answers),
            Reading("chargeboard_frames_waiting", len(self._waiting)),
            Reading("chargeboard_write_failures_total", self._failures),
            self._writes.reading("chargeboard_write_seconds"),
        ]

    def start(self) -> None:
        """Begin to write."""
        self._thread.start()

    def stop(self) -> None:
        """Keep what waits, if it can be kept, and end."""
        self._stopping.set()
        self._news.set()
        self._thread.join()

    def submit(self, wanted: Delivery) -> None:
        """Have frames kept; returns at once."""
        self._waiting.append(wanted)
        if not self._news.is_set():
            self._news.set()

    def _run(self) -> None:
        while True:
            if not self._waiting and not self._batches:
                self._heard.tell_nothing()
                if self._stopping.is_set():
                    self._heard.tell()
                    if self._is_collector:
                        self._commit_patiently([Delivery(also=self._live)])
                    return
                self._news.wait(TELL_EVERY_S if self._heard else _LOOK_EVERY_S)
            self._gather()
            self._news.clear()
            if self._heard.is_due:
                self._heard.tell()
            batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), _MOST_IN_A_COMMIT))]
            self._batches.add(wanted for wanted in batch if wanted.is_batch)
            batch = [wanted for wanted in batch if not wanted.is_batch]
            if not batch and self._is_alive_again():
                batch = [Delivery(also=self._live)]
            if batch or self._batches:
                self._commit_patiently(batch, self._batches.next_pieces())

    def _gather(self) -> None:
        """Let what comes right behind the last commit come together."""
        rest_s = self._committed_at + _GATHER_S - monotonic()
        if rest_s > 0 and not self._batches and 0 < len(self._waiting) < _MANY:
            self._stopping.wait(rest_s)

    def _commit_patiently(self, batch: Sequence[Delivery], pieces: Sequence[Batch] = ()) -> None:
        """Commit the batch, however long it takes to be possible, then hand the answers back."""
        began = self._busy_since = monotonic()
        while True:
            try:
                answers = self._commit(batch, pieces)
            except Unavailable as error:
                self._failures += 1
                if str(error) != self._impairment:
                    self._impairment = str(error)
                    _log.error(say("nothing_kept", error=error))
                if self._stopping.wait(_RETRY_S):
                    self._batches.give_up(pieces)
                    return
                continue
            except Unforeseen:
                # one was merged into another a moment ago
                self._heads = self._store.heads()
                continue
            except Exception:  # noqa: BLE001 - the supervised loop: one bad frame never stops the others
                answers = self._left_out(batch, pieces)
            self._committed_at = monotonic()
            self._writes.add(self._committed_at - began)
            self._answers += len(answers)
            self._busy_since = None
            if self._impairment:
                _log.warning(say("kept_again"))
                self._impairment = ""
            self._hand_back(answers)
            if self._is_awaited():
                self._heard.tell()
            return

    def _left_out(self, batch: Sequence[Delivery], pieces: Sequence[Batch]) -> Answers:
        """Something in a commit cannot be kept: all others are kept one by one."""
        _log.exception(say("something_not_kept"))
        if len(batch) + len(pieces) > 1:
            for wanted in batch:
                self._commit_patiently([wanted])
            for piece in pieces:
                self._commit_patiently([], [piece])
            return []
        self._batches.give_up(pieces)
        alone = [*batch, *(piece.wanted for piece in pieces)]
        return [(delivery.done, "") for delivery in alone if delivery.done]

    def _commit(self, batch: Sequence[Delivery], pieces: Sequence[Batch]) -> Answers:
        answers: Answers = []
        frames: list[Frame] = []
        store = self._store
        with store.together(self._of_whom(batch, pieces)):
            for wanted in batch:
                text = ""
                if wanted.turn is None or self._take_turn(store, wanted.turn, wanted.frames):
                    frames += wanted.frames
                if wanted.reply is not None:
                    answer = wanted.reply(store.transaction_id(*wanted.start) if wanted.start else None)
                    frames.append(answer)
                    text = answer.text
                if wanted.also is not None:
                    wanted.also(store)
                if wanted.done is not None:
                    answers.append((wanted.done, text))
            if frames:
                store.append_heard(frames, self._now())
            brought = [piece.keep_piece(store, self._now()) for piece in pieces]
            heard = {frame.station for frame in frames}.union(*(one.stations for one in brought))
            heads = self._heads = store.heads()
            self._listen(store, heard)
            if self._is_alive_again():
                self._live(store)
        self._listened |= heard
        self._frames += len(frames) + sum(one.frames for one in brought)
        for one in brought:
            answers += self._batches.committed(one)
        news = {frame.station for wanted in batch if not wanted.is_routine for frame in wanted.frames}
        news = news.union(*(one.stations for one in brought))
        self._heard.add(
            {heads.get(station, station) for station in news},
            {heads.get(station, station) for station in heard - news},
        )
        return answers

    def _of_whom(self, batch: Sequence[Delivery], pieces: Sequence[Batch]) -> set[str] | None:
        """Of whom something is written; None: that is not known."""
        if any(wanted.also is not None and wanted.also != self._live for wanted in batch):
            return None
        found = {frame.station for wanted in batch for frame in wanted.frames}
        found.update(wanted.turn.station for wanted in batch if wanted.turn is not None)
        found = found.union(*(piece.stations() for piece in pieces))
        return found.union(self._heads[one] for one in found if one in self._heads)

    def _listen(self, store: Store, heard: set[str]) -> None:
        """Write down that chargers are known from more than a log."""
        for station in heard - self._listened:
            store.put_log(station, is_log=False)

    def _is_alive_again(self) -> bool:
        """Whether it is time to write down that we live."""
        return self._is_collector and monotonic() - self._alive_at >= _ALIVE_EVERY_S

    def _live(self, store: Store) -> None:
        if self._member is None:
            store.put_alive(self._now())
        else:
            self._member.live(store, self._now())
        self._alive_at = monotonic()

    def _take_turn(self, store: Store, turn: LinkTurn, frames: Sequence[Frame]) -> bool:
        """Whether that is to be told by the frames: not where another gateway has told it."""
        match turn.what:
            case "open" if self._member is not None:
                store.hold_link(turn.station, turn.connection, self._member.id)
                store.take_links(turn.station, self._member.id, frames[0].received_at)
            case "open":
                store.hold_link(turn.station, turn.connection)
            case "close":
                store.let_link_go(turn.station, turn.connection)
            case "lost" if turn.connection:
                return store.let_lost_link_go(turn.station, turn.connection)
            case "lost" if self._member is not None:
                return store.let_lost_go(turn.station)
            case "lost":
                store.let_lost_go(turn.station)
        return True
