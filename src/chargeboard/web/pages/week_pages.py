"""Which page and which answer show the hours of a charger's week?"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from litestar import Response
from litestar.handlers.base import BaseRouteHandler

from chargeboard.domain.figures.week import ChargerWeek
from chargeboard.evidence.local_time import local_of
from chargeboard.evidence.week import view as week
from chargeboard.time.instants import Instant
from chargeboard.web.api.evidence_routes import Twin
from chargeboard.web.api.parameters import DATES
from chargeboard.web.clerks import computed
from chargeboard.web.desk import Desk
from chargeboard.web.pages.evidence_page import evidence_page
from chargeboard.web.pages.words import say
from chargeboard.web.pictures.answering import picture_of_page
from chargeboard.web.requests import PageRequest
from chargeboard.web.urls.asked import in_todays_words
from chargeboard.web.urls.filters import pager, some_days
from chargeboard.web.urls.links import api_url, list_url
from chargeboard.web.urls.paths import station_of


def week_pages(desk: Desk, now: Callable[[], Instant]) -> list[BaseRouteHandler]:
    """The page, and its charts as a picture."""

    def drawn(request: PageRequest, told: ChargerWeek) -> Response[str]:
        path = list_url(told.charger.id, "week")
        asked = pager(path, in_todays_words(request.query_params), offset=0, limit=1, total=1)
        return evidence_page(
            request,
            "week",
            whose=told.charger,
            section="days",
            title=say("section_week"),
            below=say("section_week"),
            now=now(),
            p=week.page(told),
            window=told.window,
            pager=asked,
            rules=told.rules,
            svg=f"{path}.svg{asked.url().removeprefix(path)}",
            json=api_url(asked.url()),
        )

    def told_of(request: PageRequest, station: str) -> ChargerWeek:
        return desk.evidence.week(station_of(station), some_days(request.query_params))

    @computed("/chargers/{station:str}/week", include_in_schema=False)
    def shown(request: PageRequest, station: str) -> Response[str]:
        return drawn(request, told_of(request, station))

    @computed("/chargers/{station:str}/week.svg", include_in_schema=False)
    def picture(request: PageRequest, station: str) -> Response[str]:
        told = told_of(request, station)
        whose, made = told.charger, drawn(request, told)
        return picture_of_page(request, made, say("section_week"), whose.name, local_of(whose))

    return [shown, picture]


def week_twins(desk: Desk) -> Iterable[Twin]:
    """Its twin."""
    return (
        Twin(
            "/week",
            "A charger's week, hour by hour",
            "Use, failed attempts and energy of the window by local weekday and hour, and each socket beside"
            " what would be expected of it in the hours in which it was known.",
            ChargerWeek,
            "All hours of the week, and the sockets.",
            DATES,
            lambda request, own: desk.evidence.week(own, some_days(request.query_params)),
        ),
    )
