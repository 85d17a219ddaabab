"""Where does a browser go to log in by another service, and where does it come back?"""

from __future__ import annotations

import logging

from litestar import Response, get
from litestar.handlers.base import BaseRouteHandler
from litestar.response import Redirect
from litestar.status_codes import HTTP_303_SEE_OTHER, HTTP_400_BAD_REQUEST, HTTP_403_FORBIDDEN

from chargeboard.run.people.people import People
from chargeboard.run.people.vouching import NotLetInError
from chargeboard.web.access.guard import Access
from chargeboard.web.access.login import cookie_of, log_in_page, logged_in
from chargeboard.web.access.own_pages import own
from chargeboard.web.oidc.errors import IssuerError
from chargeboard.web.oidc.oidc import Oidc
from chargeboard.web.oidc.pending import LASTS_S
from chargeboard.web.oidc.words import say
from chargeboard.web.requests import PageRequest
from chargeboard.web.urls.mount import address_of, rooted

BACK = "/login/oidc/back"
_PENDING = "chargeboard-oidc"
_DENIED = frozenset({"access_denied", "login_required", "interaction_required", "consent_required"})
_log = logging.getLogger(__name__)


def oidc_routes(access: Access, people: People, oidc: Oidc) -> list[BaseRouteHandler]:
    """The way there, and the way back."""

    def refused(request: PageRequest, why: str, status: int, goes_to: str = "") -> Response[str]:
        answer = log_in_page(request, access, people, goes_to or rooted("/"), why, status, is_elsewhere=True)
        answer.cookies.append(cookie_of(request, _PENDING, "", 0))
        return answer

    @get("/login/oidc", include_in_schema=False)
    async def begin(request: PageRequest) -> Response[str] | Redirect:
        goes_to = own(request.query_params.get("next", ""))
        pending = oidc.pendings.new(goes_to)
        try:
            address = await oidc.issuer.begin(pending, address_of(request, BACK))
        except IssuerError as error:
            _log.warning(say("begun_in_vain", why=str(error)))
            return refused(request, str(error), error.status, goes_to)
        held = cookie_of(request, _PENDING, oidc.pendings.sealed(pending), LASTS_S)
        return Redirect(address, status_code=HTTP_303_SEE_OTHER, cookies=[held])

    @get(BACK, include_in_schema=False)
    async def back(request: PageRequest) -> Response[str] | Redirect:
        told = request.query_params
        pending = oidc.pendings.opened(request.cookies.get(_PENDING, ""), told.get("state", ""))
        if pending is None:
            return refused(request, say("not_begun_here"), HTTP_400_BAD_REQUEST)
        if error := told.get("error", ""):
            why = (
                say("denied", name=oidc.title)
                if error in _DENIED
                else say("told_error", name=oidc.title, error=repr(error[:100]))
            )
            return refused(request, why, HTTP_403_FORBIDDEN, pending.goes_to)
        access.check_guesses(request)
        try:
            account, id_token = await oidc.came_back(
                pending,
                told.get("code", ""),
                address_of(request, BACK),
                answered_by=told.get("iss", ""),
                address=request.client.host if request.client else "",
            )
        except IssuerError as failure:
            access.count_guess(request)
            _log.warning(say("came_back_in_vain", why=str(failure)))
            return refused(request, str(failure), failure.status, pending.goes_to)
        except NotLetInError as failure:
            return refused(request, str(failure), HTTP_403_FORBIDDEN, pending.goes_to)
        people.log_ins.look_again()
        answer = logged_in(access, people, request, account, pending.goes_to, id_token)
        answer.cookies.append(cookie_of(request, _PENDING, "", 0))
        return answer

    return [begin, back]
