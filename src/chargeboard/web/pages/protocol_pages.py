"""Which page and which answers tell of the conversation between a charger and its management system?"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from litestar import Response
from litestar.handlers.base import BaseRouteHandler
from litestar.response import Stream

from chargeboard.documents.sheets import PROTOCOL
from chargeboard.domain.figures.protocol import ProtocolHealth
from chargeboard.evidence.protocol import view
from chargeboard.time.instants import Instant
from chargeboard.web.api.evidence_routes import Twin
from chargeboard.web.api.parameters import AT
from chargeboard.web.api.tables import sheet_file
from chargeboard.web.clerks import computed
from chargeboard.web.desk import Desk
from chargeboard.web.pages.evidence_page import evidence_page
from chargeboard.web.pages.tabs import carried, tail
from chargeboard.web.pages.words import say
from chargeboard.web.requests import PageRequest
from chargeboard.web.urls.asked import instant_in
from chargeboard.web.urls.links import api_url, list_url
from chargeboard.web.urls.paths import station_of


def protocol_pages(desk: Desk, now: Callable[[], Instant]) -> list[BaseRouteHandler]:
    """The page, and its file."""

    def told(request: PageRequest, station: str) -> ProtocolHealth:
        return desk.evidence.protocol(station_of(station), instant_in(request.query_params, "at"))

    @computed("/chargers/{station:str}/protocol", include_in_schema=False)
    def shown(request: PageRequest, station: str) -> Response[str]:
        health = told(request, station)
        whose = health.charger
        kept = carried(request.query_params, whose.timezone)
        asked = tail({name: value for name, value in kept.items() if name == "at"})
        path = list_url(whose.id, "protocol")
        return evidence_page(
            request,
            "protocol",
            whose=whose,
            section="quality",
            title=say("section_protocol"),
            below=say("section_protocol"),
            now=now(),
            p=view.page(health),
            window=health.window,
            csv=f"{path}.csv{asked}",
            json=api_url(path + asked),
        )

    @computed("/chargers/{station:str}/protocol.csv", include_in_schema=False)
    def as_file(request: PageRequest, station: str) -> Stream:
        health = told(request, station)
        return sheet_file(PROTOCOL, health.charger, health.days)

    return [shown, as_file]


def protocol_twins(desk: Desk) -> Iterable[Twin]:
    """Its twin."""
    return (
        Twin(
            "/protocol",
            "Protocol health of a charger",
            "Answers late or never, refused calls, repeated message ids, non-standard messages by the side at"
            " fault, and how connections ended: seven complete local days and the present one.",
            ProtocolHealth,
            "The days, what went wrong with which action, and the ends of connections with their rhythm.",
            (AT,),
            lambda request, own: desk.evidence.protocol(own, instant_in(request.query_params, "at")),
        ),
    )
