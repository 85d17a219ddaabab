"""Which page and which answers show the protocol health of all chargers, the worst first?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from litestar import Response
from litestar.enums import MediaType
from litestar.handlers.base import BaseRouteHandler

from chargeboard.documents import encoded
from chargeboard.documents.sheets import FLEET_PROTOCOL
from chargeboard.domain.codes import Side
from chargeboard.domain.figures.fleet_protocol import FleetTroubles, TroublesWanted
from chargeboard.domain.paging import whole
from chargeboard.web.api.answers import BAD, spec
from chargeboard.web.api.parameters import OF_WORDS, asking, choice, page_of_rows
from chargeboard.web.api.tables import csv_file, csv_of
from chargeboard.web.clerks import computed
from chargeboard.web.desk import Desk
from chargeboard.web.protocol.view import WHATS, troubles_page
from chargeboard.web.requests import PageRequest
from chargeboard.web.templating import page
from chargeboard.web.urls.filters import MOST, USUAL, cut, one_of, pager, unpaged
from chargeboard.web.urls.links import addressed
from chargeboard.web.urls.mount import rooted

_PATH: Final = "/protocol"


def protocol_routes(desk: Desk) -> list[BaseRouteHandler]:
    """All are of the chargers that the reader may see."""

    @computed(_PATH, include_in_schema=False)
    def shown(request: PageRequest) -> Response[str]:
        wanted = _wanted(request.query_params)
        told = desk.fleet_protocol.troubles(None, wanted)
        query = _asked_of(wanted)
        return page(
            request,
            "web/protocol/troubles.html",
            p=troubles_page(told),
            pager=pager(rooted(_PATH), query, offset=wanted.offset, limit=wanted.limit, total=told.total),
            csv=addressed(f"{_PATH}.csv", unpaged(query)),
            json=addressed(f"/api/v1{_PATH}", query),
        )

    @computed(f"{_PATH}.csv", include_in_schema=False)
    def as_csv(request: PageRequest) -> Response[bytes]:
        rows = desk.fleet_protocol.troubles(None, whole(_wanted(request.query_params))).rows
        cells = (line for row in rows for line in FLEET_PROTOCOL.cells(row, [row]))
        return csv_file(FLEET_PROTOCOL.name, csv_of(FLEET_PROTOCOL.heads, cells))

    @computed(
        f"/api/v1{_PATH}",
        summary="Protocol health of all chargers",
        description="Answers late or never, refused calls, repeated message ids, non-standard messages and"
        " cut connections of each charger, by the side at fault, in the seven complete days before today;"
        " the worst first.",
        operation_id="getFleetProtocol",
        operation_class=asking(
            choice("side", "At whose door it lies", Side),
            choice("what", "Of that alone, and by it", WHATS),
            OF_WORDS,
            *page_of_rows(USUAL, MOST),
        ),
        tags=["chargers"],
        responses={200: spec(FleetTroubles, "A page."), 400: BAD},
    )
    def answered(request: PageRequest) -> Response[bytes]:
        told = desk.fleet_protocol.troubles(None, _wanted(request.query_params))
        return Response(encoded(told), media_type=MediaType.JSON)

    return [shown, as_csv, answered]


def _wanted(query: Mapping[str, str]) -> TroublesWanted:
    """Raises: BadParameterError."""
    part = cut(query)
    side = one_of(query, "side", tuple(Side))
    return TroublesWanted(
        side=Side(side) if side else None,
        what=one_of(query, "what", WHATS),
        text=part.text,
        offset=part.offset,
        limit=part.limit,
    )


def _asked_of(wanted: TroublesWanted) -> dict[str, str]:
    told = {
        "side": wanted.side or "",
        "what": wanted.what,
        "text": wanted.text,
        "offset": str(wanted.offset or ""),
        "limit": "" if wanted.limit == USUAL else str(wanted.limit),
    }
    return {name: str(value) for name, value in told.items() if value}
