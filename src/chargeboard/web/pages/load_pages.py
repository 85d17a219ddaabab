"""Which page, which answer and which file tell the load of a charger?"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from litestar import Response
from litestar.handlers.base import BaseRouteHandler

from chargeboard.documents.load_rows import load_rows
from chargeboard.documents.sheets import LOAD
from chargeboard.domain.figures.load import Load
from chargeboard.evidence.load import view as load
from chargeboard.time.instants import Instant
from chargeboard.web.api.evidence_routes import Twin
from chargeboard.web.api.parameters import AT, dates, day
from chargeboard.web.api.tables import csv_file, csv_of
from chargeboard.web.clerks import computed
from chargeboard.web.desk import Desk
from chargeboard.web.pages.evidence_page import evidence_page
from chargeboard.web.pages.words import say
from chargeboard.web.pictures.answering import picture_of_page
from chargeboard.web.requests import PageRequest
from chargeboard.web.urls.asked import in_todays_words, instant_in
from chargeboard.web.urls.filters import pager
from chargeboard.web.urls.links import api_url, list_url
from chargeboard.web.urls.load import load_dates
from chargeboard.web.urls.paths import station_of
from chargeboard.words.wall_clock import Local


def _told(desk: Desk, request: PageRequest, own: str) -> Load:
    return desk.loads.of_charger(
        own, load_dates(request.query_params), instant_in(request.query_params, "at")
    )


def load_pages(desk: Desk, now: Callable[[], Instant]) -> list[BaseRouteHandler]:
    """The page, its chart and its file."""

    def drawn(request: PageRequest, told: Load) -> Response[str]:
        assert told.charger is not None  # noqa: S101 - it is that of one
        path = list_url(told.charger.id, "load")
        asked = pager(path, in_todays_words(request.query_params), offset=0, limit=1, total=1)
        query = asked.url().removeprefix(path)
        return evidence_page(
            request,
            "load",
            whose=told.charger,
            section="days",
            title=say("section_load"),
            below=say("section_load"),
            now=now(),
            p=load.page(told),
            window=told.window,
            pager=asked,
            csv=f"{path}.csv{query}",
            svg=f"{path}.svg{query}",
            json=api_url(asked.url()),
        )

    @computed("/chargers/{station:str}/load", include_in_schema=False)
    def shown(request: PageRequest, station: str) -> Response[str]:
        return drawn(request, _told(desk, request, station_of(station)))

    @computed("/chargers/{station:str}/load.svg", include_in_schema=False)
    def picture(request: PageRequest, station: str) -> Response[str]:
        told = _told(desk, request, station_of(station))
        local = Local(told.timezone, told.at)
        return picture_of_page(request, drawn(request, told), say("section_load"), told.name, local)

    @computed("/chargers/{station:str}/load.csv", include_in_schema=False)
    def file(request: PageRequest, station: str) -> Response[bytes]:
        return csv_file(LOAD.name, csv_of(LOAD.heads, load_rows(_told(desk, request, station_of(station)))))

    return [shown, picture, file]


def load_twins(desk: Desk) -> Iterable[Twin]:
    """Their twin."""
    return (
        Twin(
            "/load",
            "A charger's load, quarter by quarter",
            "Energy and mean power of each quarter of an hour, the highest quarter, and what outages cost."
            " Without dates, seven days and today.",
            Load,
            "The load.",
            (
                AT,
                *dates("seven days and today"),
                day("day", "A local date, instead of `from` and `through`."),
            ),
            lambda request, own: _told(desk, request, own),
        ),
    )
