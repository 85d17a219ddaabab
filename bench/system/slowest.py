"""Which kinds of pages took how long, and why did the slowest take as long as they did?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from statistics import mean, median, quantiles
from typing import NamedTuple

import msgspec

from bench.figure import Figure, shown
from bench.system.noting import Note

_OF_ANSWERS = ("waiting for a clerk", "waiting to be understood", "computing")


class Kind(StrEnum):
    """What was looked at."""

    FIRST = "of a charger, first since the start"
    AGAIN = "of a charger, again"
    LIST = "the list"


class Opened(msgspec.Struct, frozen=True):
    """A page, as who opened it saw it."""

    path: str
    begin_s: float
    took_s: float
    kind: Kind

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


def by_kind(pages: Sequence[Opened]) -> Iterator[Figure]:
    """How long each kind of page took."""
    for kind in Kind:
        took_ms = [1000 * page.took_s for page in pages if page.kind == kind]
        if len(took_ms) > 1:
            yield Figure(
                name=f"pages {kind}, p99",
                value=quantiles(took_ms, n=100, method="inclusive")[98],
                unit="ms",
                note=f"p50 {shown(median(took_ms))} ms, {len(took_ms)} times",
            )


def parts(pages: Sequence[Opened], notes: Sequence[Note]) -> Iterator[str]:
    """Of what pages of each kind consist, those in the middle and the slowest twentieth."""
    for kind in Kind:
        some = sorted((page for page in pages if page.kind == kind), key=lambda page: page.took_s)
        twentieth = -(-len(some) // 20)
        for name, these in (
            ("the middle tenth", some[len(some) // 2 - twentieth : len(some) // 2 + twentieth]),
            ("the slowest twentieth", some[len(some) - twentieth :]),
        ):
            if these:
                spent = [_spent(page, notes) for page in these]
                means = zip(_Spent._fields, map(mean, zip(*spent, strict=True)), strict=True)
                yield f"{kind}, {name}: " + ", ".join(f"{part} {_ms(of_it)}" for part, of_it in means)


class _Spent(NamedTuple):
    """On what the seconds of a page were spent."""

    clerk: float
    """Until a clerk began with it."""
    understood: float
    """Until what the charger had said was understood."""
    processor: float
    """By the thread that computed it."""
    interpreter: float
    """While that thread waited for the interpreter, the disk or a lock."""
    rest: float
    """The loop, the socket, and who asked."""


def _spent(page: Opened, notes: Sequence[Note]) -> _Spent:
    end_s = page.begin_s + page.took_s
    own = [one for one in notes if one.about == page.about and page.begin_s <= one.begin_s < end_s]
    clerk, understood, computing = (
        sum(one.took_s for one in own if one.what == what) for what in _OF_ANSWERS
    )
    processor = sum(one.cpu_s for one in own if one.what == "computing")
    return _Spent(
        clerk, understood, processor, computing - understood - processor, page.took_s - clerk - computing
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
