"""Which pages are there for people?"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from litestar import Response, post
from litestar.handlers.base import BaseRouteHandler
from litestar.response import Redirect
from litestar.status_codes import HTTP_303_SEE_OTHER
from markupsafe import Markup

from chargeboard.documents.listed_chargers import listed_chargers
from chargeboard.documents.sheets import FLEET
from chargeboard.domain.people import Role
from chargeboard.panels.days import local_of
from chargeboard.panels.figure_dates import figure_dates
from chargeboard.panels.moment import moment
from chargeboard.panels.url_instant import url_instant
from chargeboard.time.instants import Instant
from chargeboard.web.access.reading import about, reader
from chargeboard.web.access.rights import RIGHTS
from chargeboard.web.api.api_document import document_of
from chargeboard.web.api.reference import reference
from chargeboard.web.api.tables import csv_file, csv_of
from chargeboard.web.clerks import computed
from chargeboard.web.desk import Desk
from chargeboard.web.kiosk.kiosk import Wanted, chosen, for_walls
from chargeboard.web.live.fragments import token_of
from chargeboard.web.pages import listing
from chargeboard.web.pages.fed_line import fed_line
from chargeboard.web.pages.listing import listed
from chargeboard.web.pages.saved_frames import frames_saved
from chargeboard.web.pages.showing import held, html_of, live_url, panels_of, seen_of, tail_of
from chargeboard.web.pages.tabs import carried, tabs
from chargeboard.web.requests import PageRequest
from chargeboard.web.templating import page
from chargeboard.web.urls.asked import at_moment
from chargeboard.web.urls.comparison import of_this_month
from chargeboard.web.urls.links import addressed, charger_url, list_url
from chargeboard.web.urls.mount import address, here, rooted, share_root
from chargeboard.web.urls.paths import station_of


def page_routes(desk: Desk, now: Callable[[], Instant]) -> list[BaseRouteHandler]:
    """The list of chargers, the page of one, and the reference of the API."""

    @computed("/", include_in_schema=False)
    @for_walls(desk, now, lambda request: chosen(request.query_params))
    def chargers(request: PageRequest) -> Response[str] | Redirect:
        wanted = listing.fleet_wanted(request.query_params)
        found = listed(desk, now(), wanted)
        begins = bool(request.app.state["has_setup"]) and RIGHTS["GET /setup"].is_given_to(reader())
        if begins and found.fleet.is_empty and not request.query_params:
            return Redirect(rooted("/setup"), status_code=HTTP_303_SEE_OTHER)
        parts = {
            "head": Markup(found.head.html),  # noqa: S704 - made by templates, which escape
            "waiting": Markup(found.waiting.html),  # noqa: S704
            "kinds": Markup(found.kinds.html),  # noqa: S704
            "rows": [Markup(row.html) for row in found.rows],  # noqa: S704
            "foot": Markup(found.foot.html),  # noqa: S704
        }
        return page(
            request,
            "fleet/fleet.html",
            file_name=url_instant(now()),
            fleet=found.fleet,
            begins=begins,
            pager=found.pages,
            parts=parts,
            live=listing.live_url(wanted),
            seen=token_of(found.fragments),
        )

    @computed("/fleet.csv", include_in_schema=False)
    def chargers_csv(request: PageRequest) -> Response[bytes]:
        whole = desk.whole_fleet(listing.fleet_wanted(request.query_params))
        return csv_file(FLEET.name, csv_of(FLEET.heads, listed_chargers(whole.rows)))

    @post("/chargers/{station:str}/approve", include_in_schema=False, status_code=HTTP_303_SEE_OTHER)
    async def approve(station: str) -> Redirect:
        desk.admission.approve(station_of(station))
        return Redirect(rooted("/"), status_code=HTTP_303_SEE_OTHER)

    @post("/chargers/{station:str}/withdraw", include_in_schema=False, status_code=HTTP_303_SEE_OTHER)
    async def withdraw(station: str) -> Redirect:
        desk.admission.withdraw(station_of(station))
        return Redirect(charger_url(station_of(station)), status_code=HTTP_303_SEE_OTHER)

    @post("/chargers/{station:str}/dismiss", include_in_schema=False, status_code=HTTP_303_SEE_OTHER)
    async def dismiss(station: str) -> Redirect:
        desk.admission.dismiss(station_of(station))
        return Redirect(rooted("/"), status_code=HTTP_303_SEE_OTHER)

    @post("/waiting/dismiss", include_in_schema=False, status_code=HTTP_303_SEE_OTHER)
    async def dismiss_all(request: PageRequest) -> Redirect:
        listed = await _listed(request)
        about(*listed)
        desk.admission.dismiss(*listed)
        return Redirect(rooted("/"), status_code=HTTP_303_SEE_OTHER)

    @post("/waiting/approve", include_in_schema=False, status_code=HTTP_303_SEE_OTHER)
    async def approve_all(request: PageRequest) -> Redirect:
        waiting = {waiting_charger.station for waiting_charger in desk.admission.waiting()}
        listed = [one for one in await _listed(request) if one in waiting]
        about(*listed)
        desk.admission.approve(*listed)
        return Redirect(rooted("/"), status_code=HTTP_303_SEE_OTHER)

    @computed("/chargers/{station:str}", awaits=False, include_in_schema=False)
    @for_walls(desk, now, lambda request: Wanted(chargers=(station_of(request.path_params["station"]),)))
    def charger(request: PageRequest, station: str) -> Response[str] | Redirect:
        query = request.query_params
        if query.get("moment", "").strip():
            zone = desk.evidence.zone(station_of(station))
            return Redirect(f"{here(request)}?{urlencode(at_moment(query, zone, now()))}", status_code=303)
        seen = seen_of(desk, station_of(station), query)
        board, panels, kept = seen.board, panels_of(seen, query), held(query)
        head, *others = html_of(panels)
        at = board.at
        local = local_of(board)
        is_asked = not query.get("at") and reader().role.covers(Role.OPERATOR)
        leave = desk.admission.leave(board.charger.id) if is_asked else None
        kept_out = leave.withdrawn_at if leave is not None else None
        return page(
            request,
            "panels/charger.html",
            file_name=f"{board.charger.id} {url_instant(at)}",
            frames=frames_saved(desk, request, board.charger.id, seen.strip.span),
            id=board.charger.id,
            name=board.charger.name or board.charger.id,
            leave=leave,
            fed=[] if share_root() else [fed_line(one, now()) for one in desk.feeds_of(board.charger.id)],
            kept_out="" if kept_out is None else local.in_full(kept_out),
            head=head,
            board=others,
            live=live_url(board, query),
            seen=token_of(panels.fragments),
            months=list_url(board.charger.id, "days/comparison", **of_this_month(local.today)),
            cohorts=addressed("/comparison/cohorts", {"charger": board.charger.id}),
            dates=figure_dates(board, desk.months(board.charger.id, at)),
            moment=moment(board),
            carried=[(name, value) for name, value in query.items() if name not in {"at", "moment"}],
            tabs=tabs(board.charger.id, "", carried(query, board.charger.timezone)),
            held=kept.items(),
            kept=tail_of(kept),
            is_past=bool(query.get("at")),
            as_of=local.in_full(board.at),
            printed=local.in_full(now()),
            url=address(request),
            here=here(request),
        )

    @computed("/api", include_in_schema=False)
    def api_reference(request: PageRequest) -> Response[str]:
        return page(request, "web/pages/reference.html", api=reference(document_of(request.app)))

    return [
        chargers,
        chargers_csv,
        approve,
        withdraw,
        dismiss,
        dismiss_all,
        approve_all,
        charger,
        api_reference,
    ]


async def _listed(request: PageRequest) -> list[str]:
    """The chargers that the page listed: who asked since was not seen by who decides."""
    form = await request.form()
    return [str(one) for one in form.getall("charger", [])]
