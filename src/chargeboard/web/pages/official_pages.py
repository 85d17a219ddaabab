"""Which page shows official figures, and how are they got as a file?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from urllib.parse import urlencode

from litestar import Response
from litestar.handlers.base import BaseRouteHandler
from litestar.response import Stream

from chargeboard.documents import sheets
from chargeboard.domain.figures.official import rows_of
from chargeboard.evidence.flags import view as flag_list
from chargeboard.evidence.local_time import local_of
from chargeboard.evidence.official import view as official
from chargeboard.official.calendar import month_text, preceding
from chargeboard.time.days import midnight
from chargeboard.time.instants import Instant
from chargeboard.web.api.tables import sheet_file
from chargeboard.web.clerks import computed
from chargeboard.web.desk import Desk
from chargeboard.web.pages.evidence_page import evidence_page
from chargeboard.web.pages.words import say
from chargeboard.web.requests import PageRequest
from chargeboard.web.urls.asked import instant_in
from chargeboard.web.urls.links import api_url, list_url
from chargeboard.web.urls.official import first_of_quarter, month_in, official_asked
from chargeboard.web.urls.paths import station_of

_OF_THE_YEAR = ("at", "month")


def _last_quarter(today: date) -> str:
    """The last one that is over, such as `2026-Q3`."""
    number = (today.month - 1) // 3
    return f"{today.year}-Q{number}" if number else f"{today.year - 1}-Q4"


def official_pages(desk: Desk, now: Callable[[], Instant]) -> list[BaseRouteHandler]:
    """The page of a charger's official figures, and its file."""

    @computed("/chargers/{station:str}/official", include_in_schema=False)
    def shown(request: PageRequest, station: str) -> Response[str]:
        asked, own = official_asked(request.query_params), station_of(station)
        figures = desk.official.figures(own, asked.through, asked.at)
        lacking = desk.official.missing(own)
        differences = desk.official.differences(own, asked.rules, asked.month, asked.at)
        whose = figures.charger
        path = list_url(whose.id, "official")
        today = local_of(whose).today
        quarter, last_month = _last_quarter(today), preceding(today)
        kept = {name: request.query_params[name] for name in _OF_THE_YEAR if request.query_params.get(name)}
        tail = f"?{urlencode(kept)}" if kept else ""
        return evidence_page(
            request,
            "official",
            whose=whose,
            section="official",
            title=say("section_official"),
            now=now(),
            p=official.page(figures, differences),
            path=path,
            kept=kept,
            csv=f"{path}.csv{tail}",
            json=api_url(f"{path}{tail}"),
            uk_years=sorted({int(month.month[:4]) for month in figures.months}),
            settings=list_url(whose.id, "settings"),
            quarter=quarter,
            has_quarter=any(
                month.sockets and f"{month.month[:4]}-Q{(int(month.month[5:]) + 2) // 3}" == quarter
                for month in figures.months
            ),
            for_evchart=", ".join(lacking.for_evchart),
            for_atlas=", ".join(lacking.for_atlas),
            for_registration=len(lacking.for_registration),
            has_readings_of_quarter=midnight(first_of_quarter(quarter), whose.timezone)
            >= lacking.readings_from,
            has_readings_of_month=midnight(last_month, whose.timezone) >= lacking.readings_from,
            last_month=month_text(last_month),
        )

    @computed("/chargers/{station:str}/official.csv", include_in_schema=False)
    def as_file(request: PageRequest, station: str) -> Stream:
        asked = official_asked(request.query_params)
        figures = desk.official.figures(station_of(station), asked.through, asked.at)
        return sheet_file(sheets.OFFICIAL, figures.charger, rows_of(figures))

    @computed("/chargers/{station:str}/official/flags", include_in_schema=False)
    def flags(request: PageRequest, station: str) -> Response[str]:
        query = request.query_params
        told = desk.official.flags(station_of(station), month_in(query, "month"), instant_in(query, "at"))
        path = f"{list_url(told.charger.id, 'official')}/flags"
        return evidence_page(
            request,
            "flags",
            whose=told.charger,
            section="official",
            title=say("section_flags"),
            below=say("section_flags"),
            now=now(),
            p=flag_list.page(told),
            path=path,
            month=told.month,
            json=api_url(f"{path}?month={told.month}"),
        )

    return [shown, as_file, flags]
