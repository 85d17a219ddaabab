"""Which pages show frames, and how are they taken away?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from urllib.parse import quote, urlencode

import msgspec
from litestar import Response
from litestar.handlers.base import BaseRouteHandler
from litestar.response import Stream

from chargeboard.documents import encoded
from chargeboard.domain.figures.evidence import Whose
from chargeboard.domain.frame import Frame
from chargeboard.evidence.frames import view as frame_list
from chargeboard.evidence.local_time import local_of
from chargeboard.panels.url_instant import url_instant
from chargeboard.run.answering.frames import FramesWanted
from chargeboard.time.days import day_of
from chargeboard.time.instants import HOUR, Instant
from chargeboard.time.spans import Span
from chargeboard.web.clerks import computed
from chargeboard.web.desk import Desk
from chargeboard.web.pages.evidence_page import evidence_page
from chargeboard.web.pages.words import say
from chargeboard.web.requests import PageRequest
from chargeboard.web.urls.filters import frames_wanted, pager
from chargeboard.web.urls.links import api_url, day_url, frame_file_url, list_url, timeline_url
from chargeboard.web.urls.paths import station_of

_A_PIECE = 1000
_NAMED_ANEW = {"hide", "through"}
_LONGEST_TIMELINE = 31 * 24 * HOUR
ACTIONS = (
    "Authorize",
    "BootNotification",
    "MeterValues",
    "NotifyEvent",
    "RemoteStartTransaction",
    "RequestStartTransaction",
    "Reset",
    "StartTransaction",
    "StatusNotification",
    "StopTransaction",
    "TransactionEvent",
)


class Line(msgspec.Struct, omit_defaults=True):
    """A frame in chargeboard's own format."""

    received_at: Instant
    station: str
    direction: str
    frame: msgspec.Raw | str
    protocol: str = ""
    connection: str = ""


def json_line(frame: Frame) -> bytes:
    """The frame as `chargeboard import` reads it: JSON as JSON, other text as a string."""
    try:
        whole = msgspec.json.decode(frame.text)
    except (msgspec.DecodeError, ValueError, RecursionError):
        whole = None
    return (
        encoded(
            Line(
                frame.received_at,
                frame.station,
                frame.direction,
                msgspec.Raw(frame.text.replace("\r", " ").replace("\n", " ").encode())
                if isinstance(whole, list)
                else frame.text,
                frame.protocol,
                frame.connection,
            )
        )
        + b"\n"
    )


def _pieces(frames: Iterator[Frame]) -> Iterator[bytes]:
    held: list[bytes] = []
    for frame in frames:
        held.append(json_line(frame))
        if len(held) == _A_PIECE:
            yield b"".join(held)
            held.clear()
    yield b"".join(held)


def frames_asked(request: PageRequest, desk: Desk, station: str, now: Instant) -> FramesWanted:
    """The filter of a request; heartbeats and meter values are hidden until it says otherwise."""
    hidden = request.query_params.getall("hide", None)
    return frames_wanted(request.query_params, hidden, desk.evidence.zone(station), now)


def _around(whose: Whose, span: Span) -> dict[str, Any]:
    """What else shows the time of a span."""
    last = day_of(span.end - 1, whose.timezone)
    return {
        "day": day_url(whose.id, last),
        "is_one_day": day_of(span.start, whose.timezone) == last,
        "timeline": timeline_url(whose.id, span.start, span.end) if span.length <= _LONGEST_TIMELINE else "",
    }


def frame_routes(desk: Desk, now: Callable[[], Instant]) -> list[BaseRouteHandler]:
    """The page of frames, and the download."""

    @computed("/chargers/{station:str}/frames", include_in_schema=False)
    def frames(request: PageRequest, station: str) -> Response[str]:
        own = station_of(station)
        part = frames_asked(request, desk, own, now())
        frame_page = desk.evidence.frames(own, part)
        whose = frame_page.charger
        local = local_of(whose)
        path = list_url(whose.id, "frames")
        query = {name: value for name, value in request.query_params.items() if name not in _NAMED_ANEW}
        # the span stands still while somebody turns pages
        query |= {
            "from": url_instant(part.span.start),
            "to": url_instant(part.span.end),
            "order": frame_page.order,
        }
        hidden = [("hide", ""), *(("hide", one) for one in sorted(part.hide))]

        def url(to: str, **changes: str) -> str:
            asked = [(name, value) for name, value in (query | changes).items() if value]
            return f"{to}?{urlencode([*asked, *hidden], quote_via=quote)}"

        return evidence_page(
            request,
            "frames",
            whose=whose,
            section="frames",
            title=say("section_frames"),
            now=now(),
            p=frame_list.page(frame_page),
            pager=pager(path, query, offset=0, limit=part.limit, total=0),
            path=path,
            order=frame_page.order,
            hide=part.hide,
            actions=ACTIONS,
            first=local.field(part.span.start, is_exact=True),
            end=local.field(part.span.end, is_exact=True),
            **_around(whose, part.span),
            first_page=url(path, after="") if part.cursor else "",
            next_page=url(path, after=frame_page.next) if frame_page.next else "",
            whole=partial(frame_file_url, whose.id),
            download=url(f"{path}.jsonl", after=""),
            json=url(api_url(path), after=query.get("after", "")),
        )

    @computed("/chargers/{station:str}/frames.jsonl", include_in_schema=False)
    def frames_file(request: PageRequest, station: str) -> Stream:
        own = station_of(station)
        part = frames_asked(request, desk, own, now())
        part = msgspec.structs.replace(part, newest_first=False, cursor=None)
        return Stream(
            _pieces(desk.evidence.frames_whole(own, part)),
            media_type="application/x-ndjson",
            headers={"Content-Disposition": 'attachment; filename="frames.jsonl"'},
        )

    return [frames, frames_file]
