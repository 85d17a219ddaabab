"""
Who may look?

With a token set, pages want a signed cookie that the login form gives, and the API wants the token as
bearer. Without one everything is open, and the command line sees to it that only loopback is served.
The token itself is never in a URL or a cookie.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections.abc import Callable
from urllib.parse import urlsplit

from litestar import Response, get, post
from litestar.datastructures import Cookie
from litestar.exceptions import NotAuthorizedException, PermissionDeniedException
from litestar.handlers.base import BaseRouteHandler
from litestar.response import Redirect
from litestar.status_codes import HTTP_303_SEE_OTHER

from chargeboard.domain.instants import SECOND, Instant
from chargeboard.web.requests import Connection, PageRequest
from chargeboard.web.templating import page

COOKIE = "chargeboard"
LIFETIME_S = 30 * 86_400
WRONG_TOKEN_DELAY_S = 0.3


class Access:
    """The door. `token` None: there is none."""

    def __init__(self, token: str | None, now: Callable[[], Instant]) -> None:
        self._token = token.encode() if token else None
        self._now = now

    @property
    def is_locked(self) -> bool:
        """Whether a token is asked for."""
        return self._token is not None

    def guard(self, connection: Connection, handler: BaseRouteHandler) -> None:
        """Let a request in or raise NotAuthorizedException."""
        if handler.opt.get("is_open"):
            return
        if not self.lets_in(connection, bearer_only=bool(handler.opt.get("bearer_only"))):
            raise NotAuthorizedException("A token is needed.")

    def lets_in(self, connection: Connection | PageRequest, *, bearer_only: bool = False) -> bool:
        """Whether the request knows the token, or holds a ticket; everybody does where there is none."""
        if self._token is None:
            return True
        kind, _, given = connection.headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer" and self.knows(given.strip()):
            return True
        return not bearer_only and self._is_signed(connection.cookies.get(COOKIE, ""))

    def knows(self, given: str) -> bool:
        """Whether this is the token; takes as long for a wrong one."""
        if self._token is None:
            return True
        return hmac.compare_digest(
            hashlib.sha256(given.encode()).digest(), hashlib.sha256(self._token).digest()
        )

    def ticket(self) -> str:
        """A cookie value that lets in until its time is over."""
        until = str(self._now() // SECOND + LIFETIME_S)
        return f"{until}.{self._signature(until)}"

    def _is_signed(self, ticket: str) -> bool:
        until, _, signature = ticket.partition(".")
        return (
            hmac.compare_digest(signature.encode(), self._signature(until).encode())
            and until.isdigit()
            and int(until) > self._now() // SECOND
        )

    def _signature(self, until: str) -> str:
        key = hashlib.sha256(b"chargeboard login\0" + (self._token or b"")).digest()
        return hmac.new(key, until.encode(), hashlib.sha256).hexdigest()


def refuse_strangers(request: PageRequest) -> None:
    """
    Only a form of our own pages may change something: where the browser says whence it comes, it is us.

    Raises: PermissionDeniedException.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    # our pages send no referrer, and with it browsers hide the origin; they name the site instead
    is_ours = (
        site == "same-origin" if site else origin is None or urlsplit(origin).netloc == request.url.netloc
    )
    if not is_ours:
        raise PermissionDeniedException("This was asked for by another site.")


def _local(target: str) -> str:
    """Only a path of our own may be gone to after the login."""
    is_ours = target.startswith("/") and not target.startswith(("//", "/\\")) and target.isprintable()
    return target if is_ours else "/"


def login_routes(access: Access) -> list[BaseRouteHandler]:
    """The login form and the way out."""

    @get("/login", include_in_schema=False, opt={"is_open": True})
    async def login_form(request: PageRequest) -> Response[str]:
        return page(request, "login.html", goes_to=_local(request.query_params.get("next", "/")), wrong=False)

    @post("/login", include_in_schema=False, opt={"is_open": True}, status_code=200)
    async def login(request: PageRequest) -> Response[str] | Redirect:
        form = await request.form()
        goes_to = _local(str(form.get("next", "/")))
        if not access.knows(str(form.get("token", ""))):
            await asyncio.sleep(WRONG_TOKEN_DELAY_S)
            return page(request, "login.html", status=401, goes_to=goes_to, wrong=True)
        cookie = Cookie(
            key=COOKIE,
            value=access.ticket(),
            max_age=LIFETIME_S,
            httponly=True,
            samesite="strict",
            secure=request.url.scheme == "https",
        )
        return Redirect(goes_to, status_code=HTTP_303_SEE_OTHER, cookies=[cookie])

    @post("/logout", include_in_schema=False, opt={"is_open": True}, status_code=200)
    async def logout() -> Redirect:
        gone = Cookie(key=COOKIE, value="", max_age=0, httponly=True, samesite="strict")
        return Redirect("/login", status_code=HTTP_303_SEE_OTHER, cookies=[gone])

    return [login_form, login, logout]
