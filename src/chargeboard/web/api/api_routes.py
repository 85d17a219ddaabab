"""What do programs get?"""

from __future__ import annotations

from typing import Annotated

from litestar import Response
from litestar.enums import MediaType
from litestar.handlers.base import BaseRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import Parameter

from chargeboard.documents import lines_encoded
from chargeboard.domain.figures.board import Board, FleetRow
from chargeboard.domain.figures.fleet import FleetKind, FleetOrder
from chargeboard.web.api.answers import Problem, spec
from chargeboard.web.clerks import computed
from chargeboard.web.desk import Desk
from chargeboard.web.pages.listing import MOST_CHARGERS, USUAL_CHARGERS, fleet_wanted
from chargeboard.web.requests import PageRequest
from chargeboard.web.urls.asked import asked
from chargeboard.web.urls.filters import pager
from chargeboard.web.urls.mount import rooted
from chargeboard.web.urls.paths import station_of

INSTANT = "RFC 3339 with its zone"

At = Annotated[
    str | None,
    Parameter(
        query="at",
        description=f"Instant of the query ({INSTANT}); nothing received after it is used. Default: now.",
    ),
]
From = Annotated[
    str | None, Parameter(query="from", description="First local date of the window, with `through`.")
]
Through = Annotated[
    str | None, Parameter(query="through", description="Last local date of the window, included.")
]
TO = "Older form of `through`: the local date after the last one."
To = Annotated[str | None, Parameter(query="to", description=TO)]
TimelineFrom = Annotated[
    str | None,
    Parameter(query="timeline_from", description=f"Start of the timeline ({INSTANT}), with `timeline_to`."),
]
TimelineTo = Annotated[
    str | None, Parameter(query="timeline_to", description="End of the timeline. Default: the last 24 hours.")
]


Text = Annotated[
    str | None, Parameter(query="text", description="Only where name, id, site or tags have these words.")
]
Tag = Annotated[str | None, Parameter(query="tag", description="Only those that have the tag.")]
Show = Annotated[
    str | None,
    Parameter(query="show", description=f"Only such: {', '.join(filter(None, FleetKind))}. Default: all."),
]
Sort = Annotated[
    str | None, Parameter(query="sort", description=f"By {', '.join(FleetOrder)}. Default: need.")
]
Offset = Annotated[str | None, Parameter(query="offset", description="Rows to leave out. Default: 0.")]
Limit = Annotated[
    str | None,
    Parameter(query="limit", description=f"Rows, at most {MOST_CHARGERS}. Default: {USUAL_CHARGERS}."),
]


_UNKNOWN = ResponseSpec(
    Problem, description="No such charger; `similar` lists ids that look like it.", generate_examples=False
)
NOT_YET = ResponseSpec(
    Problem,
    description="It called in a moment ago and is not understood yet, or too much is asked at once: ask again"
    " after `Retry-After`.",
    generate_examples=False,
)
_BAD = ResponseSpec(
    Problem,
    description="A parameter is not understood; `detail` says what to write.",
    generate_examples=False,
)


def api_routes(desk: Desk) -> list[BaseRouteHandler]:
    """Everything under /api/v1."""

    @computed(
        "/api/v1/chargers",
        summary="All chargers",
        description="Present states and headline figures, one row per charger, a page at a time: the header"
        " X-Total-Count says how many there are, Link where the next ones are. With `at` all, by id.",
        tags=["chargers"],
        responses={
            200: spec(list[FleetRow], "One row per charger."),
            400: _BAD,
        },
    )
    def chargers(  # noqa: PLR0917 - named for the OpenAPI document
        request: PageRequest,
        at: At = None,  # noqa: ARG001
        text: Text = None,  # noqa: ARG001
        tag: Tag = None,  # noqa: ARG001
        show: Show = None,  # noqa: ARG001
        sort: Sort = None,  # noqa: ARG001
        offset: Offset = None,  # noqa: ARG001
        limit: Limit = None,  # noqa: ARG001
    ) -> Response[bytes]:
        query = request.query_params
        fleet_page = desk.fleet(fleet_wanted(query), asked(query).at)
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
        responses={
            200: spec(Board, "The board."),
            400: _BAD,
            404: _UNKNOWN,
            503: NOT_YET,
        },
    )
    def board(  # noqa: PLR0917 - named for the OpenAPI document; `asked` reads them at once
        request: PageRequest,
        station: str,
        at: At = None,  # noqa: ARG001
        from_: From = None,  # noqa: ARG001
        through: Through = None,  # noqa: ARG001
        to: To = None,  # noqa: ARG001
        timeline_from: TimelineFrom = None,  # noqa: ARG001
        timeline_to: TimelineTo = None,  # noqa: ARG001
    ) -> Response[bytes]:
        wanted = asked(request.query_params)
        body = desk.board_json(
            station_of(station), at=wanted.at, window=wanted.window, timeline=wanted.timeline
        )
        return Response(body, media_type=MediaType.JSON)

    return [chargers, board]
