"""Which page and which answer show cohorts of chargers?"""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

from litestar import Response
from litestar.enums import MediaType
from litestar.handlers.base import BaseRouteHandler

from chargeboard.documents import encoded
from chargeboard.domain.figures.fleet_span import CohortBy, FleetCohorts
from chargeboard.web.api.answers import BAD, NONE, spec
from chargeboard.web.api.parameters import asking, choice, dates, text
from chargeboard.web.clerks import computed
from chargeboard.web.comparing.cohorts_view import cohorts_page
from chargeboard.web.comparing.words import say
from chargeboard.web.desk import Desk
from chargeboard.web.requests import PageRequest
from chargeboard.web.templating import page
from chargeboard.web.urls.filters import one_of
from chargeboard.web.urls.fleet_span import span_wanted
from chargeboard.web.urls.mount import rooted

_PATH = "/comparison/cohorts"


def cohort_routes(desk: Desk) -> list[BaseRouteHandler]:
    """Both are of the chargers that the reader may see."""

    def asked(request: PageRequest) -> FleetCohorts:
        by = CohortBy(one_of(request.query_params, "by", tuple(CohortBy)) or CohortBy.MODEL)
        wanted = span_wanted({**request.query_params, "sort": ""}, desk.fleet_comparisons.today())
        station = request.query_params.get("charger", "").strip()
        if station:
            desk.evidence.zone(station)  # who may not be seen is nobody
        return desk.fleet_comparisons.cohorts(None, wanted.first, wanted.end, by, station)

    @computed(_PATH, include_in_schema=False)
    def shown(request: PageRequest) -> Response[str]:
        told = asked(request)
        through = told.window.to - timedelta(days=1)
        dates = urlencode({"from": str(told.window.from_), "through": str(through)})
        kept = dates + (f"&{urlencode({'charger': told.charger})}" if told.charger else "")
        return page(
            request,
            "web/comparing/cohorts.html",
            p=cohorts_page(told),
            told=told,
            kinds=[(by, say(f"by_{by}"), f"{rooted(_PATH)}?by={by}&{kept}") for by in CohortBy],
            list_url=f"{rooted('/comparison')}?{dates}",
            json=f"{rooted('/api/v1' + _PATH)}?by={told.by}&{kept}",
        )

    @computed(
        f"/api/v1{_PATH}",
        summary="Cohorts of chargers over any dates",
        description="Success with its 95 % interval (Wilson), uptime, and errors per 1,000 sessions with"
        " theirs (Poisson, exact up to 100 errors) of all chargers over local dates, put together. A day"
        " counts for the firmware that the charger had then. By firmware, `worse` names versions"
        " that do worse than others of their model.",
        operation_id="getCohorts",
        operation_class=asking(
            *dates("the thirty days before today"),
            choice("by", "What those of a cohort have in common", CohortBy, usual="model"),
            text("charger", "Set that one beside the others of its cohort."),
        ),
        tags=["chargers"],
        responses={200: spec(FleetCohorts, "Sums."), 400: BAD, 404: NONE},
    )
    def answered(request: PageRequest) -> Response[bytes]:
        return Response(encoded(asked(request)), media_type=MediaType.JSON)

    return [shown, answered]
