"""Which windows are declared by which an outage is excused?"""

from __future__ import annotations

import msgspec
from litestar import Response, delete, get, post
from litestar.exceptions import HTTPException
from litestar.handlers.base import BaseRouteHandler
from litestar.status_codes import HTTP_200_OK, HTTP_201_CREATED, HTTP_204_NO_CONTENT

from chargeboard.capture.csv_rows import NotCsvError, csv_rows
from chargeboard.documents.exclusions import exclusion_list
from chargeboard.documents.forms import encoded
from chargeboard.domain.exclusions import DeclaredExclusion
from chargeboard.domain.sheet_plan import RefusedRow
from chargeboard.run.excluding import FIELDS, ExclusionError, Exclusions, NoSuchExclusionError
from chargeboard.run.exclusion_plan import ExclusionPlan, planned
from chargeboard.time.instants import Instant
from chargeboard.web.access.reading import made, reader
from chargeboard.web.api.answers import BAD, CSV, NONE, body_of, converted, json_of, spec
from chargeboard.web.api.parameters import asking, month
from chargeboard.web.api.tables import csv_file, csv_of
from chargeboard.web.api.words import say
from chargeboard.web.clerks import by_a_clerk
from chargeboard.web.requests import PageRequest
from chargeboard.web.urls.asked import BadParameterError
from chargeboard.web.urls.official import month_in
from chargeboard.web.urls.paths import station_of

MOST_BYTES = 1_000_000
_LIST = (
    "The body is CSV with a heading: `kind`, `from`, `until`, and `charger` (with `socket`) or `site`;"
    " `reason`, `note`, `by`."
)


_MONTH = month("A line of another month, such as `2026-10`, is refused.")


class ExclusionAnswer(msgspec.Struct, frozen=True, rename={"from_": "from"}):
    """A window; of a charger, or of all of a site."""

    id: str
    kind: str
    from_: Instant
    until: Instant
    charger: str | None
    site: str | None
    socket: int | None
    """Null: all."""
    reason: str
    note: str
    by: str
    """Who declared it."""
    declared_at: Instant


class WindowLine(msgspec.Struct, frozen=True):
    """A line that would declare a window, or did."""

    line: int
    window: ExclusionAnswer


class WindowPlan(msgspec.Struct, frozen=True):
    """What a list of windows comes to; nothing is declared while a line is refused."""

    declared: list[WindowLine]
    refused: list[RefusedRow]
    unchanged: int
    """Lines that say what is declared anyway."""
    may_be_applied: bool


def exclusion_routes(exclusions: Exclusions) -> list[BaseRouteHandler]:
    """Everything under /api/v1/exclusions."""

    @get(
        "/api/v1/exclusions",
        summary="Maintenance and other windows that excuse an outage",
        tags=["exclusions"],
        responses={200: spec(list[ExclusionAnswer], "By time.")},
    )
    async def all_() -> Response[bytes]:
        return json_of([*map(_answer, exclusions.all())])

    @post(
        "/api/v1/exclusions",
        summary="Declare a window",
        description="The body is an object of texts: `kind`, `from`, `until`, and `charger` (with `socket`,"
        " where it is of one) or `site`; `reason`, `note`, `by`. A time without an offset is by the clock of"
        " the charger.",
        tags=["exclusions"],
        responses={201: spec(ExclusionAnswer, "The window as it is kept."), 400: BAD},
    )
    async def declare(request: PageRequest) -> Response[bytes]:
        said = converted(await body_of(request), dict[str, str | int])
        try:
            window = exclusions.declare({key: str(value) for key, value in said.items()})
        except ExclusionError as error:
            raise BadParameterError(error.field, str(error)) from error
        made(window.id)
        return Response(encoded(_answer(window)), media_type="application/json", status_code=HTTP_201_CREATED)

    @delete(
        "/api/v1/exclusions/{name:str}",
        summary="Forget a window",
        tags=["exclusions"],
        status_code=HTTP_204_NO_CONTENT,
        responses={404: NONE},
    )
    async def drop(name: str) -> None:
        try:
            exclusions.drop(station_of(name))
        except NoSuchExclusionError as error:
            raise HTTPException(status_code=404, detail=say("no_such_exclusion", id=str(error))) from error

    @get(
        "/api/v1/exclusions.csv",
        summary="All windows as a list",
        description="CSV with the columns that a list is taken in with; times are UTC.",
        tags=["exclusions"],
        responses={200: CSV},
    )
    async def as_csv() -> Response[bytes]:
        return csv_file("exclusions", csv_of(FIELDS, exclusion_list(exclusions.all())))

    @post(
        "/api/v1/exclusions.csv/preview",
        summary="What a list of windows would declare",
        description=_LIST,
        operation_class=asking(_MONTH),
        tags=["exclusions"],
        status_code=HTTP_200_OK,
        responses={200: spec(WindowPlan, "Line by line."), 400: BAD},
    )
    async def preview(request: PageRequest) -> Response[bytes]:
        return json_of(_plan(await plan_of(exclusions, request)))

    @post(
        "/api/v1/exclusions.csv",
        summary="Declare a list of windows",
        description=f"{_LIST} All of it is declared, or nothing.",
        operation_class=asking(_MONTH),
        tags=["exclusions"],
        status_code=HTTP_200_OK,
        responses={200: spec(WindowPlan, "What was declared."), 400: BAD},
    )
    async def take(request: PageRequest) -> Response[bytes]:
        plan = await plan_of(exclusions, request)
        if plan.refused:
            first = plan.refused[0]
            raise BadParameterError("body", say("window_refused", line=first.line, why=first.why))
        for row in plan.rows:
            made(row.window.id)
        await by_a_clerk(request, lambda: exclusions.declare_all(row.window for row in plan.rows))
        return json_of(_plan(plan))

    return [all_, declare, drop, as_csv, preview, take]


async def plan_of(exclusions: Exclusions, request: PageRequest) -> ExclusionPlan:
    """What the body of a request would declare."""
    data = await request.body()
    if len(data) > MOST_BYTES:
        raise HTTPException(status_code=413, detail=say("list_too_large", mb=MOST_BYTES // 1_000_000))
    month = month_in(request.query_params, "month")
    try:
        return await by_a_clerk(request, lambda: planned(exclusions, csv_rows(data), month, reader().name))
    except NotCsvError as error:
        raise BadParameterError("body", say("window_refused", line=error.line, why=str(error))) from error


def _plan(plan: ExclusionPlan) -> WindowPlan:
    return WindowPlan(
        [WindowLine(row.line, _answer(row.window)) for row in plan.rows],
        [*plan.refused],
        plan.unchanged,
        plan.may_be_applied,
    )


def _answer(one: DeclaredExclusion) -> ExclusionAnswer:
    return ExclusionAnswer(
        id=one.id,
        kind=one.kind,
        from_=one.from_at,
        until=one.until_at,
        charger=one.charger or None,
        site=one.site or None,
        socket=one.socket,
        reason=one.reason,
        note=one.note,
        by=one.by,
        declared_at=one.kept_at,
    )
