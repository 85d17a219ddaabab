"""Which page and which answer show two periods of a charger side by side?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from urllib.parse import urlencode

from litestar import Response
from litestar.handlers.base import BaseRouteHandler

from chargeboard.domain.figures.comparison import PeriodComparison
from chargeboard.evidence.comparison import view as comparison
from chargeboard.time.days import day_of
from chargeboard.time.instants import Instant
from chargeboard.web.api.evidence_routes import AT, Twin, query
from chargeboard.web.clerks import computed
from chargeboard.web.desk import Desk
from chargeboard.web.pages.evidence_page import evidence_page
from chargeboard.web.pages.words import say
from chargeboard.web.requests import PageRequest
from chargeboard.web.urls.asked import instant_in
from chargeboard.web.urls.comparison import of_months, of_this_month, periods_in
from chargeboard.web.urls.links import api_url, list_url
from chargeboard.web.urls.paths import station_of


def _compared(desk: Desk, request: PageRequest, own: str, now: Instant) -> PeriodComparison:
    at = instant_in(request.query_params, "at")
    today = day_of(now if at is None else at, desk.evidence.zone(own))
    return desk.comparisons.periods(own, *periods_in(request.query_params, today), at)


def comparison_pages(desk: Desk, now: Callable[[], Instant]) -> list[BaseRouteHandler]:
    """The page."""

    @computed("/chargers/{station:str}/days/comparison", include_in_schema=False)
    def shown(request: PageRequest, station: str) -> Response[str]:
        told = _compared(desk, request, station_of(station), now())
        path = list_url(told.charger.id, "days/comparison")
        asked = str(request.url.query)
        today = day_of(now(), told.charger.timezone)
        return evidence_page(
            request,
            "comparison",
            whose=told.charger,
            section="days",
            title=say("section_comparison"),
            below=say("section_comparison"),
            now=now(),
            p=comparison.page(told),
            told=told,
            path=path,
            months=f"{path}?{urlencode(of_months(today))}",
            this_month=f"{path}?{urlencode(of_this_month(today))}",
            json=api_url(path + (f"?{asked}" if asked else "")),
        )

    return [shown]


def comparison_twins(desk: Desk, now: Callable[[], Instant]) -> Iterable[Twin]:
    """Its twin."""
    return (
        Twin(
            "/days/comparison",
            "Two periods of a charger",
            "Success, sessions, energy, utilization, uptime and errors of two ranges of local dates, their"
            " differences, and where such a difference may be chance; the same before and after each"
            " change of firmware of the last 90 days.",
            PeriodComparison,
            "Figure by figure.",
            (
                AT,
                query("from", "First local date, with `through`. Default: the thirty days before today."),
                query("through", "Last local date, included."),
                query("against_from", "First date to compare with. Default: as many days before `from`."),
                query("against_through", "The last one, included."),
            ),
            lambda request, own: _compared(desk, request, own, now()),
        ),
    )
