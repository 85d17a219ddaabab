"""Which pages are there for people?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import quote

from litestar import Response, get
from litestar.handlers.base import BaseRouteHandler

from chargeboard.domain.board import Board
from chargeboard.domain.instants import Instant
from chargeboard.domain.span import Span, day_span
from chargeboard.view import fleet
from chargeboard.view.when import Local
from chargeboard.web.asked import Asked, BadParameterError, asked, date_of, last
from chargeboard.web.desk import Desk
from chargeboard.web.paths import station_of
from chargeboard.web.reference import reference
from chargeboard.web.requests import PageRequest
from chargeboard.web.templating import PANELS, page, panel


def _board(desk: Desk, station: str, wanted: Asked, query: Mapping[str, str], until: Instant) -> Board:
    """The board with the page's own ways to name a timeline: `last=7d`, and `day`, a date of the charger."""
    timeline = wanted.timeline or last(query, until)
    board = desk.board(station, at=wanted.at, window=wanted.window, timeline=timeline)
    day = date_of(query, "day")
    if day is None or wanted.timeline:
        return board
    span = day_span(day, board.charger.timezone)
    if span.start >= until:
        raise BadParameterError("day", f"day={day} has not begun yet for this charger.")
    clipped = Span(span.start, min(span.end, until))
    return desk.board(station, at=wanted.at, window=wanted.window, timeline=clipped)


def page_routes(desk: Desk, now: Callable[[], Instant]) -> list[BaseRouteHandler]:
    """The list of chargers, the page of one, and the reference of the API."""

    @get("/", include_in_schema=False, sync_to_thread=False)
    def chargers(request: PageRequest) -> Response[str]:
        found = fleet.panel(desk.fleet(), now(), request.query_params.get("sort", "need"))
        return page(request, "fleet.html", fleet=found)

    @get("/chargers/{station:str}", include_in_schema=False, sync_to_thread=False)
    def charger(request: PageRequest, station: str) -> Response[str]:
        query = request.query_params
        wanted = asked(query)
        board = _board(desk, station_of(station), wanted, query, now() if wanted.at is None else wanted.at)
        kept = "".join(f"&{name}={quote(query[name])}" for name in ("at", "from", "to") if query.get(name))
        panels = {name: panel(name, board, kept) for name in PANELS}
        local = Local.of(board)
        return page(
            request,
            "charger.html",
            name=board.charger.name or board.charger.id,
            panels=panels,
            is_past=wanted.at is not None,
            as_of=local.in_full(board.at),
            printed=local.in_full(now()),
            url=str(request.url),
            here=request.url.path,
        )

    @get("/api", include_in_schema=False, sync_to_thread=False)
    def api_reference(request: PageRequest) -> Response[str]:
        return page(request, "reference.html", api=reference(request.app.openapi_schema.to_schema()))

    return [chargers, charger, api_reference]
