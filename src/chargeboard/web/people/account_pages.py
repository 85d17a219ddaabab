"""What does somebody see of themselves: rights, password, and the browsers that are logged in?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress

import msgspec
from litestar import Response, get, post
from litestar.handlers.base import BaseRouteHandler
from litestar.response import Redirect
from litestar.status_codes import HTTP_200_OK, HTTP_303_SEE_OTHER, HTTP_400_BAD_REQUEST

from chargeboard.domain.people import ApiToken, LogIn, Reader, Role
from chargeboard.run.people.accounts import AccountError
from chargeboard.run.people.passwords import LEAST, PasswordError
from chargeboard.run.people.people import People
from chargeboard.time.instants import Instant
from chargeboard.web.access.guard import Access, TooManyGuessesError
from chargeboard.web.access.login import logged_in
from chargeboard.web.access.reading import about, reader
from chargeboard.web.people.second_factor_routes import second_factor
from chargeboard.web.people.words import say
from chargeboard.web.requests import PageRequest
from chargeboard.web.templating import page
from chargeboard.web.urls.mount import rooted
from chargeboard.web.urls.paths import station_of
from chargeboard.words.wall_clock import Local

_LONGEST_NAME = 30
_BROWSERS = (
    ("Firefox/", "Firefox"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Chrom", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
"""The first that is found says it; most pretend to be several."""


class BrowserLine(msgspec.Struct, frozen=True):
    """A browser that is logged in."""

    digest: str
    browser: str
    address: str
    since: str
    seen: str
    is_this: bool


class TokenLine(msgspec.Struct, frozen=True):
    """An API token of theirs."""

    name: str
    role: str
    used: str
    until: str


def account_routes(access: Access, people: People, now: Callable[[], Instant]) -> list[BaseRouteHandler]:
    """The page of who is logged in, and what its forms do."""

    def shown(
        request: PageRequest, wrong: str = "", *, is_changed: bool = False, made: str = ""
    ) -> Response[str]:
        one = reader()
        return page(
            request,
            "web/people/account.html",
            status=HTTP_400_BAD_REQUEST if wrong else HTTP_200_OK,
            rights=rights_told(one),
            is_open=not access.is_locked,
            has_password=bool(one.name and people.accounts.of(one.name).password),
            log_ins=[line(log_in, one, now()) for log_in in people.log_ins.of(one.name)],
            wrong=wrong,
            is_changed=is_changed,
            least=LEAST,
            tokens=[_token(one, now()) for one in people.tokens.of(one.name)],
            roles=[str(role) for role in Role if one.role.covers(role)],
            made=made,
            second=second_factor(people, one.name),
        )

    @get("/account", include_in_schema=False)
    async def account(request: PageRequest) -> Response[str]:
        return shown(request, is_changed="changed" in request.query_params)

    @post("/account/password", include_in_schema=False, status_code=HTTP_200_OK)
    async def password(request: PageRequest) -> Response[str] | Redirect:
        given, name = await request.form(), reader().name
        if not name:
            return Redirect(rooted("/account"), status_code=HTTP_303_SEE_OTHER)
        try:
            known = await access.account_of(
                people, name, str(given.get("old", "")), str(given.get("code", "")), request
            )
            if known is None:
                return shown(request, say("not_the_password"))
            after = await access.set_password(people.accounts, name, str(given.get("new", "")))
        except (PasswordError, TooManyGuessesError) as error:
            return shown(request, str(error))
        people.log_ins.look_again()
        return logged_in(access, people, request, after, rooted("/account?changed"))

    @post("/account/log-ins/{digest:str}/end", include_in_schema=False, status_code=HTTP_303_SEE_OTHER)
    async def end(digest: str) -> Redirect:
        if any(one.digest == digest for one in people.log_ins.of(reader().name)):
            people.log_ins.end(digest)
        return Redirect(rooted("/account"), status_code=HTTP_303_SEE_OTHER)

    @post("/account/tokens", include_in_schema=False, status_code=HTTP_200_OK)
    async def make_token(request: PageRequest) -> Response[str]:
        about(reader().name)
        try:
            return shown(request, made=_new_token(people, reader(), await request.form()))
        except AccountError as error:
            return shown(request, str(error))

    @post("/account/tokens/{name:str}/revoke", include_in_schema=False, status_code=HTTP_303_SEE_OTHER)
    async def revoke_token(name: str) -> Redirect:
        with suppress(AccountError):  # somebody was faster
            people.tokens.drop(reader().name, station_of(name))
            people.log_ins.look_again()
        return Redirect(rooted("/account"), status_code=HTTP_303_SEE_OTHER)

    return [account, password, end, make_token, revoke_token]


def _new_token(people: People, one: Reader, given: Mapping[str, object]) -> str:
    """What a new token is. Raises: AccountError."""
    days = str(given.get("days", "")).strip()
    try:
        role, number = Role(str(given.get("role", ""))), int(days) if days else None
    except ValueError as error:
        raise AccountError(say("bad_token")) from error
    return people.tokens.make(one.name, str(given.get("name", "")), role, None, number)


def _token(token: ApiToken, now: Instant) -> TokenLine:
    local = Local("UTC", now)
    return TokenLine(
        token.name,
        str(token.role),
        say("never") if token.used_at is None else local.moment(token.used_at),
        say("no_end") if token.until is None else local.moment(token.until),
    )


def rights_told(one: Reader) -> str:
    """What somebody may do, in a line."""
    sites = say("all_sites") if one.sites is None else ", ".join(sorted(one.sites))
    return say("your_rights", role=one.role, sites=sites)


def browser_of(agent: str) -> str:
    """What a browser is, of what it says of itself: `Firefox, Android`; another program as it says."""
    kind = next((name for mark, name in _BROWSERS if mark in agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    return ", ".join(filter(None, (kind, system))) if kind else agent[:_LONGEST_NAME]


def line(log_in: LogIn, one: Reader, now: Instant) -> BrowserLine:
    """A log-in as it is listed."""
    local = Local("UTC", now)
    return BrowserLine(
        log_in.digest,
        browser_of(log_in.browser) or say("unknown_browser"),
        log_in.address,
        local.moment(log_in.at),
        local.moment(log_in.seen_at),
        one.log_in is not None and one.log_in.digest == log_in.digest,
    )
