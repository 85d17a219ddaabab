"""Which windows that were declared have not ended: those that run, those of the next day, or the next one?"""

from __future__ import annotations

from chargeboard.domain.figures.board import Board
from chargeboard.domain.policy import Exclusion
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
