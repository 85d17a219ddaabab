"""What did each socket of a site do in the last day? One row a socket, some chargers at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

import msgspec

from chargeboard.domain.figures.board import FleetRow
from chargeboard.domain.figures.strip import Piece, Strip
from chargeboard.drawing.axis import Tick, ticks
from chargeboard.drawing.states import STATES, label, paint
from chargeboard.panels.events.coarseness import rows
from chargeboard.panels.events.event_rows import socket_row
from chargeboard.panels.events.row_parts import Row, percent_of
from chargeboard.panels.socket_label import socket_cell
from chargeboard.run.answering.site import SiteTimeline
from chargeboard.time.spans import Span
from chargeboard.web.site.words import say
from chargeboard.web.urls.links import charger_url
from chargeboard.words.wall_clock import Local

CHARGERS_OF_A_TIMELINE = 8
_HEIGHT = 20


class SocketLine(msgspec.Struct, frozen=True):
    """A socket: whose, and what it did."""

    name: str
    url: str
    socket: str
    row: Row


class Out(msgspec.Struct, frozen=True):
    """Some time in which no charger of the site had contact."""

    x: str
    width: str
    told: str


class TimelinePage(msgspec.Struct, frozen=True):
    """The page."""

    window: str
    zone: str
    outs: tuple[Out, ...]
    lines: tuple[SocketLine, ...]
    ticks: tuple[Tick, ...]
    legend: tuple[tuple[str, str, str], ...]
    """State, its name, and its pattern."""


def timeline_page(told: SiteTimeline) -> TimelinePage:
    """The rows of a page of chargers, by the clock of the site."""
    board, span = told.view.told.board, told.span
    local = Local(board.charger.timezone, board.at)
    drawn = iter(rows([pieces for _, strip in told.strips for pieces in strip.rows.values()], span))
    lines = [
        line
        for row, strip in told.strips
        for line in _lines(row, strip, islice(drawn, len(strip.rows)), local, told)
    ]
    held = {state for _, strip in told.strips for states in strip.held.values() for state in states}
    return TimelinePage(
        window=say("last_day", at=local.moment(board.at)),
        zone=local.zone_line(span),
        outs=tuple(_outs(told, span, local)),
        lines=tuple(lines),
        ticks=tuple(ticks(span, board.charger.timezone)),
        legend=tuple((state, label(state), paint(state)) for state in STATES if state in held),
    )


def _lines(
    row: FleetRow, strip: Strip, drawn: Iterable[list[Piece]], local: Local, told: SiteTimeline
) -> Iterator[SocketLine]:
    names = next((one.socket_names for one in told.view.told.chargers if one.id == row.id), {})
    for socket, pieces in zip(strip.rows, drawn, strict=True):
        yield SocketLine(
            name=row.name or row.id,
            url=f"{charger_url(row.id)}#panel-events",
            socket=socket_cell(socket, names),
            row=socket_row(socket, pieces, _HEIGHT, strip, local, socket_cell(socket, names)),
        )


def _outs(told: SiteTimeline, span: Span, local: Local) -> list[Out]:
    found = []
    for loss in told.view.told.contact_losses:
        end = span.end if loss.first_back is None else loss.first_back
        start, end = max(loss.last_lost, span.start), min(end, span.end)
        if loss.is_site and start < end:
            times = local.exactly(start, end)
            x, width = percent_of(start - span.start, span), percent_of(end - start, span)
            found.append(Out(x, width, say("site_out", times=times)))
    return found
