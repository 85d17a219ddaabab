"""Under which addresses do open pages hear their news (server-sent events)?"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import cast

from litestar import get
from litestar.exceptions import NotAuthorizedException
from litestar.handlers.base import BaseRouteHandler
from litestar.types import ASGIApp, Receive, Scope, Send
from msgspec.structs import replace

from chargeboard.time.instants import Instant
from chargeboard.web.access.guard import Access
from chargeboard.web.access.reading import reader
from chargeboard.web.comparing.chargers_drawn import PATH as COMPARED
from chargeboard.web.comparing.chargers_drawn import compared_subject
from chargeboard.web.desk import Desk
from chargeboard.web.kiosk.kiosk import Wanted, chosen, is_kiosk, kiosk_subject
from chargeboard.web.live.viewers import Live, Outlet, Subject
from chargeboard.web.live.words import say
from chargeboard.web.pages.comparison_showing import comparison_subject
from chargeboard.web.pages.listing import fleet_subject
from chargeboard.web.pages.session_showing import session_subject
from chargeboard.web.pages.showing import charger_subject
from chargeboard.web.requests import UNCOMPRESSED, PageRequest, is_head
from chargeboard.web.site.drawn import site_subject
from chargeboard.web.urls.asked import BadParameterError
from chargeboard.web.urls.filters import cut
from chargeboard.web.urls.mount import root
from chargeboard.web.urls.paths import station_of
from chargeboard.words.languages import SPOKEN

OUTLET = "chargeboard.outlet"
"""Where a server that has one says how what many are sent goes straight to one of them (ASGI extension)."""
_HEADERS = [
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-store"),
    # a proxy that gathers answers would hold the news back
    (b"x-accel-buffering", b"no"),
]


def live_routes(desk: Desk, live: Live, access: Access, now: Callable[[], Instant]) -> list[BaseRouteHandler]:
    """The news of each charger's page, of its running sessions and periods, of sites, and of lists of all."""

    @get("/chargers/{station:str}/live", include_in_schema=False, opt={UNCOMPRESSED: True})
    async def charger_news(request: PageRequest, station: str) -> ASGIApp:
        query = request.query_params
        refuse_past(query)
        subject = (
            kiosk_subject(desk, Wanted(chargers=(station_of(station),)))
            if is_kiosk(query)
            else charger_subject(desk, station_of(station), query)
        )
        return await stream(live, access, subject, request)

    @get("/live", include_in_schema=False, opt={UNCOMPRESSED: True})
    async def fleet_news(request: PageRequest) -> ASGIApp:
        query = request.query_params
        subject = kiosk_subject(desk, chosen(query)) if is_kiosk(query) else fleet_subject(desk, query, now)
        return await stream(live, access, subject, request)

    @get("/sites/{name:str}/live", include_in_schema=False, opt={UNCOMPRESSED: True})
    async def site_news(request: PageRequest, name: str) -> ASGIApp:
        query, site = request.query_params, station_of(name)
        subject = (
            kiosk_subject(desk, Wanted(site=site)) if is_kiosk(query) else site_subject(desk, site, query)
        )
        return await stream(live, access, subject, request)

    @get("/chargers/{station:str}/sessions/{key:str}/live", include_in_schema=False, opt={UNCOMPRESSED: True})
    async def session_news(request: PageRequest, station: str, key: str) -> ASGIApp:
        query = request.query_params
        refuse_past(query)
        subject = session_subject(desk, station_of(station), station_of(key), cut(query).offset)
        return await stream(live, access, subject, request)

    @get("/chargers/{station:str}/days/comparison/live", include_in_schema=False, opt={UNCOMPRESSED: True})
    async def period_news(request: PageRequest, station: str) -> ASGIApp:
        query = request.query_params
        refuse_past(query)
        return await stream(live, access, comparison_subject(desk, station_of(station), query, now), request)

    @get(f"{COMPARED}/live", include_in_schema=False, opt={UNCOMPRESSED: True})
    async def compared_news(request: PageRequest) -> ASGIApp:
        return await stream(live, access, compared_subject(desk, request.query_params, now), request)

    return [charger_news, fleet_news, site_news, session_news, period_news, compared_news]


def refuse_past(query: Mapping[str, str]) -> None:
    """Raises: BadParameterError; what was is not news."""
    for name in ("at", "day"):
        if query.get(name):
            raise BadParameterError(name, say("past_has_no_news", name=name))


async def stream(live: Live, access: Access, subject: Subject, request: PageRequest) -> ASGIApp:
    """What tells a viewer of a page all that happens to it, as long as they may see it."""
    if is_head(request):
        await live.check(subject)
        return _headers
    if root():  # addresses are drawn into it
        subject = replace(subject, key=(*subject.key, root()))
    # it is drawn for one of those who watch: who may see less, or reads another language, watches another one
    subject = replace(subject, key=(*subject.key, f"{reader().view} {SPOKEN.get().tag}"))
    token = str(request.headers.get("last-event-id") or request.query_params.get("seen", ""))

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        is_begun, outlet = False, cast("Outlet | None", (scope.get("extensions") or {}).get(OUTLET))

        async def tell(event: bytes) -> None:
            nonlocal is_begun
            if not is_begun:
                is_begun = True
                await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
            await send({"type": "http.response.body", "body": event, "more_body": True})

        with access.visit() as visit:
            following = asyncio.create_task(live.follow(subject, token, tell, outlet))
            leaving = asyncio.create_task(_until_gone(receive))
            expiring = asyncio.create_task(visit.over())
            tasks = {following, leaving, expiring}
            try:
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
                if following.done():
                    following.result()
                if following.done() or (expiring.done() and is_begun):
                    await send({"type": "http.response.body", "body": b"", "more_body": False})
                elif expiring.done():
                    raise NotAuthorizedException(say("token_needed"))
            finally:
                for task in tasks:
                    task.cancel()

    return answer


async def _headers(_: Scope, __: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
