"""Why did the slowest pages take as long as they did?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from bench.figure import shown
from bench.system.noting import Note

_OF_ANSWERS = ("waiting for a clerk", "waiting to be understood", "computing")


class Opened(msgspec.Struct, frozen=True):
    """A page, as who opened it saw it."""

    path: str
    begin_s: float
    took_s: float

    @property
    def about(self) -> str:
        """The charger; empty for the list."""
        return self.path.rpartition("/")[2]


def told(pages: Sequence[Opened], notes: Sequence[Note], most: int) -> Iterator[str]:
    """The slowest, each with its own parts and what was computed and understood meanwhile."""
    for page in sorted(pages, key=lambda one: one.took_s, reverse=True)[:most]:
        end_s = page.begin_s + page.took_s
        during = [note for note in notes if note.begin_s < end_s and note.end_s > page.begin_s]
        own = [note for note in during if note.about == page.about and note.what in _OF_ANSWERS]
        others = [note for note in during if note not in own]
        yield (
            f"{_ms(page.took_s)} {page.path}: {_list(own) or 'nothing of it noted'}; "
            f"meanwhile {_list(others) or 'nothing else'}"
        )


def summed(notes: Sequence[Note], begin_s: float) -> str:
    """What was noted since then, by what it is: how often, and what it took."""
    kinds: dict[str, list[Note]] = {}
    for note in notes:
        if note.begin_s >= begin_s:
            kinds.setdefault(note.what, []).append(note)
    return "; ".join(
        f"{what} {len(some):,} times, {shown(sum(note.took_s for note in some))} s "
        f"({shown(sum(note.cpu_s for note in some))} s of processor), "
        f"the longest {_ms(max(note.took_s for note in some))}"
        for what, some in kinds.items()
    )


def _list(notes: Sequence[Note]) -> str:
    return ", ".join(f"{note.what} {_ms(note.took_s)} ({_ms(note.cpu_s)} of processor)" for note in notes)


def _ms(seconds: float) -> str:
    return f"{shown(1000 * seconds)} ms"
