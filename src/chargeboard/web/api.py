"""What do programs get?"""

from __future__ import annotations

from typing import Annotated

import msgspec
from litestar import Response, get
from litestar.enums import MediaType
from litestar.handlers.base import BaseRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import Parameter

from chargeboard.domain.board import Board, FleetRow
from chargeboard.web.asked import asked
from chargeboard.web.desk import Desk
from chargeboard.web.paths import station_of
from chargeboard.web.requests import PageRequest

INSTANT = "RFC 3339 with its zone"

At = Annotated[
    str | None,
    Parameter(
        query="at",
        description=f"Instant of the query ({INSTANT}); nothing received after it is used. Default: now.",
    ),
]
From = Annotated[
    str | None, Parameter(query="from", description="First local date of the window, with `to`.")
]
To = Annotated[str | None, Parameter(query="to", description="Local date after the last of the window.")]
TimelineFrom = Annotated[
    str | None,
    Parameter(query="timeline_from", description=f"Start of the timeline ({INSTANT}), with `timeline_to`."),
]
TimelineTo = Annotated[
    str | None, Parameter(query="timeline_to", description="End of the timeline. Default: the last 24 hours.")
]


class Problem(msgspec.Struct):
    """What went wrong (RFC 9457)."""

    status: int
    title: str
    detail: str
    parameter: str | None = None
    similar: list[str] = []


_UNKNOWN = ResponseSpec(
    Problem, description="No such charger; `similar` lists ids that look like it.", generate_examples=False
)
_BAD = ResponseSpec(
    Problem,
    description="A parameter is not understood; `detail` says what to write.",
    generate_examples=False,
)


def api_routes(desk: Desk) -> list[BaseRouteHandler]:
    """Everything under /api/v1."""

    @get(
        "/api/v1/chargers",
        summary="All chargers",
        description="Present states and headline figures, one row per charger.",
        tags=["chargers"],
        responses={
            200: ResponseSpec(list[FleetRow], description="One row per charger.", generate_examples=False),
            400: _BAD,
        },
        sync_to_thread=False,
    )
    def chargers(request: PageRequest, at: At = None) -> Response[bytes]:  # noqa: ARG001
        wanted = asked(request.query_params)
        return Response(msgspec.json.encode(desk.fleet(wanted.at)), media_type=MediaType.JSON)

    @get(
        "/api/v1/chargers/{station:str}/board",
        summary="One charger's board",
        description="What the page of the charger shows. Values are unrounded, null means not known.",
        tags=["chargers"],
        responses={
            200: ResponseSpec(Board, description="The board.", generate_examples=False),
            400: _BAD,
            404: _UNKNOWN,
        },
        sync_to_thread=False,
    )
    def board(  # noqa: PLR0917 - named for the OpenAPI document; `asked` reads them at once
        request: PageRequest,
        station: str,
        at: At = None,  # noqa: ARG001
        from_: From = None,  # noqa: ARG001
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
