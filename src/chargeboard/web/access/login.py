"""How does a reader get in, and out again?"""

from __future__ import annotations

from typing import Protocol

from litestar import Response, get, post
from litestar.datastructures import Cookie
from litestar.handlers.base import BaseRouteHandler
from litestar.response import Redirect
from litestar.status_codes import (
    HTTP_303_SEE_OTHER,
    HTTP_401_UNAUTHORIZED,
    HTTP_429_TOO_MANY_REQUESTS,
)

from chargeboard.domain.people import Account, Reader
from chargeboard.run.people.log_ins import LIFETIME_S
from chargeboard.run.people.people import People
from chargeboard.web.access.guard import COOKIE, MARK, Access, TooManyGuessesError
from chargeboard.web.access.own_pages import own, refuse_strangers
from chargeboard.web.access.reading import about, answer_to
from chargeboard.web.access.words import say
from chargeboard.web.requests import PageRequest
from chargeboard.web.templating import page
from chargeboard.web.urls.mount import address_of, root, rooted

_KNOWN_FOR_S = 400 * 86_400


class Elsewhere(Protocol):
    """A service by which somebody may have logged in."""

    @property
    def title(self) -> str:
        """What it is called."""

    async def farewell(self, id_token: str, back: str) -> str:
        """Where a browser goes to log out there as well; empty where there is no such place."""


def login_routes(access: Access, people: People, elsewhere: Elsewhere | None) -> list[BaseRouteHandler]:
    """The login form and the way out, which may lead on to the service by which somebody logged in."""

    @get("/login", include_in_schema=False)
    async def login_form(request: PageRequest) -> Response[str] | Redirect:
        goes_to = own(request.query_params.get("next", ""))
        if not access.is_locked or access.logged_in(request) is not None:
            return Redirect(goes_to, status_code=HTTP_303_SEE_OTHER)
        return log_in_page(request, access, people, goes_to)

    @post("/login", include_in_schema=False, status_code=200)
    async def login(request: PageRequest) -> Response[str] | Redirect:
        refuse_strangers(request)
        given = await request.form()
        goes_to, name = own(str(given.get("next", ""))), str(given.get("name", ""))
        account: Account | None = None
        try:
            if name:
                account = await access.account_of(
                    people, name, str(given.get("password", "")), str(given.get("code", "")), request
                )
                wrong = "" if account is not None else say("not_the_password")
            else:
                is_known = access.knows(str(given.get("token", "")), request)
                wrong = "" if is_known else say("not_the_token")
        except TooManyGuessesError as error:
            answer = log_in_page(request, access, people, goes_to, str(error), HTTP_429_TOO_MANY_REQUESTS)
            answer.headers["Retry-After"] = str(error.wait_s)
            return answer
        if wrong:
            return log_in_page(request, access, people, goes_to, wrong, HTTP_401_UNAUTHORIZED)
        return logged_in(access, people, request, account, goes_to)

    @post("/logout", include_in_schema=False, status_code=200)
    async def logout(request: PageRequest) -> Response[str] | Redirect:
        refuse_strangers(request)
        before = access.logged_in(request)
        if before is not None and before.log_in is not None:
            people.log_ins.end(before.log_in.digest)
        answer = await _way_out(request, before, elsewhere)
        answer.cookies.append(cookie_of(request, COOKIE, "", 0))
        answer.headers["Clear-Site-Data"] = '"cache"'
        if before is not None:
            answer_to(before)
        return answer

    return [login_form, login, logout]


def log_in_page(
    request: PageRequest,
    access: Access,
    people: People,
    goes_to: str,
    wrong: str = "",
    status: int = 200,
    *,
    is_elsewhere: bool = False,
) -> Response[str]:
    """Where somebody logs in, with what was wrong; `is_elsewhere`: at the other service."""
    return page(
        request,
        "web/access/login.html",
        status=status,
        goes_to=goes_to,
        wrong=wrong,
        by_name=people.log_ins.has_accounts,
        by_token=access.has_token,
        elsewhere=access.elsewhere,
        is_elsewhere=is_elsewhere,
    )


async def _way_out(
    request: PageRequest, before: Reader | None, elsewhere: Elsewhere | None
) -> Response[str] | Redirect:
    id_token = before.log_in.id_token if before is not None and before.log_in is not None else ""
    if elsewhere is not None and id_token:
        there = await elsewhere.farewell(id_token, address_of(request, "/login"))
        if there:
            answer = page(request, "web/oidc/leaving.html", address=there, name=elsewhere.title)
            # a form of ours may lead nowhere else, a page may
            answer.headers["Refresh"] = f"0; url={there}"
            return answer
    return Redirect(rooted("/login"), status_code=HTTP_303_SEE_OTHER)


def logged_in(
    access: Access,
    people: People,
    request: PageRequest,
    account: Account | None,
    goes_to: str,
    id_token: str = "",
) -> Redirect:
    """
    The way on for a browser that was let in, with a cookie that nobody had before.

    What it held counts no more: a cookie that somebody else put there leads to nobody's log-in.
    """
    before = access.logged_in(request)
    if before is not None and before.log_in is not None:
        answer_to(before)
        people.log_ins.end(before.log_in.digest)
    address = request.client.host if request.client else ""
    if account is not None:
        answer_to(Reader(name=account.name, role=account.role))
        about(account.name)
    secret = people.log_ins.begin(account, address, request.headers.get("user-agent", ""), id_token)
    cookies = [cookie_of(request, COOKIE, secret, LIFETIME_S)]
    if account is not None:
        mark = people.guesses.mark(account.name)
        cookies.append(cookie_of(request, MARK, mark, _KNOWN_FOR_S))
    return Redirect(goes_to, status_code=HTTP_303_SEE_OTHER, cookies=cookies)


def cookie_of(request: PageRequest, key: str, value: str, lifetime_s: int) -> Cookie:
    """Sent along when a link elsewhere leads here, but with no form of another site (SameSite=Lax)."""
    return Cookie(
        key=key,
        value=value,
        path=root() or "/",
        max_age=lifetime_s,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
