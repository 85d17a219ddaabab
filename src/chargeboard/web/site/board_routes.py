"""Which page, which answer and which file tell the figures of a site?"""

from __future__ import annotations

from collections.abc import Callable

from litestar import Response
from litestar.enums import MediaType
from litestar.handlers.base import BaseRouteHandler
from markupsafe import Markup

from chargeboard.documents import encoded
from chargeboard.documents.sheets import SITE_DAYS
from chargeboard.documents.site_days import site_days
from chargeboard.domain.figures.site import SiteBoard
from chargeboard.fleet.view import columns
from chargeboard.panels.days import local_of
from chargeboard.run.answering.site import SiteTimeline, SiteView
from chargeboard.time.instants import Instant
from chargeboard.web.api.answers import NONE, spec
from chargeboard.web.api.tables import csv_file, csv_of
from chargeboard.web.clerks import computed
from chargeboard.web.desk import Desk
from chargeboard.web.kiosk.kiosk import Wanted, for_walls
from chargeboard.web.live.fragments import token_of
from chargeboard.web.pictures.answering import picture_of_page
from chargeboard.web.requests import PageRequest
from chargeboard.web.site.drawn import USUAL_CHARGERS, drawn, live_url
from chargeboard.web.site.timeline_view import CHARGERS_OF_A_TIMELINE, timeline_page
from chargeboard.web.site.view import tabs
from chargeboard.web.site.words import say
from chargeboard.web.templating import page
from chargeboard.web.urls.filters import cut, pager
from chargeboard.web.urls.links import api_url, site_url
from chargeboard.web.urls.paths import station_of


def site_board_routes(desk: Desk, now: Callable[[], Instant]) -> list[BaseRouteHandler]:
    """All are of a site that the reader may see."""

    def seen(name: str) -> SiteView:
        return desk.site(station_of(name))

    @computed("/sites/{name:str}", include_in_schema=False)
    @for_walls(desk, now, lambda request: Wanted(site=station_of(request.path_params["name"])))
    def shown(request: PageRequest, name: str) -> Response[str]:
        view, query = seen(name), request.query_params
        made, asked, site = drawn(view, query), cut(query, usual=USUAL_CHARGERS), view.told.site
        return page(
            request,
            "web/site/site.html",
            site=site,
            tabs=tabs(site, has_settings=bool(request.app.state.get("has_settings"))),
            head=Markup(made.head.html),  # noqa: S704 - made by templates, which escape
            panels=[Markup(panel.html) for panel in made.panels],  # noqa: S704
            losses=Markup(made.losses.html),  # noqa: S704
            rows=[Markup(row.html) for row in made.rows],  # noqa: S704
            columns=columns(),
            pager=pager(site_url(site), query, offset=asked.offset, limit=asked.limit, total=len(view.rows)),
            month=f"{view.told.board.window.from_:%Y-%m}",
            csv=site_url(site, "days.csv"),
            json=api_url(site_url(site, "board")),
            live=live_url(site, query),
            seen=token_of(made.fragments),
        )

    def line(request: PageRequest, name: str) -> tuple[SiteTimeline, Response[str]]:
        query, site = request.query_params, station_of(name)
        asked = cut(query, usual=CHARGERS_OF_A_TIMELINE, most=CHARGERS_OF_A_TIMELINE)
        told = desk.site_timeline(site, asked.offset, asked.limit)
        url, total = site_url(site, "timeline"), len(told.view.rows)
        pages = pager(url, query, offset=asked.offset, limit=asked.limit, total=total)
        pages_query = pages.url(offset=asked.offset or "").removeprefix(url)
        return told, page(
            request,
            "web/site/timeline.html",
            site=site,
            tabs=tabs(site, has_settings=bool(request.app.state.get("has_settings")), current="timeline"),
            p=timeline_page(told),
            pager=pages,
            svg=f"{url}.svg{pages_query}",
        )

    @computed("/sites/{name:str}/timeline", include_in_schema=False)
    def timeline(request: PageRequest, name: str) -> Response[str]:
        return line(request, name)[1]

    @computed("/sites/{name:str}/timeline.svg", include_in_schema=False)
    def picture(request: PageRequest, name: str) -> Response[str]:
        told, drawn = line(request, name)
        site, local = told.view.told.site, local_of(told.view.told.board)
        zone = local.zone_line(told.span)
        return picture_of_page(request, drawn, say("timeline"), site, local, zone)

    @computed("/sites/{name:str}/days.csv", include_in_schema=False)
    def days(request: PageRequest, name: str) -> Response[bytes]:  # noqa: ARG001 - a clerk is asked by it
        told = seen(name).told
        return csv_file(SITE_DAYS.name, csv_of(SITE_DAYS.heads, site_days(told)))

    @computed(
        "/api/v1/sites/{name:str}/board",
        summary="One site's board",
        description="The figures of a site: the sums of those of its chargers, percentages as ratios of sums."
        " It has the form of a charger's board; `chargers` tell which socket of whom is meant by which"
        " number. What is not told of a site (states, sessions, uptime, data quality, guidance) is empty.",
        operation_id="getSiteBoard",
        tags=["sites"],
        responses={200: spec(SiteBoard, "The board."), 404: NONE},
    )
    def answered(request: PageRequest, name: str) -> Response[bytes]:  # noqa: ARG001
        return Response(encoded(seen(name).told), media_type=MediaType.JSON)

    return [shown, timeline, picture, days, answered]
