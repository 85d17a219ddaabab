"""Which sessions were there, how long, how much, and why did they end?"""

from __future__ import annotations

import msgspec

from chargeboard.domain.board import SessionRow
from chargeboard.domain.evidence import SessionList
from chargeboard.evidence.local_time import local_of
from chargeboard.evidence.sessions.stop_words import stop_words
from chargeboard.panels.words import say as say_of_panels
from chargeboard.view.when import Local
from chargeboard.words.dates import dates_through
from chargeboard.words.formats import DASH, count, duration, energy, kilo, shown_of

KINDS = {
    "": "all",
    "counted": "that count",
    "not_counted": "that do not count",
    "open": "still open",
    "inferred": "with an inferred end",
    "revised": "revised later",
    "odd": "with a remark",
}
HEADS = (
    ("start", "Started", ""),
    ("socket", "Socket", ""),
    ("duration", "Duration", "n"),
    ("energy", "Energy, kWh", "n"),
    ("", "Ended because", ""),
    ("", "Remark", ""),
)
"""What a column is sorted by, its heading, its class."""


class Line(msgspec.Struct, frozen=True):
    """One transaction."""

    key: str
    start: str
    socket: str
    duration: str
    energy_kwh: str
    reason: str
    remark: str
    is_open: bool
    counts: bool


class Sessions(msgspec.Struct, frozen=True):
    """The page."""

    window: str
    headline: str
    rows: tuple[Line, ...]
    empty: str


def line(row: SessionRow, local: Local) -> Line:
    """A session as a row of a list."""
    words = []
    if row.end is not None and not row.completed:
        words.append("not counted: no charging")
    if row.export_wh:
        words.append(say_of_panels("fed_back", energy=row.export_wh))
    words += row.why
    return Line(
        key=row.key,
        start=local.moment(row.start),
        socket=DASH if row.socket is None else str(row.socket),
        duration="so far" if row.end is None else duration(row.duration_s),
        energy_kwh=kilo(row.energy_wh),
        reason=stop_words(row.reason, is_open=row.end is None, is_inferred=row.end_inferred),
        remark="; ".join(words),
        is_open=row.end is None,
        counts=row.completed,
    )


def page(found: SessionList) -> Sessions:
    """A page of the list."""
    local = local_of(found.charger)
    return Sessions(
        window=dates_through(found.window.from_, found.window.through),
        headline=f"{shown_of(found.total, found.whole, 'transaction')},"
        f" {count(found.counted)} of them sessions, {energy(found.energy_wh)}",
        rows=tuple(line(row, local) for row in found.sessions),
        empty="" if found.total else "No sessions match. Widen the dates or clear filters.",
    )
