"""How do programs get the list of chargers as a file, and bring it back?"""

from __future__ import annotations

from typing import Annotated

import msgspec
from litestar import Response, post
from litestar.exceptions import HTTPException
from litestar.handlers.base import BaseRouteHandler
from litestar.params import Parameter
from litestar.status_codes import HTTP_200_OK

from chargeboard.domain.sheet_plan import PlanChangedError, RefusedRow, RowChange, SheetPlan
from chargeboard.web.api.answers import BAD, CSV, Problem, json_of, spec
from chargeboard.web.api.words import say
from chargeboard.web.clerks import by_a_clerk, computed
from chargeboard.web.desk import Desk
from chargeboard.web.requests import PageRequest
from chargeboard.web.setting.books import Books
from chargeboard.web.setting.sheet_asked import MOST_BYTES, applied, planned, scope_of
from chargeboard.web.setting.sheet_pages import sheet_answer

Digest = Annotated[
    str, Parameter(query="digest", description="Of the preview; what it does not name exactly is refused.")
]


class PlanAnswer(msgspec.Struct, frozen=True):
    """What a list would change; nothing of it is while a line is refused."""

    digest: str
    rows: list[RowChange]
    refused: list[RefusedRow]
    unchanged: int
    may_be_applied: bool


def charger_list_routes(desk: Desk, books: Books) -> list[BaseRouteHandler]:
    """Everything under /api/v1/chargers.csv."""

    @computed(
        "/api/v1/chargers.csv",
        summary="What is set for chargers, as CSV",
        tags=["settings"],
        responses={200: CSV},
    )
    def file(request: PageRequest) -> Response[bytes]:  # noqa: ARG001 - a clerk is asked by it
        return sheet_answer(books, desk)

    @post(
        "/api/v1/chargers.csv/preview",
        summary="What would a list of chargers change?",
        description="The body is the list as CSV; nothing is changed.",
        tags=["settings"],
        status_code=HTTP_200_OK,
        responses={200: spec(PlanAnswer, "Line by line."), 400: BAD},
    )
    async def preview(request: PageRequest) -> Response[bytes]:
        data = await _csv_of(request)
        return json_of(_answer(await by_a_clerk(request, lambda: planned(books, scope_of(desk), data))))

    @post(
        "/api/v1/chargers.csv",
        summary="Change what a list of chargers says",
        description="The body is the list that was previewed; all of it is changed, or nothing.",
        tags=["settings"],
        status_code=HTTP_200_OK,
        responses={
            200: spec(PlanAnswer, "What was changed."),
            400: BAD,
            409: spec(Problem, "It would not change what was previewed; preview it again."),
        },
    )
    async def apply(request: PageRequest, digest: Digest) -> Response[bytes]:
        data = await _csv_of(request)
        try:
            plan = await by_a_clerk(request, lambda: applied(books, scope_of(desk), data, digest))
        except PlanChangedError as error:
            raise HTTPException(status_code=409, detail=say("plan_changed")) from error
        return json_of(_answer(plan))

    return [file, preview, apply]


def _answer(plan: SheetPlan) -> PlanAnswer:
    return PlanAnswer(plan.digest, [*plan.rows], [*plan.refused], plan.unchanged, plan.may_be_applied)


async def _csv_of(request: PageRequest) -> bytes:
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind != "text/csv":
        raise HTTPException(status_code=415, detail=say("send_csv"))
    data = await request.body()
    if len(data) > MOST_BYTES:
        raise HTTPException(status_code=413, detail=say("list_too_large", mb=MOST_BYTES // 1_000_000))
    return data
