"""Which page and which answer show two periods of a charger side by side?"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from litestar import Response
from litestar.handlers.base import BaseRouteHandler

from chargeboard.domain.figures.comparison import PeriodComparison
from chargeboard.time.instants import Instant
from chargeboard.web.api.evidence_routes import Twin
from chargeboard.web.api.parameters import AT, dates, end_of_dates
from chargeboard.web.clerks import computed
from chargeboard.web.desk import Desk
from chargeboard.web.live.fragments import token_of
from chargeboard.web.pages.comparison_showing import compared, comparison_parts, live_url
from chargeboard.web.pages.evidence_page import evidence_page
from chargeboard.web.pages.words import say
from chargeboard.web.requests import PageRequest
from chargeboard.web.urls.paths import station_of


def comparison_pages(desk: Desk, now: Callable[[], Instant]) -> list[BaseRouteHandler]:
    """The page."""

    @computed("/chargers/{station:str}/days/comparison", include_in_schema=False)
    def shown(request: PageRequest, station: str) -> Response[str]:
        asked = request.query_params
        told = compared(desk, station_of(station), asked, now())
        drawn = comparison_parts(told, asked, now())
        return evidence_page(
            request,
            "comparison",
            whose=told.charger,
            section="days",
            title=say("section_comparison"),
            below=say("section_comparison"),
            now=now(),
            parts=drawn.html,
            told=told,
            path=drawn.path,
            live=live_url(drawn, asked),
            seen=token_of([*drawn.fragments.values()]),
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
            " change of firmware, or of settings, of the last 90 days.",
            PeriodComparison,
            "Figure by figure.",
            (
                AT,
                *dates("the thirty days before today"),
                end_of_dates(
                    "against_from", "First date to compare with. Default: as many days before `from`."
                ),
                end_of_dates("against_through", "The last one, included."),
            ),
            lambda request, own: compared(desk, own, request.query_params, now()),
        ),
    )
