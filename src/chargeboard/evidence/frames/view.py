"""Which messages went to and fro, and what did they say?"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from chargeboard.domain.figures.frame_rows import FramePage, FrameRow
from chargeboard.evidence.frames.frame_words import Said, columns, said, turn
from chargeboard.evidence.frames.words import say
from chargeboard.evidence.local_time import local_of
from chargeboard.time.instants import Instant
from chargeboard.words.dates import day_month
from chargeboard.words.formats import DASH, about
from chargeboard.words.wall_clock import Local

_WAYS = {"in": "from_charger", "out": "to_charger", "ws": "connection", "row": "by_system"}
_UNNAMED = {
    "answer": "answer_outside",
    "error": "error_outside",
    "link": "link",
    "unreadable": "unreadable",
    "call": "kind_call",
}
"""How a frame without an action is called."""
_SIGNS = {"in": "→", "out": "←", "ws": "•", "row": "≡"}
_MOST_RAW = 400_000
"""Characters of raw text on a page; a frame for which no room is left shows its beginning."""
_LEAST_RAW = 1_000


class FrameLine(msgspec.Struct, frozen=True):
    """A frame with its answer."""

    seq: int
    at: str
    day: str
    sign: str
    direction: str
    kind: str
    action: str
    socket: str
    received_at: Instant
    answered_at: Instant | None
    has_session: bool
    """Whether it names a transaction on a socket."""
    summary: str
    said: Said
    raw_answer: Said | None
    latency: str
    verdict: str
    """What the answer says in a word."""
    is_bad: bool
    message_id: str
    connection: str


class Frames(msgspec.Struct, frozen=True):
    """The page."""

    window: str
    headline: str
    rows: tuple[FrameLine, ...]
    empty: str


def page(frame_page: FramePage) -> Frames:
    """A page of frames."""
    local = local_of(frame_page.charger)
    return Frames(
        window=f"{local.in_seconds(frame_page.span.from_)} – {local.in_seconds(frame_page.span.to)}",
        headline=_headline(frame_page),
        rows=tuple(_lines(frame_page, local)),
        empty="" if frame_page.frames else _empty(frame_page),
    )


def _headline(frame_page: FramePage) -> str:
    told = say(f"headline_{frame_page.order}", n=len(frame_page.frames))
    return say("with_hidden", headline=told, hidden=frame_page.hidden) if frame_page.hidden else told


def _empty(frame_page: FramePage) -> str:
    if frame_page.next:
        return say("search_goes_on")
    return say("none_but_hidden", n=frame_page.hidden) if frame_page.hidden else say("none")


def _lines(frame_page: FramePage, local: Local) -> Iterator[FrameLine]:
    room = _MOST_RAW
    for row in frame_page.frames:
        frame_line = _line(row, local, max(_LEAST_RAW, room))
        room -= len(frame_line.said.raw) + (
            0 if frame_line.raw_answer is None else len(frame_line.raw_answer.raw)
        )
        yield frame_line


def _line(row: FrameRow, local: Local, most_raw: int) -> FrameLine:
    wall = local.wall(row.received_at)
    told = said(row.text, most_raw, row.left_out)
    reply = row.answer
    answer = None if reply is None else said(reply.text, most_raw, reply.left_out)
    is_call = row.kind == "call"
    return FrameLine(
        seq=row.seq,
        at=f"{wall:%H:%M:%S}.{wall.microsecond // 1000:03d}",
        day=day_month(wall.date()),
        sign=_SIGNS.get(row.direction, ""),
        direction=say(_WAYS[row.direction]),
        kind=row.kind,
        action=_action(row),
        socket=DASH if row.socket is None else str(row.socket),
        received_at=row.received_at,
        answered_at=None if reply is None else reply.received_at,
        has_session=bool(row.transaction_id) and bool(row.socket),
        summary=_summary(row, told),
        said=told,
        raw_answer=answer,
        latency="" if reply is None else _latency(reply.latency_ms),
        verdict=("" if not is_call else say("not_answered")) if answer is None else answer.summary,
        is_bad=row.kind in {"unreadable", "error"}
        or (reply is not None and reply.is_error)
        or (is_call and reply is None),
        message_id=row.message_id,
        connection=row.connection,
    )


def _summary(row: FrameRow, told: Said) -> str:
    if row.kind == "link":
        return turn(row)
    if row.kind == "row":
        return columns(told)
    return told.summary or ("" if told.fields else row.text[:120] if row.kind == "unreadable" else "")


def _action(row: FrameRow) -> str:
    return row.action or say(_UNNAMED[row.kind])


def _latency(ms: float) -> str:
    if ms < 0:
        return ""
    return say("latency", time=f"{ms:,.0f}") if ms < 10_000 else about(ms / 1000)
