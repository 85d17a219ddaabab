"""How does somebody choose the language of their pages?"""

from __future__ import annotations

from litestar import post
from litestar.handlers.base import BaseRouteHandler
from litestar.response import Redirect
from litestar.status_codes import HTTP_303_SEE_OTHER

from chargeboard.run.people.people import People
from chargeboard.web.access.guard import Access
from chargeboard.web.access.reading import reader
from chargeboard.web.requests import PageRequest
from chargeboard.web.tongues import cookie_of
from chargeboard.web.urls.mount import root, rooted


def language_route(access: Access, people: People) -> BaseRouteHandler:
    """What the form of the page of who is logged in does: for their account, and for this browser."""

    @post("/account/language", include_in_schema=False, status_code=HTTP_303_SEE_OTHER)
    async def language(request: PageRequest) -> Redirect:
        given, name = str((await request.form()).get("language", "")), reader().name
        chosen = access.tongues.of(given)
        tag = chosen.tag if chosen else ""
        if name:
            people.accounts.set_language(name, tag)
            people.log_ins.look_again()
        is_secure = request.url.scheme == "https"
        return Redirect(
            rooted("/account"),
            status_code=HTTP_303_SEE_OTHER,
            cookies=[cookie_of(tag, root() or "/", is_secure=is_secure)],
        )

    return language
