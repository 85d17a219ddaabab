"""How does a reader get in, and out again?"""

from __future__ import annotations

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
from chargeboard.web.urls.mount import root, rooted

_KNOWN_FOR_S = 400 * 86_400


def login_routes(access: Access, people: People) -> list[BaseRouteHandler]:
    """The login form and the way out."""

    def form(request: PageRequest, goes_to: str, wrong: str = "", status: int = 200) -> Response[str]:
        return page(
            request,
            "web/access/login.html",
            status=status,
            goes_to=goes_to,
            wrong=wrong,
            by_name=people.log_ins.has_accounts,
            by_token=access.has_token,
        )

    @get("/login", include_in_schema=False)
    async def login_form(request: PageRequest) -> Response[str] | Redirect:
        goes_to = own(request.query_params.get("next", ""))
        if not access.is_locked or access.logged_in(request) is not None:
            return Redirect(goes_to, status_code=HTTP_303_SEE_OTHER)
        return form(request, goes_to)

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
            answer = form(request, goes_to, str(error), HTTP_429_TOO_MANY_REQUESTS)
            answer.headers["Retry-After"] = str(error.wait_s)
            return answer
        if wrong:
            return form(request, goes_to, wrong, HTTP_401_UNAUTHORIZED)
        return logged_in(access, people, request, account, goes_to)

    @post("/logout", include_in_schema=False, status_code=200)
    async def logout(request: PageRequest) -> Redirect:
        refuse_strangers(request)
        _end_the_one_before(access, people, request)
        return Redirect(
            rooted("/login"),
            status_code=HTTP_303_SEE_OTHER,
            cookies=[_cookie(request, COOKIE, "", 0)],
            headers={"Clear-Site-Data": '"cache"'},
        )

    return [login_form, login, logout]


def logged_in(
    access: Access, people: People, request: PageRequest, account: Account | None, goes_to: str
) -> Redirect:
    """
    The way on for a browser that was let in, with a cookie that nobody had before.

    What it held counts no more: a cookie that somebody else put there leads to nobody's log-in.
    """
    _end_the_one_before(access, people, request)
    address = request.client.host if request.client else ""
    if account is not None:
        answer_to(Reader(name=account.name, role=account.role))
        about(account.name)
    secret = people.log_ins.begin(account, address, request.headers.get("user-agent", ""))
    cookies = [_cookie(request, COOKIE, secret, LIFETIME_S)]
    if account is not None:
        mark = people.guesses.mark(account.name)
        cookies.append(_cookie(request, MARK, mark, _KNOWN_FOR_S))
    return Redirect(goes_to, status_code=HTTP_303_SEE_OTHER, cookies=cookies)


def _end_the_one_before(access: Access, people: People, request: PageRequest) -> None:
    before = access.logged_in(request)
    if before is not None and before.log_in is not None:
        answer_to(before)
        people.log_ins.end(before.log_in.digest)


def _cookie(request: PageRequest, key: str, value: str, lifetime_s: int) -> Cookie:
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
