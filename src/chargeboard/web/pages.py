"""Which pages are there for people?"""

from __future__ import annotations

from collections.abc import Callable

from litestar import Response, get
from litestar.handlers.base import BaseRouteHandler

from chargeboard.domain.instants import Instant
from chargeboard.view import fleet
from chargeboard.view.when import Local
from chargeboard.web.asked import asked, last
from chargeboard.web.desk import Desk
from chargeboard.web.paths import station_of
from chargeboard.web.reference import reference
from chargeboard.web.requests import PageRequest
from chargeboard.web.templating import PANELS, page, panel


def page_routes(desk: Desk, now: Callable[[], Instant]) -> list[BaseRouteHandler]:
    """The list of chargers, the page of one, and the reference of the API."""

    @get("/", include_in_schema=False, sync_to_thread=False)
    def chargers(request: PageRequest) -> Response[str]:
        found = fleet.panel(desk.fleet(), now(), request.query_params.get("sort", "need"))
        return page(request, "fleet.html", fleet=found)

    @get("/chargers/{station:str}", include_in_schema=False, sync_to_thread=False)
    def charger(request: PageRequest, station: str) -> Response[str]:
        wanted = asked(request.query_params)
        until = now() if wanted.at is None else wanted.at
        timeline = wanted.timeline or last(request.query_params, until)
        board = desk.board(station_of(station), at=wanted.at, window=wanted.window, timeline=timeline)
        panels = {name: panel(name, board) for name in PANELS}
        local = Local.of(board)
        return page(
            request,
            "charger.html",
            name=board.charger.name or board.charger.id,
            panels=panels,
            is_past=wanted.at is not None,
            as_of=f"{local.moment(board.at)}, {local.zone_line()}",
            printed=f"{local.wall(now()):%Y-%m-%d %H:%M}",
            url=str(request.url),
            here=request.url.path,
        )

    @get("/api", include_in_schema=False, sync_to_thread=False)
    def api_reference(request: PageRequest) -> Response[str]:
        return page(request, "reference.html", api=reference(request.app.openapi_schema.to_schema()))

    return [chargers, charger, api_reference]
