"""What is asked of the journal: frames as received?"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Protocol

from chargeboard.domain.frame import Frame
from chargeboard.domain.records import Stored
from chargeboard.time.instants import BEGINNING, NEVER, Instant
from chargeboard.time.spans import Span

FRAMES_AT_ONCE = 4096
"""Of a station so many frames are read at a time."""


class JournalPort(Protocol):
    """Frames as received, before anything is understood."""

    def append(self, frames: Sequence[Frame], old_before: Instant = BEGINNING) -> int:
        """
        Keep the frames that are new and say how many were; durable when it returns.

        A frame is (station, received_at, direction, text, n-th such among those given since the last
        `begin_delivery`): bringing a file twice keeps each of its frames once, while a charger's own
        identical retry inside one delivery is kept. Marks stations whose fold must be redone because a
        frame is older than their newest one.

        What was received before `old_before` may be kept in less room from the start.
        """

    def append_heard(self, frames: Sequence[Frame], now: Instant = NEVER) -> None:
        """
        Keep frames that were received just now, each for the first time; durable when it returns.

        What their stations have from the future is pulled back to before them.
        """

    def heads(self) -> dict[str, str]:
        """
        For each charger that was merged, the one that its frames count for in the end; next to free.

        What is appended for such a charger is kept in its own journal and copied to that of the other.
        """

    def copy(self, station: str, head: str, frames: Sequence[Frame]) -> int:
        """
        Copy the station's own frames of these instants to the journal of `head`; how many were copied.

        One that is there already, of whichever id, is there once.
        """

    def own(self, station: str, numbers: Collection[int]) -> set[int]:
        """Which of the frames of these numbers came under the station's own id."""

    def adopt(self, station: str, head: str, frames: Sequence[Frame]) -> None:
        """Frames of `head` that are equal to these of the station are copies of them from now on."""

    def copies_of(self, station: str) -> list[str]:
        """The chargers whose journals have copies of the station's frames."""

    def copied_from(self, head: str) -> list[str]:
        """The stations of whose frames the journal of `head` has copies."""

    def drop_copies(self, head: str, station: str) -> None:
        """Take the station's frames out of the journal of `head`, in bounded parts; it is folded again."""

    def drop_unheard(self, station: str) -> None:
        """A charger that was forgotten and has no frames was never heard: nothing is left of it."""

    def pull_back(self, station: str, before: Instant, now: Instant) -> None:
        """
        Put right what a clock that was more than `AHEAD_MOST` ahead of `now` has stamped, if there is such.

        The frames from `before` on are moved to before it, in their order and as far from each other as there
        is room; the station is folded again.
        """

    def begin_delivery(self) -> None:
        """What follows comes together, of a file, a feed or a request: identical frames are counted anew."""

    def stations(self) -> list[str]:
        """All ids that ever sent a frame."""

    def has_sent(self, station: str) -> bool:
        """Whether it is one of them."""

    def station_after(self, station: str) -> str | None:
        """The next of them behind an id; None behind the last."""

    def station_count(self) -> int:
        """How many these are."""

    def frames_after(self, station: str, received_at: Instant, seq: int) -> Iterator[list[Stored]]:
        """
        The station's frames behind (received_at, seq), in that order, in batches of `FRAMES_AT_ONCE`.

        One that has fewer is the last there was.
        """

    def frames_in(self, station: str, span: Span, *, newest_first: bool = False) -> Iterator[list[Stored]]:
        """
        The station's frames received in the span, in the asked order, in batches of a few thousand.

        Reads what the caller takes and little more, wherever in the history the span lies.
        """

    def rows_in(self, station: str, span: Span) -> list[Frame]:
        """What other systems wrote down of the station in the span, in order, without its messages."""

    def needs_refold(self, station: str) -> bool:
        """Whether a frame arrived that is older than the newest folded one."""

    def unfolded(self) -> list[tuple[str, Instant]]:
        """The stations that have frames which nobody folded yet, and when the first of them was received."""

    def pack(self, station: str, before: Instant, blocks: int | None = None) -> int:
        """
        Keep the frames received before that instant in less room; how many were moved.

        At most so many blocks of them: each is a write of its own.
        """
