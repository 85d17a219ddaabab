"""Which pages, answers and file tell the load of a site, and its other dates?"""

from __future__ import annotations

from litestar import Response
from litestar.enums import MediaType
from litestar.handlers.base import BaseRouteHandler

from chargeboard.documents import encoded
from chargeboard.documents.load_rows import load_rows
from chargeboard.documents.sheets import LOAD
from chargeboard.domain.figures.load import Load
from chargeboard.domain.figures.site import SiteDays
from chargeboard.evidence.load.view import charger_heads, rows
from chargeboard.evidence.load.view import page as load_page
from chargeboard.web.api.answers import BAD, NONE, spec
from chargeboard.web.api.parameters import asking, dates, day
from chargeboard.web.api.tables import csv_file, csv_of
from chargeboard.web.clerks import computed
from chargeboard.web.desk import Desk
from chargeboard.web.pictures.answering import picture_of_page
from chargeboard.web.requests import PageRequest
from chargeboard.web.site.days_view import days_page
from chargeboard.web.site.view import tabs
from chargeboard.web.templating import page
from chargeboard.web.urls.asked import LONGEST, asked, in_todays_words
from chargeboard.web.urls.filters import cut, pager
from chargeboard.web.urls.links import api_url, site_url
from chargeboard.web.urls.load import load_dates
from chargeboard.web.urls.paths import station_of
from chargeboard.words.catalogue import said
from chargeboard.words.wall_clock import Local

_USUAL_CHARGERS = 25


def load_routes(desk: Desk) -> list[BaseRouteHandler]:
    """All are of a site that the reader may see."""

    def told_of(request: PageRequest, name: str) -> Load:
        return desk.loads.of_site(station_of(name), load_dates(request.query_params))

    def drawn(request: PageRequest, told: Load) -> Response[str]:
        query = in_todays_words(request.query_params)
        part = cut(query, usual=_USUAL_CHARGERS)
        some = told.chargers[part.offset : part.offset + part.limit]
        dates = {"from_": told.window.from_, "through": told.window.through}
        return page(
            request,
            "web/site/load.html",
            site=told.name,
            tabs=tabs(told.name, has_settings=bool(request.app.state.get("has_settings")), current="load"),
            p=load_page(told),
            heads=charger_heads(),
            rows=rows(some, told),
            window=told.window,
            pager=pager(
                site_url(told.name, "load"),
                query,
                offset=part.offset,
                limit=part.limit,
                total=len(told.chargers),
            ),
            csv=site_url(told.name, "load.csv", **dates),
            svg=site_url(told.name, "load.svg", **dates),
            json=api_url(site_url(told.name, "load", **dates)),
        )

    @computed("/sites/{name:str}/load", include_in_schema=False)
    def shown(request: PageRequest, name: str) -> Response[str]:
        return drawn(request, told_of(request, name))

    @computed("/sites/{name:str}/load.svg", include_in_schema=False)
    def picture(request: PageRequest, name: str) -> Response[str]:
        told = told_of(request, name)
        what, local = said("evidence.load.title"), Local(told.timezone, told.at)
        return picture_of_page(request, drawn(request, told), what, told.name, local)

    @computed("/sites/{name:str}/load.csv", include_in_schema=False)
    def file(request: PageRequest, name: str) -> Response[bytes]:
        return csv_file(LOAD.name, csv_of(LOAD.heads, load_rows(told_of(request, name))))

    @computed(
        "/api/v1/sites/{name:str}/load",
        summary="One site's load",
        description="Energy and mean power of each quarter of an hour, the highest quarter and who charged in"
        " it, and what outages cost; a charger's part of each. Dates are those of the zone that most of its"
        " chargers are in.",
        operation_id="getSiteLoad",
        tags=["sites"],
        operation_class=asking(
            *dates("seven days and today"),
            day("day", "A local date, instead of `from` and `through`."),
        ),
        responses={200: spec(Load, "The load."), 400: BAD, 404: NONE},
    )
    def answered(request: PageRequest, name: str) -> Response[bytes]:
        return Response(encoded(told_of(request, name)), media_type=MediaType.JSON)

    def days_of(request: PageRequest, name: str) -> SiteDays:
        return desk.loads.days_of_site(station_of(name), asked(request.query_params, LONGEST).window)

    @computed("/sites/{name:str}/days", include_in_schema=False)
    def days(request: PageRequest, name: str) -> Response[str]:
        told = days_of(request, name)
        dates = {"from_": told.window.from_, "through": told.window.through}
        return page(
            request,
            "web/site/days.html",
            site=told.site,
            tabs=tabs(told.site, has_settings=bool(request.app.state.get("has_settings")), current="days"),
            p=days_page(told),
            window=told.window,
            path=site_url(told.site, "days"),
            json=api_url(site_url(told.site, "days", **dates)),
        )

    @computed(
        "/api/v1/sites/{name:str}/days",
        summary="Dates of one site",
        description="What the chargers of a site come to on complete local dates; and all of these together.",
        operation_id="getSiteDays",
        tags=["sites"],
        operation_class=asking(*dates("thirty days")),
        responses={200: spec(SiteDays, "The days."), 400: BAD, 404: NONE},
    )
    def answered_days(request: PageRequest, name: str) -> Response[bytes]:
        return Response(encoded(days_of(request, name)), media_type=MediaType.JSON)

    return [shown, picture, file, answered, days, answered_days]
