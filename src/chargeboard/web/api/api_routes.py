"""What do programs get?"""

from __future__ import annotations

from litestar import Response
from litestar.enums import MediaType
from litestar.handlers.base import BaseRouteHandler

from chargeboard.documents import lines_encoded
from chargeboard.domain.figures.board import Board, FleetRow
from chargeboard.domain.figures.fleet import FleetKind, FleetOrder
from chargeboard.web.api.answers import Problem, spec
from chargeboard.web.api.parameters import AT, OF_WORDS, TAG, asking, choice, dates, instant, page_of_rows
from chargeboard.web.clerks import computed
from chargeboard.web.desk import Desk
from chargeboard.web.pages.listing import MOST_CHARGERS, USUAL_CHARGERS, fleet_wanted
from chargeboard.web.requests import PageRequest
from chargeboard.web.urls.asked import asked, instant_in
from chargeboard.web.urls.filters import pager
from chargeboard.web.urls.mount import rooted
from chargeboard.web.urls.paths import station_of

_UNKNOWN = spec(Problem, "No such charger; `similar` lists ids that look like it.")
NOT_YET = spec(
    Problem,
    "It called in a moment ago and is not understood yet, or too much is asked at once: ask again"
    " after `Retry-After`.",
)
_BAD = spec(
    Problem,
    "A parameter is not understood; `detail` says what to write.",
)


def api_routes(desk: Desk) -> list[BaseRouteHandler]:
    """Everything under /api/v1."""

    @computed(
        "/api/v1/chargers",
        summary="All chargers",
        description="Present states and headline figures, one row per charger, a page at a time: the header"
        " X-Total-Count says how many there are, Link where the next ones are. With `at` all, by id.",
        tags=["chargers"],
        operation_class=asking(
            AT,
            OF_WORDS,
            TAG,
            choice("show", "Only such", FleetKind),
            choice("sort", "By", FleetOrder, usual="need"),
            *page_of_rows(USUAL_CHARGERS, MOST_CHARGERS),
        ),
        responses={
            200: spec(list[FleetRow], "One row per charger."),
            400: _BAD,
        },
    )
    def chargers(request: PageRequest) -> Response[bytes]:
        query = request.query_params
        at = instant_in(query, "at")
        if at is None:
            desk.await_lines()
        fleet_page = desk.fleet(fleet_wanted(query), at)
        pages = pager(
            rooted("/api/v1/chargers"),
            query,
            offset=fleet_page.wanted.offset,
            limit=fleet_page.wanted.limit,
            total=fleet_page.total,
        )
        headers = {"X-Total-Count": str(fleet_page.total)}
        if pages.following:
            headers["Link"] = f'<{pages.following}>; rel="next"'
        return Response(
            lines_encoded(fleet_page.rows, fleet_page.at), media_type=MediaType.JSON, headers=headers
        )

    @computed(
        "/api/v1/chargers/{station:str}/board",
        summary="One charger's board",
        description="What the page of the charger shows. Values are unrounded, null means not known. Of dates"
        " that ended before today errors, repairs and guidance are told as they stood at their end.",
        tags=["chargers"],
        operation_class=asking(
            AT,
            *dates("thirty days and today"),
            instant(
                "timeline_from", "Start of the timeline, with `timeline_to`. Default: the last 24 hours."
            ),
            instant("timeline_to", "End of the timeline."),
        ),
        responses={
            200: spec(Board, "The board."),
            400: _BAD,
            404: _UNKNOWN,
            503: NOT_YET,
        },
    )
    def board(request: PageRequest, station: str) -> Response[bytes]:
        wanted = asked(request.query_params)
        body = desk.board_json(
            station_of(station), at=wanted.at, window=wanted.window, timeline=wanted.timeline
        )
        return Response(body, media_type=MediaType.JSON)

    return [chargers, board]
