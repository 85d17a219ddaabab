"""Which windows that were declared have not ended: those that run, those of the next day, or the next one?"""

from __future__ import annotations

import msgspec

from chargeboard.domain.figures.board import Board
from chargeboard.domain.policy import Exclusion
from chargeboard.drawing.axis import Tick, ticks
from chargeboard.metrics.days.day_book import exclusion_span
from chargeboard.official.words import say as say_of_kind
from chargeboard.panels.days import local_of
from chargeboard.panels.events.words import say
from chargeboard.panels.socket_label import socket_label
from chargeboard.time.instants import HOUR, seconds_of
from chargeboard.time.spans import Span
from chargeboard.words.wall_clock import Local

SOON = 24 * HOUR
MOST = 3
"""More of a day are counted."""
MOST_DRAWN = 60


def windows_ahead(board: Board) -> list[tuple[Span, Exclusion]]:
    """By time: all that begin within a day, else the next one; after those that run."""
    declared = sorted(
        (
            (span, one)
            for one in board.policy.exclusions
            if (span := exclusion_span(one, board.charger.timezone)).end > board.at and span.length
        ),
        key=lambda found: found[0],
    )
    near = [found for found in declared if found[0].start <= board.at + SOON]
    later = [found for found in declared if found[0].start > board.at + SOON]
    has_one_to_come = any(span.start > board.at for span, _ in near)
    return near if has_one_to_come else near + later[:1]


def ahead(board: Board) -> tuple[str, ...]:
    """A sentence each."""
    local, found = local_of(board), windows_ahead(board)
    told = [_told(span, one, local, board) for span, one in found[:MOST]]
    return (*told, *([say("ahead_more", n=len(found) - MOST)] if len(found) > MOST else []))


class Planned(msgspec.Struct, frozen=True):
    """A window as it is drawn, in percent of the strip."""

    x: str
    width: str
    told: str


class Ahead(msgspec.Struct, frozen=True):
    """The time ahead: a row of windows for the whole charger, and for each socket that has any."""

    rows: tuple[tuple[str, tuple[Planned, ...]], ...]
    ticks: tuple[Tick, ...]


def drawn_ahead(board: Board) -> Ahead | None:
    """A day from now on, or more where the next window is later; None: nothing is to come or runs."""
    local, found = local_of(board), windows_ahead(board)[:MOST_DRAWN]
    if not found:
        return None
    until = max([board.at + SOON, *(min(span.end, span.start + SOON) for span, _ in found)])
    whole = Span(board.at, until)
    rows: dict[int | None, list[Planned]] = {}
    for span, one in sorted(found, key=lambda told: (told[1].socket or 0, told[0])):
        part = span.clip(whole)
        if part is not None:
            x, width = ((100 * length / whole.length) for length in (part.start - whole.start, part.length))
            told = _told(span, one, local, board)
            rows.setdefault(one.socket, []).append(Planned(f"{x:.2f}%", f"{width:.2f}%", told))
    names = board.charger.socket_names
    return Ahead(
        tuple(
            (say("charger") if socket is None else socket_label(socket, names), tuple(planned))
            for socket, planned in rows.items()
        ),
        tuple(ticks(whole, board.charger.timezone)),
    )


def _told(span: Span, one: Exclusion, local: Local, board: Board) -> str:
    what = say_of_kind(one.kind)
    if one.socket is not None:
        what = say("ahead_of", what=what, socket=socket_label(one.socket, board.charger.socket_names))
    if one.reason not in {"", one.kind}:
        what = say("ahead_why", what=what, why=one.reason)
    end = local.moment(span.end)
    if span.start <= board.at:
        return say("runs_now", what=what, end=end)
    start, wait = local.moment(span.start), seconds_of(span.start - board.at)
    return say("to_come", what=what, start=start, end=end, wait=wait)
