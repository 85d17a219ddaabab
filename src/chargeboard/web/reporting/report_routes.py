"""Which pages, files and answers tell the weeks and months of a charger, of a site and of all?"""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from litestar import Response
from litestar.enums import MediaType
from litestar.exceptions import HTTPException
from litestar.handlers.base import BaseRouteHandler

from chargeboard.documents import encoded
from chargeboard.documents.report_rows import report_rows, report_sheet
from chargeboard.domain.figures.report import Report
from chargeboard.domain.paging import ALL
from chargeboard.domain.periods import Period, period_named
from chargeboard.run.answering.reporting.reader import NoDayYetError
from chargeboard.time.days import day_of
from chargeboard.web.api.answers import NONE, spec
from chargeboard.web.api.api_routes import NOT_YET
from chargeboard.web.api.parameters import asking, period_in_path
from chargeboard.web.api.tables import csv_file, csv_of
from chargeboard.web.clerks import computed
from chargeboard.web.desk import Desk
from chargeboard.web.reporting.report_view import MOST_ROWS, period_name, report_page
from chargeboard.web.reporting.words import say
from chargeboard.web.requests import PageRequest
from chargeboard.web.templating import page
from chargeboard.web.urls.links import api_url
from chargeboard.web.urls.mount import address
from chargeboard.web.urls.paths import station_of
from chargeboard.web.urls.reports import evidence_of, report_url


class _Scope(msgspec.Struct, frozen=True):
    """What reports may be about."""

    path: str
    named: str
    """The part of the path that names it; empty: there is one of it."""
    asked: Callable[[Desk, str, Period, int], Report]
    """With how many chargers by themselves at most."""
    summary: str
    operation: str


_SCOPES = (
    _Scope(
        "/reports/chargers/{station:str}/{period:str}",
        "station",
        lambda desk, station, period, _: desk.reports.charger(station, period),
        summary="A week or a month of a charger",
        operation="getChargerReport",
    ),
    _Scope(
        "/reports/sites/{name:str}/{period:str}",
        "name",
        lambda desk, site, period, most: desk.reports.site(site, period, most),
        summary="A week or a month of a site",
        operation="getSiteReport",
    ),
    _Scope(
        "/reports/all/{period:str}",
        "",
        lambda desk, _, period, most: desk.reports.all(None, period, most),
        summary="A week or a month of all chargers",
        operation="getReport",
    ),
)


def report_routes(desk: Desk) -> list[BaseRouteHandler]:
    """All are of chargers that the reader may see."""
    return [route for scope in _SCOPES for route in _routes(desk, scope)]


def _routes(desk: Desk, scope: _Scope) -> list[BaseRouteHandler]:
    def told(request: PageRequest, most: int = ALL) -> Report:
        period = period_named(str(request.path_params["period"]))
        if period is None:
            raise HTTPException(status_code=404, detail=say("no_such_period"))
        name = station_of(str(request.path_params[scope.named])) if scope.named else ""
        try:
            return scope.asked(desk, name, period, most)
        except NoDayYetError as error:
            when = period_name(error.period.every, error.period.first)
            raise HTTPException(status_code=404, detail=say("no_day_yet", period=when)) from error

    @computed(scope.path, include_in_schema=False)
    def shown(request: PageRequest) -> Response[str]:
        return _page(request, told(request, MOST_ROWS))

    @computed(f"{scope.path}/report.csv", include_in_schema=False)
    def file(request: PageRequest) -> Response[bytes]:
        report = told(request)
        return csv_file(file_name(report), csv_of(report_sheet(report).heads, report_rows(report)))

    @computed(
        f"/api/v1{scope.path}",
        summary=scope.summary,
        description="A month or an ISO week of local dates. Sums of complete days, and ratios of such sums,"
        " against the period before, with the chance of those differences that are tested. Of one charger"
        " each day, and its errors with what to do; of several each by itself.",
        operation_id=scope.operation,
        operation_class=asking(period_in_path("period")),
        tags=["reports"],
        responses={200: spec(Report, "The report."), 404: NONE, 503: NOT_YET},
    )
    def answered(request: PageRequest) -> Response[bytes]:
        return Response(encoded(told(request)), media_type=MediaType.JSON)

    return [shown, file, answered]


def _page(request: PageRequest, report: Report) -> Response[str]:
    period = Period(report.every, report.window.from_, report.window.to)
    own, today = report_url(report.of, report.id, report.period), day_of(report.at, report.timezone)
    return page(
        request,
        "web/reporting/report.html",
        file_name=file_name(report),
        p=report_page(report),
        evidence=evidence_of(report),
        period=report.period,
        earlier=report_url(report.of, report.id, period.before.name) if report.earlier.timed_s else "",
        later=report_url(report.of, report.id, period.after.name) if period.end < today else "",
        csv=f"{own}/report.csv",
        json=api_url(own),
        own=address(request),
    )


def file_name(report: Report) -> str:
    """What a file of it is called, without ending."""
    return " ".join(filter(None, ("report", report.id, report.period)))
