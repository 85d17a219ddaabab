"""How does somebody set up a second factor, and take it away?"""

from __future__ import annotations

from litestar import post
from litestar.handlers.base import BaseRouteHandler
from litestar.response import Redirect
from litestar.status_codes import HTTP_303_SEE_OTHER

from chargeboard.run.people.people import People
from chargeboard.web.access.reading import about, reader
from chargeboard.web.people.words import say
from chargeboard.web.requests import PageRequest
from chargeboard.web.urls.asked import BadParameterError
from chargeboard.web.urls.mount import rooted


def second_factor(people: People, name: str) -> dict[str, object]:
    """What the page says of it; a new secret each time, which counts once a code of it was sent."""
    if not name:
        return {"has_second": False, "secret": "", "app": ""}
    secret = people.second.new()
    has_second = bool(people.accounts.of(name).second_factor)
    return {"has_second": has_second, "secret": secret, "app": people.second.address(name, secret)}


def second_factor_routes(people: People) -> list[BaseRouteHandler]:
    """What the forms of the second factor do."""

    @post("/account/second-factor", include_in_schema=False, status_code=HTTP_303_SEE_OTHER)
    async def set_second_factor(request: PageRequest) -> Redirect:
        given, name = await request.form(), reader().name
        secret = str(given.get("secret", ""))
        about(name)
        try:
            is_right = bool(name) and people.second.fits(name, secret, str(given.get("code", "")))
        except ValueError:  # no secret that we made
            is_right = False
        if not is_right or people.accounts.of(name).second_factor:
            raise BadParameterError("code", say("not_the_code"))
        people.accounts.set_second_factor(name, people.second.sealed(name, secret))
        return Redirect(rooted("/account"), status_code=HTTP_303_SEE_OTHER)

    @post("/account/second-factor/remove", include_in_schema=False, status_code=HTTP_303_SEE_OTHER)
    async def drop_second_factor(request: PageRequest) -> Redirect:
        given, name = await request.form(), reader().name
        about(name)
        if not name or not people.second.is_right(people.accounts.of(name), str(given.get("code", ""))):
            raise BadParameterError("code", say("not_the_code"))
        people.accounts.set_second_factor(name, "")
        return Redirect(rooted("/account"), status_code=HTTP_303_SEE_OTHER)

    return [set_second_factor, drop_second_factor]
