"""Which page and which answer show full use of a motorway site?"""

from __future__ import annotations

from litestar import Response
from litestar.enums import MediaType
from litestar.handlers.base import BaseRouteHandler

from chargeboard.documents import encoded
from chargeboard.domain.figures.official_saturation import SaturationFigures
from chargeboard.web.api.answers import BAD, NONE, spec
from chargeboard.web.api.parameters import LAST_MONTH, NEEDED_SITE, asking
from chargeboard.web.clerks import computed
from chargeboard.web.desk import Desk
from chargeboard.web.official.saturation_view import saturation_page
from chargeboard.web.official.words import say
from chargeboard.web.requests import PageRequest
from chargeboard.web.templating import page
from chargeboard.web.urls.asked import BadParameterError
from chargeboard.web.urls.links import api_url
from chargeboard.web.urls.mount import here
from chargeboard.web.urls.official import month_in, site_in


def saturation_routes(desk: Desk) -> list[BaseRouteHandler]:
    """Both are of a site that the reader may see."""

    def figures(request: PageRequest) -> SaturationFigures:
        site = site_in(request.query_params)
        if not site:
            raise BadParameterError("site", say("which_site"))
        return desk.network.saturation({site}, month_in(request.query_params, "month"), site)

    @computed("/official/saturation", include_in_schema=False)
    def shown(request: PageRequest) -> Response[str]:
        told = figures(request)
        return page(
            request,
            "web/official/saturation.html",
            p=saturation_page(told),
            site=told.site,
            month=told.month,
            json=api_url(here(request)),
        )

    @computed(
        "/api/v1/official/saturation",
        summary="Full use of a motorway site, by the French rule",
        description="Days of a month on which all points of 75 kW and more of a site were used at once for"
        " more than three hours on end. Indicative: our reading.",
        operation_id="getSaturation",
        operation_class=asking(NEEDED_SITE, LAST_MONTH),
        tags=["evidence"],
        responses={200: spec(SaturationFigures, "Days."), 400: BAD, 404: NONE},
    )
    def answered(request: PageRequest) -> Response[bytes]:
        return Response(encoded(figures(request)), media_type=MediaType.JSON)

    return [shown, answered]
