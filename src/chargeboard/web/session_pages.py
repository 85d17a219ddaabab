"""Which pages show sessions: the list, and each with its curves?"""

from __future__ import annotations

from collections.abc import Callable

from litestar import Response, get
from litestar.handlers.base import BaseRouteHandler

from chargeboard.domain.instants import Instant
from chargeboard.domain.span import day_of
from chargeboard.run.session_ledger import SESSION_KINDS, SESSION_ORDERS
from chargeboard.view import session_list, session_page
from chargeboard.view.session_list import local_of
from chargeboard.view.states import paint
from chargeboard.web.desk import Desk
from chargeboard.web.evidence import evidence_page, found, other_form, whole
from chargeboard.web.filters import cut, pager, wanted
from chargeboard.web.links import list_url, session_url
from chargeboard.web.paths import station_of
from chargeboard.web.requests import PageRequest
from chargeboard.web.samples import SAMPLE_HEADS, sample, sample_cells
from chargeboard.web.tables import csv_file

SESSION_HEADS = (
    "key",
    "socket",
    "start",
    "end",
    "duration_s",
    "energy_wh",
    "completed",
    "reason",
    "end_inferred",
    "flags",
    "why",
    "transaction_ids",
)


def session_routes(desk: Desk, now: Callable[[], Instant]) -> list[BaseRouteHandler]:
    """The list of sessions and the page of one."""

    @get("/chargers/{station:str}/sessions", include_in_schema=False, sync_to_thread=False)
    def sessions(request: PageRequest, station: str) -> Response[str]:
        query = request.query_params
        part = cut(query, kinds=SESSION_KINDS, sorts=SESSION_ORDERS)
        listed = desk.behind.sessions(station_of(station), wanted(query), part)
        pages = pager(
            list_url(listed.charger.id, "sessions"),
            query,
            offset=part.offset,
            limit=part.limit,
            total=listed.total,
        )
        return evidence_page(
            request,
            "sessions.html",
            whose=listed.charger,
            section="sessions",
            title="Sessions",
            crumbs=[("Sessions", "")],
            now=now(),
            p=session_list.page(listed),
            window=listed.window,
            pager=pages,
            kinds=session_list.KINDS,
            heads=session_list.HEADS,
            csv=other_form(list_url(listed.charger.id, "sessions.csv"), pages),
            json=other_form(f"/api/v1{list_url(listed.charger.id, 'sessions')}", pages),
        )

    @get("/chargers/{station:str}/sessions.csv", include_in_schema=False, sync_to_thread=False)
    def sessions_csv(request: PageRequest, station: str) -> Response[bytes]:
        query = {**request.query_params, "offset": "", "limit": ""}
        part = cut(query, kinds=SESSION_KINDS, sorts=SESSION_ORDERS)
        listed = desk.behind.sessions(station_of(station), wanted(query), whole(part))
        rows = ([getattr(row, name) for name in SESSION_HEADS] for row in listed.sessions)
        return csv_file("sessions.csv", SESSION_HEADS, rows)

    @get("/chargers/{station:str}/sessions/{key:str}", include_in_schema=False, sync_to_thread=False)
    def session(request: PageRequest, station: str, key: str) -> Response[str]:
        query = request.query_params
        asked_key = station_of(key)
        seen = found(desk.behind.session(station_of(station), asked_key, wanted(query).at), asked_key)
        whose, local = seen.whose, local_of(seen.whose)
        shown = session_page.page(seen.session, seen.samples, seen.states, local, cut(query).offset)
        url = session_url(whose.id, asked_key)
        return evidence_page(
            request,
            "session.html",
            whose=whose,
            section="sessions",
            title=shown.title,
            crumbs=[("Sessions", list_url(whose.id, "sessions")), (local.moment(seen.session.start), "")],
            now=now(),
            p=shown,
            socket=seen.session.socket,
            day=day_of(seen.session.end or seen.session.start, whose.timezone),
            states=[(state, paint(state)) for state in dict.fromkeys(one.state for one in shown.strip)],
            rules=seen.rules,
            csv=list_url(whose.id, "samples.csv", session=asked_key) if shown.samples else "",
            json=f"/api/v1{url}",
        )

    @get("/chargers/{station:str}/samples.csv", include_in_schema=False, sync_to_thread=False)
    def samples_csv(request: PageRequest, station: str) -> Response[bytes]:
        key = request.query_params.get("session", "")
        seen = found(desk.behind.session(station_of(station), key), key)
        return csv_file("samples.csv", SAMPLE_HEADS, (sample_cells(sample(one)) for one in seen.samples))

    return [sessions, sessions_csv, session, samples_csv]
