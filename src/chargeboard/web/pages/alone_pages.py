"""One panel of a charger or a site alone: for a frame in another page, or its chart as a picture."""

from __future__ import annotations

from collections.abc import Sequence

from litestar import Response, get
from litestar.exceptions import HTTPException
from litestar.handlers.base import BaseRouteHandler
from litestar.types import ASGIApp
from markupsafe import Markup

from chargeboard.domain.figures.board import Board
from chargeboard.panels import registry
from chargeboard.panels.days import local_of
from chargeboard.panels.panel import Panel
from chargeboard.web.access.guard import Access
from chargeboard.web.clerks import computed
from chargeboard.web.desk import Desk
from chargeboard.web.live.fragments import Fragment, token_of
from chargeboard.web.live.streams import refuse_past, stream
from chargeboard.web.live.viewers import Live
from chargeboard.web.pages.showing import charger_subject, live_url, panels_of, seen_of
from chargeboard.web.pages.words import say
from chargeboard.web.pictures.answering import PICTURE, has_chart, picture_of
from chargeboard.web.requests import UNCOMPRESSED, PageRequest
from chargeboard.web.site.drawn import live_url as site_live_url
from chargeboard.web.site.drawn import panels_drawn, site_subject
from chargeboard.web.templating import page
from chargeboard.web.urls.links import charger_url, site_url
from chargeboard.web.urls.mount import here
from chargeboard.web.urls.paths import station_of


def alone_pages(desk: Desk, live: Live, access: Access) -> list[BaseRouteHandler]:
    """The panels, each with its news."""

    @computed("/chargers/{station:str}/panels/{panel:str}", awaits=False, include_in_schema=False)
    def of_charger(request: PageRequest, station: str, panel: str) -> Response[str]:
        only, query = _panel(panel), request.query_params
        seen = seen_of(desk, station_of(station), query)
        board = seen.board
        name, made = board.charger.name or board.charger.id, panels_of(seen, query, only=only.name).fragments
        if panel.endswith(PICTURE):
            return picture_of(request, only, name, board, made)
        return _shown(
            request, made, board, name, charger_url(board.charger.id), live_url(board, query, only.name)
        )

    @get("/chargers/{station:str}/panels/{panel:str}/live", include_in_schema=False, opt={UNCOMPRESSED: True})
    async def news_of_charger(request: PageRequest, station: str, panel: str) -> ASGIApp:
        query, only = request.query_params, _panel(panel).name
        refuse_past(query)
        return await stream(live, access, charger_subject(desk, station_of(station), query, only), request)

    @computed("/sites/{name:str}/panels/{panel:str}", include_in_schema=False)
    def of_site(request: PageRequest, name: str, panel: str) -> Response[str]:
        only, query = _panel(panel, of_site=True), request.query_params
        view = desk.site(station_of(name))
        board, site = view.told.board, view.told.site
        made = panels_drawn(view, query, only.name)
        if panel.endswith(PICTURE):
            return picture_of(request, only, site, board, made)
        return _shown(request, made, board, site, site_url(site), site_live_url(site, query, only.name))

    @get("/sites/{name:str}/panels/{panel:str}/live", include_in_schema=False, opt={UNCOMPRESSED: True})
    async def news_of_site(request: PageRequest, name: str, panel: str) -> ASGIApp:
        only = _panel(panel, of_site=True).name
        subject = site_subject(desk, station_of(name), request.query_params, only)
        return await stream(live, access, subject, request)

    return [of_charger, news_of_charger, of_site, news_of_site]


def _panel(name: str, *, of_site: bool = False) -> Panel:
    """Raises: HTTPException where there is none of that name."""
    known = [one for one in registry.panels() if one.is_of_sites or not of_site]
    found = next((one for one in known if one.name == name.removesuffix(PICTURE)), None)
    if found is None:
        names = ", ".join(one.name for one in known)
        raise HTTPException(status_code=404, detail=say("no_such_panel", panel=name, names=names))
    return found


def _shown(
    request: PageRequest,
    made: Sequence[Fragment],
    board: Board,
    name: str,
    whole: str,
    live: str,
) -> Response[str]:
    return page(
        request,
        "web/pages/alone.html",
        name=name,
        picture=f"{here(request)}{PICTURE}{_asked(request)}" if has_chart(made) else "",
        whole=whole,
        panels=[Markup(one.html) for one in made],  # noqa: S704 - made by templates, which escape
        at=local_of(board).to_the_second(board.at),
        live=live,
        seen=token_of(made),
    )


def _asked(request: PageRequest) -> str:
    return f"?{request.url.query}" if request.url.query else ""
