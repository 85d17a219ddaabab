"""How does a panel read where there is nothing but lines of letters?"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import msgspec


class Toned(NamedTuple):
    """A text, and how it stands out: strong, aside, bad, worst, used, good, or by the name of a state."""

    text: str
    tone: str


PlainLine: TypeAlias = str | Toned | tuple[Toned, ...]


class PlainPanel(msgspec.Struct, frozen=True):
    """Lines, a table and lines below it; `heads` empty: the columns have no names."""

    title: str = ""
    above: tuple[PlainLine, ...] = ()
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[PlainLine, ...], ...] = ()
    below: tuple[PlainLine, ...] = ()


def bar(pct: float | None, tone: str) -> tuple[Toned, ...]:
    """A share as a bar of ten blocks."""
    return () if pct is None else (Toned("█" * round(min(100.0, pct) / 10), tone),)
