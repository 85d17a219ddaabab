"""What does somebody see of themselves: rights, password, and the browsers that are logged in?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress

import msgspec
from litestar import Response, get, post
from litestar.handlers.base import BaseRouteHandler
from litestar.response import Redirect
from litestar.status_codes import HTTP_200_OK, HTTP_303_SEE_OTHER, HTTP_400_BAD_REQUEST

from chargeboard.domain.people import ApiToken, Reader, Role
from chargeboard.run.people.accounts import AccountError
from chargeboard.run.people.passwords import LEAST, PasswordError
from chargeboard.run.people.people import People
from chargeboard.time.instants import Instant
from chargeboard.web.access.guard import Access, TooManyGuessesError
from chargeboard.web.access.login import logged_in
from chargeboard.web.access.reading import about, reader
from chargeboard.web.people.browsers import browser_line
from chargeboard.web.people.fields import fields_of, role_in, sites_in
from chargeboard.web.people.second_factor_routes import second_factor
from chargeboard.web.people.words import say
from chargeboard.web.requests import PageRequest
from chargeboard.web.templating import page
from chargeboard.web.tongues import COOKIE as LANGUAGE
from chargeboard.web.urls.mount import rooted
from chargeboard.web.urls.paths import station_of
from chargeboard.words.wall_clock import Local


class TokenAsked(msgspec.Struct, frozen=True):
    """What the form of a new token holds, and what is wrong with it."""

    name: str = ""
    role: str = str(Role.VIEWER)
    sites: str = ""
    days: str = "365"
    wrong: str = ""


class TokenLine(msgspec.Struct, frozen=True):
    """An API token of theirs."""

    name: str
    role: str
    sites: str
    used: str
    until: str


def account_routes(access: Access, people: People, now: Callable[[], Instant]) -> list[BaseRouteHandler]:
    """The page of who is logged in, and what its forms do."""

    def shown(
        request: PageRequest,
        wrong: str = "",
        *,
        is_changed: bool = False,
        made: str = "",
        token: TokenAsked | None = None,
    ) -> Response[str]:
        one = reader()
        return page(
            request,
            "web/people/account.html",
            status=HTTP_400_BAD_REQUEST if wrong or token else HTTP_200_OK,
            rights=rights_told(one),
            is_open=not access.is_locked,
            has_password=bool(one.name and people.accounts.of(one.name).password),
            log_ins=[browser_line(log_in, one, now()) for log_in in people.log_ins.of(one.name)],
            wrong=wrong,
            is_changed=is_changed,
            least=LEAST,
            tokens=[_token(one, now()) for one in people.tokens.of(one.name)],
            roles=[str(role) for role in Role if one.role.covers(role)],
            made=made,
            token=token or TokenAsked(),
            second=second_factor(people, one.name),
            languages=access.tongues.names,
            chosen=one.language or request.cookies.get(LANGUAGE, ""),
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
        people.log_ins.end_of(reader().name, digest)
        return Redirect(rooted("/account"), status_code=HTTP_303_SEE_OTHER)

    @post("/account/tokens", include_in_schema=False, status_code=HTTP_200_OK)
    async def make_token(request: PageRequest) -> Response[str]:
        about(reader().name)
        given = await fields_of(request)
        try:
            return shown(request, made=_new_token(people, reader(), given))
        except AccountError as error:
            asked = {key: given.get(key, "") for key in ("name", "role", "sites", "days")}
            return shown(request, token=TokenAsked(**asked, wrong=str(error)))

    @post("/account/tokens/{name:str}/revoke", include_in_schema=False, status_code=HTTP_303_SEE_OTHER)
    async def revoke_token(name: str) -> Redirect:
        with suppress(AccountError):  # somebody was faster
            people.tokens.drop(reader().name, station_of(name))
            people.log_ins.look_again()
        return Redirect(rooted("/account"), status_code=HTTP_303_SEE_OTHER)

    return [account, password, end, make_token, revoke_token]


def _new_token(people: People, one: Reader, given: Mapping[str, str]) -> str:
    """What a new token is. Raises: AccountError."""
    days, sites = given.get("days", "").strip(), sites_in(given.get("sites", ""))
    try:
        number = int(days) if days else None
    except ValueError as error:
        raise AccountError(say("bad_days", days=repr(days))) from error
    hidden = [] if one.sites is None else [site for site in sites or () if site not in one.sites]
    if hidden:
        raise AccountError(say("not_your_site", site=repr(hidden[0])))
    return people.tokens.make(one.name, given.get("name", ""), role_in(given.get("role", "")), sites, number)


def _token(token: ApiToken, now: Instant) -> TokenLine:
    local = Local("UTC", now)
    return TokenLine(
        token.name,
        str(token.role),
        say("all_of_yours") if token.sites is None else ", ".join(token.sites),
        say("never") if token.used_at is None else local.moment(token.used_at),
        say("no_end") if token.until is None else local.moment(token.until),
    )


def rights_told(one: Reader) -> str:
    """What somebody may do, in a line."""
    sites = say("all_sites") if one.sites is None else ", ".join(sorted(one.sites))
    return say("your_rights", role=one.role, sites=sites)
