"""Which page shows sites on a map?"""

from __future__ import annotations

from litestar import Response
from litestar.handlers.base import BaseRouteHandler

from chargeboard.web.clerks import computed
from chargeboard.web.desk import Desk
from chargeboard.web.requests import PageRequest
from chargeboard.web.setting.books import Books
from chargeboard.web.setting.site_pages import seen_sites
from chargeboard.web.site.map_view import site_map
from chargeboard.web.templating import page


def map_routes(desk: Desk, books: Books) -> list[BaseRouteHandler]:
    """It is of the sites that the reader may see."""

    @computed("/map", include_in_schema=False)
    def shown(request: PageRequest) -> Response[str]:
        sites = [one.site for one in seen_sites(books)]
        return page(request, "web/site/map.html", p=site_map(sites, desk.by_site()))

    return [shown]
