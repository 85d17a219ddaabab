"""How does a reader get in, and out again?"""

from __future__ import annotations

from urllib.parse import unquote

from litestar import Response, get, post
from litestar.datastructures import Cookie
from litestar.exceptions import PermissionDeniedException
from litestar.handlers.base import BaseRouteHandler
from litestar.response import Redirect
from litestar.status_codes import HTTP_303_SEE_OTHER, HTTP_429_TOO_MANY_REQUESTS

from chargeboard.web.access.guard import COOKIE, Access, TooManyGuessesError
from chargeboard.web.access.tickets import LIFETIME_S
from chargeboard.web.access.words import say
from chargeboard.web.requests import PageRequest
from chargeboard.web.templating import page
from chargeboard.web.urls.mount import root, rooted


def refuse_strangers(request: PageRequest) -> None:
    """
    Only a form of our own pages may change something: a browser says whence it comes.

    Raises: PermissionDeniedException.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    # over plain HTTP under a name no site is said, but the origin is; a program says neither
    is_ours = (
        site == "same-origin" if site else origin is None or origin.partition("://")[2] == request.url.netloc
    )
    if not is_ours:
        raise PermissionDeniedException(say("asked_by_another_site"))


def own(target: str) -> str:
    """Only an address of our own may be gone to after the login."""
    path = unquote(target.partition("?")[0].partition("#")[0])
    parts = path.split("/")
    is_ours = (
        target.startswith(rooted("/"))
        and target.isprintable()
        and "\\" not in path
        and not path.startswith("//")
        and not {".", ".."} & set(parts)
    )
    return target if is_ours else rooted("/")


def login_routes(access: Access) -> list[BaseRouteHandler]:
    """The login form and the way out."""

    @get("/login", include_in_schema=False, opt={"is_open": True})
    async def login_form(request: PageRequest) -> Response[str] | Redirect:
        goes_to = own(request.query_params.get("next", ""))
        if access.ticket_of(request) is not None:
            return Redirect(goes_to, status_code=HTTP_303_SEE_OTHER)
        return page(request, "web/access/login.html", goes_to=goes_to, wrong="")

    @post("/login", include_in_schema=False, opt={"is_open": True}, status_code=200)
    async def login(request: PageRequest) -> Response[str] | Redirect:
        refuse_strangers(request)
        form = await request.form()
        goes_to = own(str(form.get("next", "")))
        try:
            if not access.knows(str(form.get("token", "")), request):
                wrong = say("not_the_token")
                return page(request, "web/access/login.html", status=401, goes_to=goes_to, wrong=wrong)
        except TooManyGuessesError as error:
            answer = page(
                request,
                "web/access/login.html",
                status=HTTP_429_TOO_MANY_REQUESTS,
                goes_to=goes_to,
                wrong=str(error),
            )
            answer.headers["Retry-After"] = str(error.wait_s)
            return answer
        return Redirect(
            goes_to,
            status_code=HTTP_303_SEE_OTHER,
            cookies=[_cookie(request, access.tickets.new(), LIFETIME_S)],
        )

    @post("/logout", include_in_schema=False, opt={"is_open": True}, status_code=200)
    async def logout(request: PageRequest) -> Redirect:
        refuse_strangers(request)
        ticket = access.ticket_of(request)
        if ticket is not None:
            access.tickets.end(ticket)
        return Redirect(rooted("/login"), status_code=HTTP_303_SEE_OTHER, cookies=[_cookie(request, "", 0)])

    return [login_form, login, logout]


def _cookie(request: PageRequest, value: str, lifetime_s: int) -> Cookie:
    """Sent along when a link elsewhere leads here, but with no form of another site (SameSite=Lax)."""
    return Cookie(
        key=COOKIE,
        value=value,
        path=root() or "/",
        max_age=lifetime_s,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
