"""Where does the bare address of a share lead, and who is asked for its password?"""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from litestar import Response, get, post
from litestar.datastructures import Cookie
from litestar.handlers.base import BaseRouteHandler
from litestar.response import Redirect
from litestar.status_codes import HTTP_303_SEE_OTHER, HTTP_401_UNAUTHORIZED

from chargeboard.domain.shares import Share
from chargeboard.run.people.log_ins import LIFETIME_S
from chargeboard.run.people.shares import Shares
from chargeboard.web.access.by_share import PROOF
from chargeboard.web.access.guard import Access
from chargeboard.web.access.own_pages import refuse_strangers
from chargeboard.web.requests import PageRequest
from chargeboard.web.sharing.shown import HOW, path_of
from chargeboard.web.sharing.words import say
from chargeboard.web.templating import page
from chargeboard.web.urls.mount import root, rooted


def door_routes(access: Access, shares: Shares) -> list[BaseRouteHandler]:
    """On to what a share shows, by its password where it has one."""

    @get("/s/{secret:str}", include_in_schema=False)
    async def enter(request: PageRequest, secret: str) -> Response[str] | Redirect:
        _, share = access.by_share.known(request, secret)
        if shares.is_proven(share, request.cookies.get(PROOF, "")):
            return Redirect(inside(share, request), status_code=HTTP_303_SEE_OTHER)
        return _password_page(request)

    @post("/s/{secret:str}", include_in_schema=False, status_code=200)
    async def tell(request: PageRequest, secret: str) -> Response[str] | Redirect:
        refuse_strangers(request)
        _, share = access.by_share.known(request, secret)
        given = str((await request.form()).get("password", ""))
        proof = await access.by_share.proof_by(request, share, given)
        if not proof:
            return _password_page(request, say("not_the_password"))
        cookie = Cookie(
            key=PROOF,
            value=proof,
            path=root(),
            max_age=LIFETIME_S,
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )
        return Redirect(inside(share, request), status_code=HTTP_303_SEE_OTHER, cookies=[cookie])

    return [enter, tell]


def inside(share: Share, request: PageRequest) -> str:
    """The page of a share, of the dates that it names, shown as the address asks for it."""
    how = [(name, value) for name, value in request.query_params.multi_items() if name in HOW]
    asked = urlencode([*parse_qsl(share.query, keep_blank_values=True), *how])
    return rooted(path_of(share)) + (f"?{asked}" if asked else "")


def _password_page(request: PageRequest, wrong: str = "") -> Response[str]:
    return page(request, "web/sharing/password.html", status=HTTP_401_UNAUTHORIZED, wrong=wrong)
