"""Which pages show days, tries, errors and repairs?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from litestar import Response, get
from litestar.handlers.base import BaseRouteHandler

from chargeboard.domain.instants import Instant
from chargeboard.view import day_list, day_page, faults, findings, tries
from chargeboard.view.when import full_day
from chargeboard.web.desk import Desk
from chargeboard.web.evidence import evidence_page, other_form, whole
from chargeboard.web.filters import Pager, cut, day_asked, pager, wanted
from chargeboard.web.links import list_url
from chargeboard.web.paths import station_of
from chargeboard.web.requests import PageRequest
from chargeboard.web.tables import csv_file

ATTEMPT_HEADS = (
    "socket",
    "start",
    "end",
    "duration_s",
    "outcome",
    "counts",
    "stage",
    "plugged_at",
    "authorised_at",
    "started_at",
    "because",
    "session_keys",
)
ERROR_HEADS = (
    "socket",
    "code",
    "vendor_code",
    "mrec",
    "severity",
    "group",
    "active",
    "episodes",
    "reports",
    "first_ever",
    "first_seen",
    "last_seen",
    "cleared_at",
    "open_s",
    "info",
    "meaning",
    "action",
)
_FILTERS = ("socket", "kind", "severity", "text")


def _pages(station: str, what: str, query: Mapping[str, str], offset: int, limit: int, total: int) -> Pager:
    return pager(list_url(station, what), query, offset=offset, limit=limit, total=total)


def _whole(request: PageRequest) -> dict[str, str]:
    return {**request.query_params, "offset": "", "limit": ""}


def ledger_routes(desk: Desk, now: Callable[[], Instant]) -> list[BaseRouteHandler]:
    """Pages of a charger's ledgers."""

    @get("/chargers/{station:str}/attempts", include_in_schema=False, sync_to_thread=False)
    def attempts(request: PageRequest, station: str) -> Response[str]:
        query = request.query_params
        part = cut(query, kinds=tries.OUTCOMES, stages=tries.STAGES, kind="outcome")
        listed = desk.behind.attempts(station_of(station), wanted(query), part)
        own = listed.charger.id
        pages = _pages(own, "attempts", query, part.offset, part.limit, listed.total)
        return evidence_page(
            request,
            "attempts.html",
            whose=listed.charger,
            section="attempts",
            title="Tries",
            crumbs=[("Tries", "")],
            now=now(),
            p=tries.page(listed),
            window=listed.window,
            pager=pages,
            outcomes=tries.OUTCOMES,
            stages=tries.STAGES,
            rules=listed.rules,
            csv=other_form(list_url(own, "attempts.csv"), pages),
            json=other_form(f"/api/v1{list_url(own, 'attempts')}", pages),
        )

    @get("/chargers/{station:str}/attempts.csv", include_in_schema=False, sync_to_thread=False)
    def attempts_csv(request: PageRequest, station: str) -> Response[bytes]:
        query = _whole(request)
        part = whole(cut(query, kinds=tries.OUTCOMES, stages=tries.STAGES, kind="outcome"))
        listed = desk.behind.attempts(station_of(station), wanted(query), part)
        rows = ([getattr(row, name) for name in ATTEMPT_HEADS] for row in listed.attempts)
        return csv_file("attempts.csv", ATTEMPT_HEADS, rows)

    @get("/chargers/{station:str}/errors", include_in_schema=False, sync_to_thread=False)
    def errors(request: PageRequest, station: str) -> Response[str]:
        query = request.query_params
        part = cut(query, kinds=faults.ACTIVE, stages=faults.SEVERITIES, stage="severity")
        listed = desk.behind.errors(station_of(station), wanted(query), part)
        own = listed.charger.id
        pages = _pages(own, "errors", query, part.offset, part.limit, listed.total)
        return evidence_page(
            request,
            "errors.html",
            whose=listed.charger,
            section="errors",
            title="Errors",
            crumbs=[("Errors", "")],
            now=now(),
            p=faults.page(listed, is_filtered=any(query.get(name) for name in _FILTERS)),
            window=listed.window,
            pager=pages,
            active=faults.ACTIVE,
            severities=faults.SEVERITIES,
            csv=other_form(list_url(own, "errors.csv"), pages),
            json=other_form(f"/api/v1{list_url(own, 'errors')}", pages),
        )

    @get("/chargers/{station:str}/errors.csv", include_in_schema=False, sync_to_thread=False)
    def errors_csv(request: PageRequest, station: str) -> Response[bytes]:
        query = _whole(request)
        part = whole(cut(query, kinds=faults.ACTIVE, stages=faults.SEVERITIES, stage="severity"))
        listed = desk.behind.errors(station_of(station), wanted(query), part)
        rows = ([getattr(one.error, name) for name in ERROR_HEADS] for one in listed.errors)
        return csv_file("errors.csv", ERROR_HEADS, rows)

    @get("/chargers/{station:str}/quality", include_in_schema=False, sync_to_thread=False)
    def quality(request: PageRequest, station: str) -> Response[str]:
        query = request.query_params
        part = cut(query, kinds=findings.CHOICES)
        listed = desk.behind.quality(station_of(station), wanted(query), part)
        own = listed.charger.id
        pages = _pages(own, "quality", query, part.offset, part.limit, listed.total)
        return evidence_page(
            request,
            "quality.html",
            whose=listed.charger,
            section="quality",
            title="Data quality",
            crumbs=[("Data quality", "")],
            now=now(),
            p=findings.page(listed, is_filtered=any(query.get(name) for name in _FILTERS)),
            window=listed.window,
            pager=pages,
            choices=findings.CHOICES,
            rejected=listed.rejected,
            json=other_form(f"/api/v1{list_url(own, 'quality')}", pages),
        )

    @get("/chargers/{station:str}/days", include_in_schema=False, sync_to_thread=False)
    def days(request: PageRequest, station: str) -> Response[str]:
        query = request.query_params
        listed = desk.behind.days(station_of(station), wanted(query))
        own = listed.charger.id
        pages = _pages(own, "days", query, 0, len(listed.days), len(listed.days))
        return evidence_page(
            request,
            "days.html",
            whose=listed.charger,
            section="days",
            title="Days",
            crumbs=[("Days", "")],
            now=now(),
            p=day_list.page(listed),
            window=listed.window,
            pager=pages,
            rules=listed.rules,
            json=other_form(f"/api/v1{list_url(own, 'days')}", pages),
        )

    @get("/chargers/{station:str}/days/{day:str}", include_in_schema=False, sync_to_thread=False)
    def day(request: PageRequest, station: str, day: str) -> Response[str]:
        on: date = day_asked(day)
        seen = desk.behind.day(station_of(station), on, wanted(request.query_params).at)
        whose = seen.charger
        return evidence_page(
            request,
            "day.html",
            whose=whose,
            section="days",
            title=full_day(on),
            crumbs=[("Days", list_url(whose.id, "days")), (full_day(on), "")],
            now=now(),
            p=day_page.page(seen),
            date=on,
            rules=seen.rules,
            json=f"/api/v1{list_url(whose.id, 'days')}/{on}",
        )

    return [attempts, attempts_csv, errors, errors_csv, quality, days, day]
