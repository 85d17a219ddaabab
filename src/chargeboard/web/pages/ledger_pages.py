"""Which pages show days, attempts, errors, uptime and repairs?"""

from __future__ import annotations

from collections.abc import Callable

from litestar import Response
from litestar.handlers.base import BaseRouteHandler
from litestar.response import Stream

from chargeboard.documents import sheets
from chargeboard.domain.paging import whole
from chargeboard.evidence.attempts import view as attempt_list
from chargeboard.evidence.days import view as day_list
from chargeboard.evidence.errors import view as faults
from chargeboard.evidence.quality import view as findings
from chargeboard.evidence.uptime import view as uptime_list
from chargeboard.time.instants import Instant
from chargeboard.web.api.tables import sheet_file
from chargeboard.web.clerks import computed
from chargeboard.web.desk import Desk
from chargeboard.web.pages.evidence_page import list_page
from chargeboard.web.pages.words import say
from chargeboard.web.requests import PageRequest
from chargeboard.web.urls.filters import attempts_filter, error_cut, finding_cut, some_days, wanted
from chargeboard.web.urls.paths import station_of

_FILTERS = ("socket", "kind", "severity", "text", "code")


def ledger_routes(desk: Desk, now: Callable[[], Instant]) -> list[BaseRouteHandler]:
    """Pages of a charger's ledgers, and each as a file."""

    @computed("/chargers/{station:str}/attempts", include_in_schema=False)
    def attempts(request: PageRequest, station: str) -> Response[str]:
        query = request.query_params
        listed = desk.evidence.attempts(station_of(station), wanted(query), attempts_filter(query))
        return list_page(
            request,
            "attempts",
            listed,
            title=say("section_attempts"),
            now=now(),
            p=attempt_list.page(listed),
            rules=listed.rules,
        )

    @computed("/chargers/{station:str}/attempts.csv", include_in_schema=False)
    def attempts_csv(request: PageRequest, station: str) -> Stream:
        query = request.query_params
        return sheet_file(
            sheets.ATTEMPTS,
            *desk.evidence.attempts_whole(station_of(station), wanted(query), attempts_filter(query)),
        )

    @computed("/chargers/{station:str}/errors", include_in_schema=False)
    def errors(request: PageRequest, station: str) -> Response[str]:
        query = request.query_params
        listed = desk.evidence.errors(station_of(station), wanted(query), error_cut(query))
        return list_page(
            request,
            "errors",
            listed,
            title=say("section_errors"),
            now=now(),
            p=faults.page(
                listed,
                is_filtered=any(query.get(name) for name in _FILTERS),
                is_whole=query.get("episodes") == "all",
            ),
        )

    @computed("/chargers/{station:str}/errors.csv", include_in_schema=False)
    def errors_csv(request: PageRequest, station: str) -> Stream:
        query = request.query_params
        listed = desk.evidence.errors(station_of(station), wanted(query), whole(error_cut(query)))
        return sheet_file(sheets.ERRORS, listed.charger, listed.errors)

    @computed("/chargers/{station:str}/quality", include_in_schema=False)
    def quality(request: PageRequest, station: str) -> Response[str]:
        query = request.query_params
        listed = desk.evidence.quality(station_of(station), wanted(query), finding_cut(query))
        return list_page(
            request,
            "quality",
            listed,
            title=say("section_quality"),
            now=now(),
            p=findings.page(listed, is_filtered=any(query.get(name) for name in _FILTERS)),
            rejected=listed.rejected,
        )

    @computed("/chargers/{station:str}/quality.csv", include_in_schema=False)
    def quality_csv(request: PageRequest, station: str) -> Stream:
        query = request.query_params
        listed = desk.evidence.quality(station_of(station), wanted(query), whole(finding_cut(query)))
        return sheet_file(sheets.FINDINGS, listed.charger, listed.findings)

    @computed("/chargers/{station:str}/days", include_in_schema=False)
    def days(request: PageRequest, station: str) -> Response[str]:
        listed = desk.evidence.days(station_of(station), some_days(request.query_params))
        return list_page(
            request,
            "days",
            listed,
            title=say("section_days"),
            now=now(),
            p=day_list.page(listed),
            rules=listed.rules,
        )

    @computed("/chargers/{station:str}/uptime", include_in_schema=False)
    def uptime(request: PageRequest, station: str) -> Response[str]:
        listed = desk.evidence.days(station_of(station), some_days(request.query_params))
        return list_page(
            request,
            "uptime",
            listed,
            twin="days",
            title=say("section_uptime"),
            now=now(),
            p=uptime_list.page(listed),
            rules=[rule for rule in listed.rules if rule.figure == "uptime"],
        )

    @computed("/chargers/{station:str}/days.csv", include_in_schema=False)
    def days_csv(request: PageRequest, station: str) -> Stream:
        listed = desk.evidence.days(station_of(station), some_days(request.query_params))
        return sheet_file(sheets.DAYS, listed.charger, listed.days)

    return [attempts, attempts_csv, errors, errors_csv, quality, quality_csv, days, days_csv, uptime]
