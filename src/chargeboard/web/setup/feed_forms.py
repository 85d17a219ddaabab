"""What is done by the forms of the set-up page about feeds?"""

from __future__ import annotations

import asyncio

from litestar import Response, post
from litestar.handlers.base import BaseRouteHandler
from litestar.response import Redirect
from litestar.status_codes import HTTP_200_OK, HTTP_303_SEE_OTHER

from chargeboard.web.requests import PageRequest
from chargeboard.web.setup.server import FeedTried, Server
from chargeboard.web.setup.setup_forms import back
from chargeboard.web.setup.setup_pages import AskedFeed, SetupPage

_PART = "h-feed"


def feed_forms(setup: SetupPage, server: Server) -> list[BaseRouteHandler]:
    """A feed is tried, read from now on, or read no more."""

    @post("/setup/feed", include_in_schema=False, status_code=HTTP_200_OK)
    async def feed(request: PageRequest) -> Response[str] | Redirect:
        given = await request.form()
        asked = AskedFeed(*(str(given.get(key, "")).strip() for key in ("kind", "url", "password")))
        if not server.reads_feeds:
            return back(_PART)
        if given.get("do") == "read":
            wrong = await asyncio.to_thread(server.add_feed, asked.kind, asked.url, asked.password)
            tried = FeedTried(wrong, is_fine=False)
            return setup.shown(request, asked_feed=asked, tried=tried) if wrong else back(_PART)
        tried = await asyncio.to_thread(server.try_feed, asked.kind, asked.url, asked.password)
        return setup.shown(request, asked_feed=asked, tried=tried)

    @post("/setup/feed/remove", include_in_schema=False, status_code=HTTP_303_SEE_OTHER)
    async def remove_feed(request: PageRequest) -> Redirect:
        given = await request.form()
        await asyncio.to_thread(server.remove_feed, str(given.get("name", "")))
        return back(_PART)

    return [feed, remove_feed]
