"""How does an operator declare what excuses an outage? By a form that needs no script."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

import msgspec
from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.handlers.base import BaseRouteHandler
from litestar.response import Redirect
from litestar.status_codes import HTTP_200_OK, HTTP_303_SEE_OTHER

from chargeboard.capture.csv_rows import NotCsvError, csv_rows, csv_text
from chargeboard.domain.codes import ExclusionKind
from chargeboard.domain.exclusions import DeclaredExclusion
from chargeboard.domain.sheet_plan import RefusedRow
from chargeboard.run.excluding import FIELDS, ExclusionError, Exclusions, NoSuchExclusionError
from chargeboard.run.exclusion_plan import ExclusionPlan, planned
from chargeboard.time.instants import Instant
from chargeboard.web.access.reading import made, reader
from chargeboard.web.api.exclusion_routes import MOST_BYTES
from chargeboard.web.clerks import by_a_clerk
from chargeboard.web.excluding.words import say
from chargeboard.web.requests import PageRequest
from chargeboard.web.templating import page
from chargeboard.web.urls.mount import rooted
from chargeboard.web.urls.paths import station_of
from chargeboard.words.wall_clock import Local

_MOST_SHOWN = 500


class Line(msgspec.Struct, frozen=True):
    """A window as it is read."""

    id: str
    whom: str
    kind: str
    state: str
    start: str
    end: str
    why: str


def exclusion_pages(exclusions: Exclusions, now: Callable[[], Instant]) -> list[BaseRouteHandler]:
    """The page, and where its forms lead."""

    def shown(
        request: PageRequest,
        asked: Mapping[str, str],
        wrong: ExclusionError | None = None,
        *,
        plan: ExclusionPlan | None = None,
        text: str = "",
    ) -> Response[str]:
        is_right = wrong is None and (plan is None or not plan.refused)
        declared, told = [*reversed(exclusions.zoned())], plan or ExclusionPlan()
        return page(
            request,
            "web/excluding/exclusions.html",
            status=200 if is_right else 400,
            plan=plan,
            refused=told.refused[:_MOST_SHOWN],
            planned_lines=[(row.line, _line(row.window, row.zone, now())) for row in told.rows[:_MOST_SHOWN]],
            more_planned=_more(told.rows),
            more_refused=_more(told.refused),
            text=text,
            lines=[_line(one, zone, now()) for one, zone in declared[:_MOST_SHOWN]],
            more=_more(declared),
            kinds=list(ExclusionKind),
            asked=asked,
            wrong="" if wrong is None else str(wrong),
            wrong_field="" if wrong is None else wrong.field,
        )

    @get("/exclusions", include_in_schema=False)
    async def show(request: PageRequest) -> Response[str]:
        return shown(request, {key: request.query_params.get(key, "") for key in ("charger", "site")})

    @post("/exclusions", include_in_schema=False, status_code=HTTP_200_OK)
    async def declare(request: PageRequest) -> Response[str] | Redirect:
        form = await request.form()
        asked = {key: str(form.get(key, "")).strip() for key in FIELDS}
        try:
            made(exclusions.declare({**asked, "by": asked["by"] or reader().name}).id)
        except ExclusionError as error:
            return shown(request, asked, error)
        return _back()

    @post("/exclusions/{name:str}/remove", include_in_schema=False, status_code=HTTP_303_SEE_OTHER)
    async def remove(name: str) -> Redirect:
        with suppress(NoSuchExclusionError):  # somebody was faster
            exclusions.drop(station_of(name))
        return _back()

    @post("/exclusions/list", include_in_schema=False, status_code=HTTP_200_OK)
    async def take(request: PageRequest) -> Response[str] | Redirect:
        form = await request.form()
        chosen = form.get("file")
        file = await chosen.read() if isinstance(chosen, UploadFile) else b""
        data = file if file.strip() else str(form.get("list", "")).encode()
        return await by_a_clerk(request, lambda: taken(request, data, is_sure="sure" in form))

    def taken(request: PageRequest, data: bytes, *, is_sure: bool) -> Response[str] | Redirect:
        try:
            text = _text_of(data)
            plan = planned(exclusions, csv_rows(text.encode()), None, reader().name)
        except NotCsvError as error:
            plan, text = ExclusionPlan(refused=(RefusedRow(error.line, "", str(error)),)), ""
        if is_sure and plan.may_be_applied:
            for row in plan.rows:
                made(row.window.id)
            exclusions.declare_all(row.window for row in plan.rows)
            return _back()
        return shown(request, {}, plan=plan, text=text)

    return [show, declare, remove, take]


def _text_of(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise NotCsvError(1, say("list_too_large", mb=MOST_BYTES // 1_000_000))
    return csv_text(data)


def _more(all_: Sequence[object]) -> int:
    return max(0, len(all_) - _MOST_SHOWN)


def _back() -> Redirect:
    return Redirect(rooted("/exclusions"), status_code=HTTP_303_SEE_OTHER)


def _line(one: DeclaredExclusion, zone: str, now: Instant) -> Line:
    local = Local(zone, now)
    whom = say("of_site", site=one.site) if one.site else one.charger
    if one.socket is not None:
        whom = say("of_socket", charger=one.charger, socket=one.socket)
    state = ""
    if now < one.until_at:
        state = say("ahead" if now < one.from_at else "lasts")
    why = " · ".join(text for text in (one.reason, one.note, say("by", who=one.by) if one.by else "") if text)
    return Line(
        one.id, whom, say(one.kind), state, local.moment(one.from_at), local.moment(one.until_at), why
    )
