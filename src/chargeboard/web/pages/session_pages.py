"""Which pages show sessions: the list, and each with its curves?"""

from __future__ import annotations

from collections.abc import Callable

from litestar import Response
from litestar.handlers.base import BaseRouteHandler
from litestar.response import Stream

from chargeboard.documents import sheets
from chargeboard.documents.samples import sample
from chargeboard.evidence.local_time import local_of
from chargeboard.evidence.sessions import view as session_list
from chargeboard.time.instants import MINUTE, Instant
from chargeboard.time.spans import Span
from chargeboard.web.api.tables import sheet_file
from chargeboard.web.clerks import computed
from chargeboard.web.desk import Desk
from chargeboard.web.live.fragments import token_of
from chargeboard.web.pages.evidence_page import evidence_page, list_page
from chargeboard.web.pages.saved_frames import frames_saved
from chargeboard.web.pages.session_showing import found, live_url, session_parts
from chargeboard.web.pages.words import say
from chargeboard.web.pictures.answering import answered, titled
from chargeboard.web.pictures.pieces import text_of
from chargeboard.web.requests import PageRequest
from chargeboard.web.urls.filters import cut, session_filter, wanted
from chargeboard.web.urls.paths import station_of


def session_routes(desk: Desk, now: Callable[[], Instant]) -> list[BaseRouteHandler]:
    """The list of sessions and the page of one."""

    @computed("/chargers/{station:str}/sessions", include_in_schema=False)
    def sessions(request: PageRequest, station: str) -> Response[str]:
        query = request.query_params
        listed = desk.evidence.sessions(station_of(station), wanted(query), session_filter(query))
        return list_page(
            request,
            "sessions",
            listed,
            title=say("section_sessions"),
            now=now(),
            p=session_list.page(listed),
        )

    @computed("/chargers/{station:str}/sessions.csv", include_in_schema=False)
    def sessions_csv(request: PageRequest, station: str) -> Stream:
        query = request.query_params
        listed = desk.evidence.sessions_whole(station_of(station), wanted(query), session_filter(query))
        return sheet_file(sheets.SESSIONS, *listed)

    @computed("/chargers/{station:str}/sessions/{key:str}", include_in_schema=False)
    def session(request: PageRequest, station: str, key: str) -> Response[str]:
        query = request.query_params
        asked_key = station_of(key)
        seen = found(desk.evidence.session(station_of(station), asked_key, wanted(query).at), asked_key)
        drawn = session_parts(seen, cut(query).offset, query.get("at", ""))
        return evidence_page(
            request,
            "session",
            whose=seen.whose,
            section="sessions",
            title=drawn.page.title,
            below=local_of(seen.whose).moment(seen.session.start),
            now=now(),
            live=live_url(seen, query),
            seen=token_of(list(drawn.fragments.values())),
            parts=drawn.html,
            offers_frames=True,
            frames=frames_saved(
                desk,
                request,
                seen.whose.id,
                Span(seen.session.start - MINUTE, (seen.session.end or now()) + MINUTE),
            ),
            rules=seen.rules,
        )

    @computed("/chargers/{station:str}/sessions/{key:str}/curves.svg", include_in_schema=False)
    def curves(request: PageRequest, station: str, key: str) -> Response[str]:
        asked_key, moment = station_of(key), wanted(request.query_params).at
        seen = found(desk.evidence.session(station_of(station), asked_key, moment), asked_key)
        drawn, local = session_parts(seen, 0, ""), local_of(seen.whose)
        shown, html = drawn.page, drawn.html
        told = f"{shown.window} · {text_of(shown.delivered)}, {shown.zone}"
        return answered(request, html["curves"], titled(shown.title, seen.whose.name), told, local)

    @computed("/chargers/{station:str}/samples.csv", include_in_schema=False)
    def samples_csv(request: PageRequest, station: str) -> Stream:
        key = request.query_params.get("session", "")
        moment = wanted(request.query_params).at
        seen = found(desk.evidence.session(station_of(station), key, moment), key)
        return sheet_file(sheets.SAMPLES, seen.whose, map(sample, seen.samples))

    return [sessions, sessions_csv, session, curves, samples_csv]
