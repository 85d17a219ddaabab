"""Which page shows one day of a charger, and which picture?"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from litestar import Response
from litestar.handlers.base import BaseRouteHandler

from chargeboard.domain.figures.day_evidence import DayEvidence
from chargeboard.evidence.day import view as day_page
from chargeboard.evidence.local_time import local_of
from chargeboard.time.instants import Instant
from chargeboard.time.spans import Span
from chargeboard.web.clerks import computed
from chargeboard.web.desk import Desk
from chargeboard.web.pages.evidence_page import evidence_page
from chargeboard.web.pictures.answering import picture_of_page
from chargeboard.web.requests import PageRequest
from chargeboard.web.urls.filters import day_asked, wanted
from chargeboard.web.urls.links import api_url, list_url
from chargeboard.web.urls.paths import station_of
from chargeboard.words.dates import full_day


def day_routes(desk: Desk, now: Callable[[], Instant]) -> list[BaseRouteHandler]:
    """The page, and the states of its sockets as a picture."""

    def told_of(request: PageRequest, station: str, day: str) -> DayEvidence:
        return desk.evidence.day(station_of(station), day_asked(day), wanted(request.query_params).at)

    def drawn(request: PageRequest, seen: DayEvidence) -> Response[str]:
        on, whose = seen.date, seen.charger
        path = f"{list_url(whose.id, 'days')}/{on}"
        past = {"at": at} if (at := request.query_params.get("at")) else {}
        return evidence_page(
            request,
            "day",
            whose=whose,
            section="days",
            title=full_day(on),
            below=full_day(on),
            now=now(),
            p=day_page.page(seen),
            date=on,
            rules=seen.rules,
            svg=f"{path}/states.svg{f'?{urlencode(past)}' if past else ''}",
            json=api_url(path),
        )

    @computed("/chargers/{station:str}/days/{day:str}", include_in_schema=False)
    def shown(request: PageRequest, station: str, day: str) -> Response[str]:
        return drawn(request, told_of(request, station, day))

    @computed("/chargers/{station:str}/days/{day:str}/states.svg", include_in_schema=False)
    def picture(request: PageRequest, station: str, day: str) -> Response[str]:
        seen = told_of(request, station, day)
        whose, made = seen.charger, drawn(request, seen)
        local = local_of(whose)
        zone = local.zone_line(Span(seen.span.from_, seen.span.to))
        return picture_of_page(request, made, full_day(seen.date), whose.name, local, zone)

    return [shown, picture]
