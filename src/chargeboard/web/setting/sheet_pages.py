"""How do many chargers go out as a list and come back, with a look at what would change?"""

from __future__ import annotations

import msgspec
from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.handlers.base import BaseRouteHandler
from litestar.response import Redirect
from litestar.status_codes import HTTP_200_OK, HTTP_303_SEE_OTHER

from chargeboard.capture.csv_rows import NotCsvError, csv_text
from chargeboard.domain.sheet_plan import PlanChangedError, RowChange, SheetPlan
from chargeboard.web.api.tables import csv_file
from chargeboard.web.clerks import by_a_clerk, computed
from chargeboard.web.desk import Desk
from chargeboard.web.requests import PageRequest
from chargeboard.web.setting.books import Books
from chargeboard.web.setting.sheet_asked import MOST_BYTES, applied, planned, scope_of
from chargeboard.web.setting.words import say
from chargeboard.web.templating import page
from chargeboard.web.urls.mount import rooted

_MOST_SHOWN = 500


class PlanLine(msgspec.Struct, frozen=True):
    """A line of the preview."""

    line: int
    charger: str
    told: list[str]


def sheet_pages(desk: Desk, books: Books) -> list[BaseRouteHandler]:
    """The list as a file, and the page that takes one in."""

    def shown(
        request: PageRequest, data: bytes = b"", plan: SheetPlan | None = None, *, wrong: str = ""
    ) -> Response[str]:
        is_right = not wrong and (plan is None or not plan.refused)
        return page(
            request,
            "web/setting/sheet.html",
            status=200 if is_right else 400,
            plan=plan,
            told=[] if plan is None else told_of(plan),
            lines=[] if plan is None else [plan_line(row) for row in plan.rows[:_MOST_SHOWN]],
            refused=[] if plan is None else plan.refused[:_MOST_SHOWN],
            more=0 if plan is None else max(0, len(plan.rows) - _MOST_SHOWN),
            text=data.decode("utf-8", "replace"),
            wrong=wrong,
            is_taken="taken" in request.query_params and plan is None,
        )

    @computed("/chargers.csv", include_in_schema=False)
    def file(request: PageRequest) -> Response[bytes]:  # noqa: ARG001 - a clerk is asked by it
        return sheet_answer(books, desk)

    @get("/settings/chargers", include_in_schema=False)
    async def show(request: PageRequest) -> Response[str]:
        return shown(request)

    @post("/settings/chargers", include_in_schema=False, status_code=HTTP_200_OK)
    async def preview(request: PageRequest) -> Response[str]:
        form = await request.form()
        chosen = form.get("file")
        file = await chosen.read() if isinstance(chosen, UploadFile) else b""
        return await by_a_clerk(request, lambda: previewed(request, _sent(file, str(form.get("list", "")))))

    def previewed(request: PageRequest, data: bytes) -> Response[str]:
        if not data.strip():
            return shown(request, wrong=say("no_list"))
        if len(data) > MOST_BYTES:
            return shown(request, wrong=say("list_too_long", mb=MOST_BYTES // 1_000_000))
        return shown(request, data, planned(books, scope_of(desk), data))

    @post("/settings/chargers/apply", include_in_schema=False, status_code=HTTP_200_OK)
    async def apply(request: PageRequest) -> Response[str] | Redirect:
        form = await request.form()
        data, digest = str(form.get("list", "")).encode(), str(form.get("digest", ""))
        return await by_a_clerk(request, lambda: changed(request, data, digest))

    def changed(request: PageRequest, data: bytes, digest: str) -> Response[str] | Redirect:
        try:
            applied(books, scope_of(desk), data, digest)
        except PlanChangedError as error:
            return shown(request, data, error.plan, wrong=say("changed_meanwhile"))
        return Redirect(rooted("/settings/chargers?taken"), status_code=HTTP_303_SEE_OTHER)

    return [file, show, preview, apply]


def _sent(file: bytes, pasted: str) -> bytes:
    """The file that was chosen, or else what was pasted."""
    try:
        return csv_text(file).encode() or pasted.encode()
    except NotCsvError:
        return file  # the preview says so


def sheet_answer(books: Books, desk: Desk) -> Response[bytes]:
    """The chargers that who asks may see, as a file."""
    return csv_file("chargers", books.sheet.written(desk.stations_of(None)))


def told_of(plan: SheetPlan) -> list[str]:
    """What it comes to."""
    new = sum(row.is_new for row in plan.rows)
    return [
        say("plan_new", n=new),
        say("plan_changed", n=len(plan.rows) - new),
        say("plan_refused", n=len(plan.refused)),
        say("plan_unchanged", n=plan.unchanged),
    ]


def plan_line(row: RowChange) -> PlanLine:
    """A charger that would be added or changed, in words."""
    cells = [
        say(
            "cell_change",
            what=say(f"key_{one.column}"),
            before=one.before or say("nothing"),
            after=one.after or say("nothing"),
        )
        for one in row.cells
    ]
    return PlanLine(row.line, row.charger, [say("new_charger"), *cells] if row.is_new else cells)
