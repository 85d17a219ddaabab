"""How is a large batch kept, so that nobody waits for all of it? A piece a commit, the oldest batch first."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chargeboard.ports.store import Store
from chargeboard.run.receiving.delivery import Answers, Delivery
from chargeboard.time.instants import Instant

_PIECE_FRAMES = 500
_PIECE_LENGTH = 1 << 20


@dataclass(slots=True)
class Batch:
    """A batch that is being kept piece by piece."""

    wanted: Delivery
    done: int = 0
    """So many of its frames are kept."""
    new: int = 0

    def piece_end(self) -> int:
        """Where the next piece ends."""
        length, end = 0, self.done
        for frame in self.wanted.frames[self.done : self.done + _PIECE_FRAMES]:
            length += len(frame.text)
            end += 1
            if length > _PIECE_LENGTH:
                break
        return end

    def stations(self) -> set[str]:
        """Whose frames the next piece has."""
        return {frame.station for frame in self.wanted.frames[self.done : self.piece_end()]}

    def keep_piece(self, store: Store, present: Instant) -> Kept:
        """Write the next piece; it is done once that is committed."""
        frames = self.wanted.frames[self.done : self.piece_end()]
        if not self.done:
            store.begin_delivery()
        stations = {frame.station for frame in frames}
        for station in stations:
            store.pull_back(station, present, present)
        return Kept(self, stations, len(frames), store.append(frames))


@dataclass(frozen=True, slots=True)
class Kept:
    """A piece that was written."""

    batch: Batch
    stations: set[str]
    frames: int
    new: int
    """So many of its frames were not known yet."""


class Batches:
    """Those that are not kept whole yet."""

    def __init__(self) -> None:
        self._waiting: deque[Batch] = deque()

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def add(self, wanted: Iterable[Delivery]) -> None:
        """They come behind those that wait."""
        self._waiting += map(Batch, wanted)

    def next_pieces(self) -> list[Batch]:
        """Of which batches a piece goes into the next commit: small ones together, of a large one alone."""
        chosen: list[Batch] = []
        frames = 0
        for batch in self._waiting:
            frames += len(batch.wanted.frames) - batch.done
            if chosen and frames > _PIECE_FRAMES:
                break
            chosen.append(batch)
        return chosen

    def give_up(self, batches: Sequence[Batch]) -> None:
        """They are kept no further."""
        for batch in batches:
            self._waiting.remove(batch)

    def committed(self, kept: Kept) -> Answers:
        """A piece is durable; if it was the last of its batch, whoever waits for that is told."""
        batch = kept.batch
        batch.done, batch.new = batch.done + kept.frames, batch.new + kept.new
        if batch.done < len(batch.wanted.frames):
            return []
        self._waiting.remove(batch)
        return [] if batch.wanted.done is None else [(batch.wanted.done, str(batch.new))]
