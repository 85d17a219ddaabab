"""Which page and which answers show all chargers over some dates?"""

from __future__ import annotations

from collections.abc import Callable

from litestar import Response
from litestar.enums import MediaType
from litestar.handlers.base import BaseRouteHandler
from markupsafe import Markup

from chargeboard.documents import encoded
from chargeboard.documents.compared_chargers import COMPARED, compared_chargers
from chargeboard.domain.figures.fleet_span import FleetSpan, SpanOrder
from chargeboard.domain.paging import whole
from chargeboard.time.instants import Instant
from chargeboard.web.api.answers import BAD, spec
from chargeboard.web.api.parameters import OF_WORDS, TAG, asking, choice, dates, page_of_rows
from chargeboard.web.api.tables import csv_file, csv_of
from chargeboard.web.clerks import computed
from chargeboard.web.comparing.chargers_drawn import PATH, drawn, live_url
from chargeboard.web.desk import Desk
from chargeboard.web.live.fragments import token_of
from chargeboard.web.requests import PageRequest
from chargeboard.web.templating import page
from chargeboard.web.urls.filters import pager, unpaged
from chargeboard.web.urls.fleet_span import MOST_CHARGERS, USUAL_CHARGERS, asked_of, span_wanted
from chargeboard.web.urls.links import addressed
from chargeboard.web.urls.mount import rooted


def chargers_over_dates(desk: Desk, now: Callable[[], Instant]) -> list[BaseRouteHandler]:
    """All are of the chargers that the reader may see."""

    def compared(request: PageRequest) -> FleetSpan:
        wanted = span_wanted(request.query_params, desk.fleet_comparisons.today())
        return desk.fleet_comparisons.chargers(None, wanted)

    @computed(PATH, include_in_schema=False)
    def shown(request: PageRequest) -> Response[str]:
        made = drawn(desk, request.query_params, now())
        told = made.told
        query = asked_of(told.wanted)
        parts = {
            "head": Markup(made.head.html),  # noqa: S704 - made by templates, which escape
            "rows": [Markup(row.html) for row in made.rows],  # noqa: S704
            "whole": Markup(made.whole.html),  # noqa: S704
        }
        return page(
            request,
            "web/comparing/chargers.html",
            p=made.page,
            parts=parts,
            told=told,
            pager=pager(
                rooted(PATH),
                query,
                offset=told.wanted.offset,
                limit=told.wanted.limit,
                total=told.chargers,
            ),
            cohorts=addressed(f"{PATH}/cohorts", {name: query[name] for name in ("from", "through")}),
            csv=addressed(f"{PATH}.csv", unpaged(query)),
            json=addressed(f"/api/v1{PATH}", query),
            live=live_url(made, request.query_params),
            seen=token_of(made.fragments),
        )

    @computed(f"{PATH}.csv", include_in_schema=False)
    def as_csv(request: PageRequest) -> Response[bytes]:
        wanted = span_wanted(request.query_params, desk.fleet_comparisons.today())
        told = desk.fleet_comparisons.chargers(None, whole(wanted))
        return csv_file(COMPARED.name, csv_of(COMPARED.heads, compared_chargers(told)))

    @computed(
        f"/api/v1{PATH}",
        summary="All chargers over any dates",
        description="Success, utilization, uptime, errors, sessions and energy of each charger over local"
        " dates.",
        operation_id="getComparison",
        operation_class=asking(
            *dates("the thirty days before today"),
            OF_WORDS,
            TAG,
            choice("sort", "By", SpanOrder, usual="success"),
            choice("reverse", "The other way round", ("1",), usual="not"),
            *page_of_rows(USUAL_CHARGERS, MOST_CHARGERS),
        ),
        tags=["chargers"],
        responses={200: spec(FleetSpan, "A page."), 400: BAD},
    )
    def answered(request: PageRequest) -> Response[bytes]:
        return Response(encoded(compared(request)), media_type=MediaType.JSON)

    return [shown, as_csv, answered]
