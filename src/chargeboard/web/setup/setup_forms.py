"""What is done by the forms of the set-up page?"""

from __future__ import annotations

import asyncio

from litestar import Response, post
from litestar.handlers.base import BaseRouteHandler
from litestar.response import Redirect
from litestar.status_codes import HTTP_200_OK, HTTP_303_SEE_OTHER

from chargeboard.domain.doorstep import ListeningChoice
from chargeboard.run.people.accounts import AccountError
from chargeboard.run.people.passwords import PasswordError
from chargeboard.web.access.guard import Access
from chargeboard.web.access.login import logged_in
from chargeboard.web.access.reading import about
from chargeboard.web.requests import PageRequest
from chargeboard.web.setup.server import Server
from chargeboard.web.setup.setup_pages import SetupPage
from chargeboard.web.setup.uploading import MOST_SENT_BYTES, take_upload
from chargeboard.web.setup.words import say
from chargeboard.web.urls.mount import rooted

_CHOSEN_WITHIN_S = 5.0
_LOOK_EVERY_S = 0.1


def setup_forms(setup: SetupPage, server: Server, access: Access) -> list[BaseRouteHandler]:
    """How chargers are listened to, a log, the town, and the first account."""

    @post("/setup/listen", include_in_schema=False, status_code=HTTP_303_SEE_OTHER)
    async def listen(request: PageRequest) -> Redirect:
        given = await request.form()
        before, waited_s = server.doorstep, 0.0
        if not server.is_said:
            server.choose(
                ListeningChoice(
                    authorize="accept_all" if given.get("cards") == "accept_all" else "none",
                    is_for_network=given.get("from") == "network",
                )
            )
        while server.doorstep == before and waited_s < _CHOSEN_WITHIN_S:
            await asyncio.sleep(_LOOK_EVERY_S)
            waited_s += _LOOK_EVERY_S
        return back("h-connect")

    @post(
        "/setup/log",
        include_in_schema=False,
        status_code=HTTP_200_OK,
        request_max_body_size=MOST_SENT_BYTES,
    )
    async def log(request: PageRequest) -> Response[str] | Redirect:
        wrong = await take_upload(request, server)
        return setup.shown(request, wrong=wrong) if wrong else back("h-log")

    @post("/setup/town", include_in_schema=False, status_code=HTTP_303_SEE_OTHER)
    async def show_town() -> Redirect:
        if server.can_show_town:
            server.show_town()
        return back("h-town")

    @post("/setup/town/remove", include_in_schema=False, status_code=HTTP_303_SEE_OTHER)
    async def remove_town() -> Redirect:
        await asyncio.to_thread(server.remove_town)
        return back("h-town")

    @post("/setup/account", include_in_schema=False, status_code=HTTP_200_OK)
    async def account(request: PageRequest) -> Response[str] | Redirect:
        people = access.people
        if people is None or people.log_ins.has_accounts:
            return setup.shown(request, wrong=say("has_accounts"))
        given = await request.form()
        name = str(given.get("name", ""))
        about(name)
        try:
            made = await access.begin_accounts(people, name, str(given.get("password", "")))
        except (AccountError, PasswordError) as error:
            return setup.shown(request, wrong=str(error), asked_name=name)
        return logged_in(access, people, request, made, rooted("/setup"))

    return [listen, log, show_town, remove_town, account]


def back(to: str) -> Redirect:
    """To that part of the page."""
    return Redirect(rooted(f"/setup#{to}"), status_code=HTTP_303_SEE_OTHER)
