"""Which page and which answers tell where other systems tell of a charger otherwise?"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from litestar import Response
from litestar.handlers.base import BaseRouteHandler
from litestar.response import Stream

from chargeboard.documents.sheets import SOURCES
from chargeboard.domain.figures.sources import SourceDifferences
from chargeboard.domain.paging import whole
from chargeboard.evidence.sources import view
from chargeboard.run.answering.list_filters import ListFilter
from chargeboard.run.answering.sources import MOST_DAYS
from chargeboard.time.instants import Instant
from chargeboard.web.api.evidence_routes import Twin
from chargeboard.web.api.parameters import DATES, page_of_rows
from chargeboard.web.api.tables import sheet_file
from chargeboard.web.clerks import computed
from chargeboard.web.desk import Desk
from chargeboard.web.pages.evidence_page import evidence_page
from chargeboard.web.pages.words import say
from chargeboard.web.requests import PageRequest
from chargeboard.web.urls.asked import in_todays_words
from chargeboard.web.urls.filters import USUAL, cut, pager, wanted
from chargeboard.web.urls.links import api_url, list_url
from chargeboard.web.urls.paths import station_of


def sources_pages(desk: Desk, now: Callable[[], Instant]) -> list[BaseRouteHandler]:
    """The page, and its file."""

    @computed("/chargers/{station:str}/sources", include_in_schema=False)
    def shown(request: PageRequest, station: str) -> Response[str]:
        told = _told(desk, request, station_of(station), cut(request.query_params))
        path = list_url(told.charger.id, "sources")
        pages = pager(
            path,
            in_todays_words(request.query_params),
            offset=told.offset,
            limit=told.limit,
            total=told.total,
        )
        asked = pages.url().removeprefix(path)
        return evidence_page(
            request,
            "sources",
            whose=told.charger,
            section="quality",
            title=say("section_sources"),
            below=say("section_sources"),
            now=now(),
            p=view.page(told),
            window=told.window,
            pager=pages,
            csv=f"{path}.csv{asked}",
            json=api_url(f"{path}{asked}"),
        )

    @computed("/chargers/{station:str}/sources.csv", include_in_schema=False)
    def as_file(request: PageRequest, station: str) -> Stream:
        told = _told(desk, request, station_of(station), whole(cut(request.query_params)))
        return sheet_file(SOURCES, told.charger, told.sessions)

    return [shown, as_file]


def sources_twins(desk: Desk) -> Iterable[Twin]:
    """Its twin."""
    return (
        Twin(
            "/sources",
            "Differences between the sources of a charger",
            "Rows of other systems beside what the page shows: sessions that only one of both knows, or whose"
            " start, end, energy, socket, reason or card differ, and when a socket was out of service by one"
            f" of both. At most {MOST_DAYS.days} days; three complete ones and the present one by default.",
            SourceDifferences,
            "The sources, and a page of the sessions that differ, newest first.",
            (*DATES, *page_of_rows(USUAL)),
            lambda request, own: _told(desk, request, own, cut(request.query_params)),
        ),
    )


def _told(desk: Desk, request: PageRequest, own: str, chosen: ListFilter) -> SourceDifferences:
    return desk.evidence.sources(own, wanted(request.query_params, MOST_DAYS), chosen)
