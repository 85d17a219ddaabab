"""Which page and which answer show kwwhat's visits over the chargers of a site?"""

from __future__ import annotations

from litestar import Response
from litestar.enums import MediaType
from litestar.handlers.base import BaseRouteHandler

from chargeboard.documents import encoded
from chargeboard.domain.figures.official_visits import SiteVisits
from chargeboard.web.api.answers import BAD, NONE, spec
from chargeboard.web.api.parameters import LAST_MONTH, NEEDED_SITE, asking
from chargeboard.web.clerks import computed
from chargeboard.web.desk import Desk
from chargeboard.web.official.visits_view import visits_page
from chargeboard.web.official.words import say
from chargeboard.web.requests import PageRequest
from chargeboard.web.templating import page
from chargeboard.web.urls.asked import BadParameterError
from chargeboard.web.urls.links import api_url
from chargeboard.web.urls.mount import here
from chargeboard.web.urls.official import month_in, site_in


def visits_routes(desk: Desk) -> list[BaseRouteHandler]:
    """Both are of a site that the reader may see."""

    def figures(request: PageRequest) -> SiteVisits:
        site = site_in(request.query_params)
        if not site:
            raise BadParameterError("site", say("which_site_visits"))
        return desk.network.visits({site}, month_in(request.query_params, "month"), site)

    @computed("/official/visits", include_in_schema=False)
    def shown(request: PageRequest) -> Response[str]:
        told = figures(request)
        return page(
            request,
            "web/official/visits.html",
            p=visits_page(told),
            site=told.site,
            month=told.month,
            json=api_url(here(request)),
        )

    @computed(
        "/api/v1/official/visits",
        summary="Visits of a site, by kwwhat's rule",
        description="Attempts of one card at the chargers of a site that follow each other within 30"
        " minutes are one visit, judged by the last of them. Indicative: our reading.",
        operation_id="getSiteVisits",
        operation_class=asking(NEEDED_SITE, LAST_MONTH),
        tags=["evidence"],
        responses={200: spec(SiteVisits, "Visits."), 400: BAD, 404: NONE},
    )
    def answered(request: PageRequest) -> Response[bytes]:
        return Response(encoded(figures(request)), media_type=MediaType.JSON)

    return [shown, answered]
