"""Which page and which answer show official figures of many chargers?"""

from __future__ import annotations

from litestar import Response
from litestar.enums import MediaType
from litestar.handlers.base import BaseRouteHandler

from chargeboard.documents import encoded
from chargeboard.domain.figures.official import NetworkFigures
from chargeboard.web.api.answers import BAD, NONE, spec
from chargeboard.web.api.parameters import LAST_OF_TWELVE, SITE, asking
from chargeboard.web.clerks import computed
from chargeboard.web.desk import Desk
from chargeboard.web.official.network_view import network_page
from chargeboard.web.official.uk_file import uk_file
from chargeboard.web.requests import PageRequest
from chargeboard.web.templating import page
from chargeboard.web.urls.links import api_url
from chargeboard.web.urls.mount import here
from chargeboard.web.urls.official import month_in, site_in, year_in


def network_routes(desk: Desk) -> list[BaseRouteHandler]:
    """Both are of the chargers that the reader may see."""

    def figures(request: PageRequest) -> NetworkFigures:
        site = site_in(request.query_params)
        return desk.network.figures({site} if site else None, month_in(request.query_params, "month"), site)

    @computed("/official", include_in_schema=False)
    def shown(request: PageRequest) -> Response[str]:
        return page(
            request,
            "web/official/network.html",
            p=network_page(figures(request)),
            json=api_url(here(request)),
        )

    @computed("/official/uk.csv", include_in_schema=False)
    def uk_year(request: PageRequest) -> Response[bytes]:
        year, site = year_in(request.query_params), site_in(request.query_params)
        return uk_file(year, desk.network.year({site} if site else None, year))

    @computed(
        "/api/v1/official",
        summary="Official figures of all chargers, or of a site",
        description="Uptime and success of twelve months by every official rule: sums of months that are"
        " settled. Indicative: our reading.",
        operation_id="getNetworkFigures",
        operation_class=asking(SITE, LAST_OF_TWELVE),
        tags=["evidence"],
        responses={200: spec(NetworkFigures, "Sums."), 400: BAD, 404: NONE},
    )
    def answered(request: PageRequest) -> Response[bytes]:
        return Response(encoded(figures(request)), media_type=MediaType.JSON)

    return [shown, uk_year, answered]
