"""Which page and which picture show sites on a map?"""

from __future__ import annotations

from litestar import Response
from litestar.handlers.base import BaseRouteHandler

from chargeboard.domain.figures.fleet import FleetWanted
from chargeboard.web.clerks import computed
from chargeboard.web.desk import Desk
from chargeboard.web.pictures.answering import picture_of_page
from chargeboard.web.requests import PageRequest
from chargeboard.web.setting.books import Books
from chargeboard.web.setting.site_pages import seen_sites
from chargeboard.web.site.map_view import site_map
from chargeboard.web.site.words import say
from chargeboard.web.templating import page
from chargeboard.web.urls.mount import rooted
from chargeboard.words.catalogue import said
from chargeboard.words.wall_clock import Local


def map_routes(desk: Desk, books: Books) -> list[BaseRouteHandler]:
    """Both are of the sites that the reader may see."""

    def drawn(request: PageRequest) -> Response[str]:
        sites = [one.site for one in seen_sites(books)]
        return page(request, "web/site/map.html", p=site_map(sites, desk.by_site()), svg=rooted("/map.svg"))

    @computed("/map", include_in_schema=False)
    def shown(request: PageRequest) -> Response[str]:
        return drawn(request)

    @computed("/map.svg", include_in_schema=False)
    def picture(request: PageRequest) -> Response[str]:
        told = desk.fleet(FleetWanted(limit=1))
        local = Local(told.counts.timezone or "UTC", told.at)
        return picture_of_page(request, drawn(request), say("map"), said("web.setting.sites"), local)

    return [shown, picture]
