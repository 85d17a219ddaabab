"""Which page finds chargers, sites and pages? The dialog of Ctrl-K shows what this page finds."""

from __future__ import annotations

from litestar import Response
from litestar.handlers.base import BaseRouteHandler

from chargeboard.domain.figures.fleet import FleetOrder, FleetWanted
from chargeboard.domain.people import Reader
from chargeboard.web.access.guard import Access
from chargeboard.web.clerks import computed
from chargeboard.web.desk import Desk
from chargeboard.web.finding.pages import pages_for
from chargeboard.web.finding.view import found
from chargeboard.web.requests import PageRequest
from chargeboard.web.templating import page
from chargeboard.web.urls.links import addressed

_LONGEST = 200
_LOOKED_AT = 24
"""Lines of the list from which the likeliest are chosen."""


def search_routes(desk: Desk) -> list[BaseRouteHandler]:
    """They find what the reader may see."""

    @computed("/search", include_in_schema=False)
    def shown(request: PageRequest) -> Response[str]:
        text = request.query_params.get("text", "").strip()[:_LONGEST]
        wanted = FleetWanted(text=text, sort=FleetOrder.NAME if text else FleetOrder.NEED, limit=_LOOKED_AT)
        lines = desk.fleet(wanted)
        access: Access = request.app.state["access"]
        sites = [one.site for one in desk.by_site()] if text else []
        return page(
            request,
            "web/finding/search.html",
            text=text,
            found=found(text, lines.rows, sites, _pages(request, access.shown_to(request)[0])),
            total=lines.total if text else 0,
            all_of_them=addressed("/", {"text": text}),
        )

    return [shown]


def _pages(request: PageRequest, reader: Reader) -> dict[str, str]:
    """The pages that this reader may open here."""
    there = {route.path for route in request.app.routes}
    if not reader.log_in:
        there.discard("/account")
    return {path: name for path, name in pages_for(reader).items() if path in there}
