"""
Which frames of a charger fit what somebody looks for?

The journal is read from where the page begins and no further than it fills, so that a page costs the same
at the end of a long history as at its start. Answers are read a minute beyond, to stand beside their calls.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import msgspec

from chargeboard.decode.exchanges import METER_VALUES, Heard, exchanges
from chargeboard.domain.figures.evidence import Whose
from chargeboard.domain.figures.frame_rows import Answer, FramePage, FrameRow
from chargeboard.domain.figures.measures import InstantSpan
from chargeboard.domain.records import Stored
from chargeboard.ports.journal import JournalPort
from chargeboard.time.instants import MINUTE, Instant
from chargeboard.time.spans import Span

MOST_READ = 50_000
"""Frames that one page reads at most; a rarer match is found by going on from its cursor."""
MOST_SHOWN = 1 << 18
"""Characters of a frame on a page; the download has all of it."""


class FramesWanted(msgspec.Struct, frozen=True, kw_only=True):
    """The filter of a look at frames; `hide` are actions, MeterValues those of 2.x too."""

    span: Span
    action: str = ""
    socket: int | None = None
    text: str = ""
    hide: frozenset[str] = frozenset()
    newest_first: bool = False
    cursor: tuple[Instant, int] | None = None
    """The last frame of the page before."""
    limit: int = 100


def frames_page(journal: JournalPort, whose: Whose, wanted: FramesWanted) -> FramePage:
    """One page of the frames that fit."""
    frame_rows: list[FrameRow] = []
    hidden = read = 0
    last: Heard | None = None
    for batch in _batches(journal, whose.id, wanted):
        read += len(batch)
        for heard in batch:
            if len(frame_rows) == wanted.limit:
                break
            last = heard
            if _fits(heard, wanted):
                frame_rows.append(_row(heard))
            else:
                hidden += 1
        else:
            if read < MOST_READ:
                continue
        return _page(whose, wanted, frame_rows, hidden, last)
    return _page(whose, wanted, frame_rows, hidden, None)


def matching(journal: JournalPort, station: str, wanted: FramesWanted) -> Iterator[Heard]:
    """All frames that fit, without pages: what a download holds."""
    return (heard for batch in _batches(journal, station, wanted) for heard in batch if _fits(heard, wanted))


def _batches(journal: JournalPort, station: str, wanted: FramesWanted) -> Iterator[list[Heard]]:
    """Calls with their answers, in the asked order, behind the cursor."""
    span, cursor = wanted.span, wanted.cursor
    if wanted.newest_first:
        end = span.end if cursor is None else min(span.end, cursor[0] + 1)
        read = Span(span.start, end + MINUTE)
    else:
        end = span.end
        read = Span(max(span.start, span.start if cursor is None else cursor[0]), end + MINUTE)
    held: list[Stored] = []
    places: dict[str, int] = {}
    for batch in chain(journal.frames_in(station, read, newest_first=wanted.newest_first), ([],)):
        heard = exchanges(sorted([*held, *batch], key=_place), places)
        held = []
        if batch:
            # what lies near the edge waits for the next batch, which may hold the other half of it
            edge = batch[-1].frame.received_at
            near = [
                one
                for one in heard
                if (
                    one.frame.received_at < edge + MINUTE
                    if wanted.newest_first
                    else one.frame.received_at > edge - MINUTE
                )
            ]
            held = [half.stored for one in near for half in (one, one.answer) if half is not None]
            waiting = {one.stored.seq for one in near}
            heard = [one for one in heard if one.stored.seq not in waiting]
        heard = [one for one in heard if one.frame.received_at in span and _is_behind(one.stored, wanted)]
        yield heard[::-1] if wanted.newest_first else heard


def _place(stored: Stored) -> tuple[Instant, int]:
    return stored.frame.received_at, stored.seq


def _is_behind(stored: Stored, wanted: FramesWanted) -> bool:
    if wanted.cursor is None:
        return True
    return _place(stored) < wanted.cursor if wanted.newest_first else _place(stored) > wanted.cursor


def _fits(heard: Heard, wanted: FramesWanted) -> bool:
    if heard.action in wanted.hide or (METER_VALUES in wanted.hide and heard.is_metering):
        return False
    if wanted.action and heard.action != wanted.action:
        return False
    if wanted.socket is not None and heard.socket != wanted.socket:
        return False
    text = wanted.text.casefold()
    return (
        not text
        or text in heard.frame.text.casefold()
        or (heard.answer is not None and text in heard.answer.frame.text.casefold())
    )


def _page(
    whose: Whose, wanted: FramesWanted, frame_rows: list[FrameRow], hidden: int, last: Heard | None
) -> FramePage:
    return FramePage(
        charger=whose,
        span=InstantSpan(from_=wanted.span.start, to=wanted.span.end),
        order="newest" if wanted.newest_first else "oldest",
        hidden=hidden,
        next=None if last is None else f"{last.frame.received_at}.{last.stored.seq}",
        frames=frame_rows,
    )


def _row(heard: Heard) -> FrameRow:
    frame, reply = heard.frame, heard.answer
    return FrameRow(
        seq=heard.stored.seq,
        received_at=frame.received_at,
        direction=frame.direction,
        kind=heard.kind,
        action=heard.action,
        message_id=heard.message_id,
        socket=heard.socket,
        transaction_id=heard.transaction_id,
        connection=frame.connection,
        protocol=frame.protocol,
        text=frame.text[:MOST_SHOWN],
        left_out=max(0, len(frame.text) - MOST_SHOWN),
        answer=None
        if reply is None
        else Answer(
            received_at=reply.frame.received_at,
            is_error=reply.kind == "error",
            latency_ms=(reply.frame.received_at - frame.received_at) / 1000,
            text=reply.frame.text[:MOST_SHOWN],
            left_out=max(0, len(reply.frame.text) - MOST_SHOWN),
        ),
    )
