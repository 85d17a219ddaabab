"""Which page and which answer show where two official rules differ on the chargers of a site, or on all?"""

from __future__ import annotations

from litestar import Response
from litestar.enums import MediaType
from litestar.handlers.base import BaseRouteHandler

from chargeboard.documents import encoded
from chargeboard.domain.figures.official_differing import NetworkDifferences
from chargeboard.official.uptime.rules import RULE_OF
from chargeboard.run.answering.official.differing_chargers import MOST_CHARGERS, DifferencesWanted
from chargeboard.web.api.answers import BAD, NONE, spec
from chargeboard.web.api.parameters import LAST_MONTH, SITE, asking, choice, page_of_rows
from chargeboard.web.clerks import computed
from chargeboard.web.desk import Desk
from chargeboard.web.official.differing_view import differing_page
from chargeboard.web.requests import PageRequest
from chargeboard.web.templating import page
from chargeboard.web.urls.filters import cut, pager
from chargeboard.web.urls.links import api_url
from chargeboard.web.urls.mount import here, rooted
from chargeboard.web.urls.official import official_asked, site_in

_USUAL = 20


def differing_routes(desk: Desk) -> list[BaseRouteHandler]:
    """Both are of the chargers that the reader may see."""

    def figures(request: PageRequest) -> NetworkDifferences:
        query = request.query_params
        asked, site = official_asked(query, month="month"), site_in(query)
        part = cut(query, usual=_USUAL, most=MOST_CHARGERS)
        wanted = DifferencesWanted(asked.rules, asked.month, part.offset, part.limit, site)
        return desk.network.differing({site} if site else None, wanted)

    @computed("/official/differences", include_in_schema=False)
    def shown(request: PageRequest) -> Response[str]:
        told = figures(request)
        return page(
            request,
            "web/official/differing.html",
            p=differing_page(told),
            site=told.site,
            month=told.month,
            pager=pager(
                rooted("/official/differences"),
                request.query_params,
                offset=told.offset,
                limit=told.limit,
                total=told.differing,
            ),
            json=api_url(here(request)),
        )

    @computed(
        "/api/v1/official/differences",
        summary="Where two official rules differ on many chargers",
        description="How much of a month two rules count otherwise, charger by charger, those with most of it"
        " first, and the exact time of the chargers of the page. Indicative: our reading.",
        operation_id="getNetworkDifferences",
        operation_class=asking(
            choice("first", "One rule", RULE_OF, usual="nevi"),
            choice("second", "The other", RULE_OF, usual="uk"),
            LAST_MONTH,
            SITE,
            *page_of_rows(_USUAL, MOST_CHARGERS),
        ),
        tags=["evidence"],
        responses={200: spec(NetworkDifferences, "Chargers and time."), 400: BAD, 404: NONE},
    )
    def answered(request: PageRequest) -> Response[bytes]:
        return Response(encoded(figures(request)), media_type=MediaType.JSON)

    return [shown, answered]
