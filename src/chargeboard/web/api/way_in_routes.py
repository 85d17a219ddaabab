"""By which browsers and tokens does somebody get in? For programs of an admin."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from litestar import Response, delete, get, post
from litestar.exceptions import HTTPException
from litestar.handlers.base import BaseRouteHandler
from litestar.status_codes import HTTP_204_NO_CONTENT

from chargeboard.domain.people import ApiToken, LogIn, Role
from chargeboard.run.people.accounts import AccountError
from chargeboard.run.people.people import People
from chargeboard.time.instants import HOUR, Instant
from chargeboard.web.access.reading import reader
from chargeboard.web.api.answers import BAD, NONE, body_of, converted, json_of, spec
from chargeboard.web.api.people_routes import done, made
from chargeboard.web.api.words import say
from chargeboard.web.requests import PageRequest
from chargeboard.web.urls.paths import station_of


class LogInAnswer(msgspec.Struct, frozen=True):
    """A browser that is logged in."""

    id: str
    """By which it is ended; nobody gets in by it."""
    address: str
    browser: str
    """What it says of itself."""
    at: Instant
    seen_at: Instant
    until: Instant


class TokenAnswer(msgspec.Struct, frozen=True):
    """By which a program asks for somebody."""

    name: str
    role: Role
    sites: list[str] | None
    """Null: all of theirs."""
    created_at: Instant
    until: Instant | None
    """Null: until it is revoked."""
    used_at: Instant | None


class NewToken(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A token to be made."""

    name: str
    role: Role = Role.VIEWER
    sites: list[str] | None = None
    days: int | None = None


class MadeToken(msgspec.Struct, frozen=True):
    """A token that was made."""

    secret: str
    """What a program sends; it is not told again."""
    token: TokenAnswer


def way_in_api(people: People, now: Callable[[], Instant]) -> list[BaseRouteHandler]:
    """Everything under /api/v1/people that is about log-ins and tokens."""

    def known(name: str) -> str:
        """The name of an account. Raises: HTTPException where there is none."""
        return done(lambda: people.accounts.of(station_of(name))).name

    @get(
        "/api/v1/people/{name:str}/log-ins",
        summary="Browsers that somebody is logged in with",
        tags=["people"],
        responses={200: spec(list[LogInAnswer], "The one that was used last first."), 404: NONE},
    )
    async def log_ins(name: str) -> Response[bytes]:
        return json_of([*map(_log_in, people.log_ins.of(known(name)))])

    @delete(
        "/api/v1/people/{name:str}/log-ins",
        summary="Log somebody out everywhere",
        tags=["people"],
        status_code=HTTP_204_NO_CONTENT,
        responses={404: NONE},
    )
    async def end_all(name: str) -> None:
        people.log_ins.end_all(known(name))

    @delete(
        "/api/v1/people/{name:str}/log-ins/{digest:str}",
        summary="Log somebody out of one browser",
        tags=["people"],
        status_code=HTTP_204_NO_CONTENT,
        responses={404: NONE},
    )
    async def end(name: str, digest: str) -> None:
        if not people.log_ins.end_of(known(name), digest):
            raise HTTPException(status_code=404, detail=say("no_such_log_in", id=digest))

    @get(
        "/api/v1/people/{name:str}/tokens",
        summary="API tokens of somebody",
        tags=["people"],
        responses={200: spec(list[TokenAnswer], "By name, without what a program sends."), 404: NONE},
    )
    async def tokens(name: str) -> Response[bytes]:
        return json_of([*map(_token, people.tokens.of(known(name)))])

    @post(
        "/api/v1/people/{name:str}/tokens",
        summary="Make an API token for somebody",
        description="The body is an object with `name`, and `role` (viewer where it is not said), `sites`"
        " (null: all of theirs), `days` (null: no end). It takes the place of their token of that name, and"
        " may no more than they may. An API token makes none that lasts longer than itself.",
        tags=["people"],
        responses={201: spec(MadeToken, "The token, told once."), 400: BAD, 404: NONE},
    )
    async def make(request: PageRequest, name: str) -> Response[bytes]:
        account, asked = known(name), converted(await body_of(request), NewToken)

        def do() -> str:
            _check_end(asked.days, now())
            return people.tokens.make(account, asked.name, asked.role, asked.sites, asked.days)

        secret = done(do)
        token = next(one for one in people.tokens.of(account) if one.name == asked.name)
        people.log_ins.look_again()
        return made(MadeToken(secret, _token(token)))

    @delete(
        "/api/v1/people/{name:str}/tokens/{token:str}",
        summary="Revoke an API token",
        tags=["people"],
        status_code=HTTP_204_NO_CONTENT,
        responses={404: NONE},
    )
    async def revoke(name: str, token: str) -> None:
        try:
            people.tokens.drop(known(name), station_of(token))
        except AccountError as error:
            raise HTTPException(status_code=404, detail=str(error)) from error
        people.log_ins.look_again()

    return [log_ins, end_all, end, tokens, make, revoke]


def _check_end(days: int | None, now: Instant) -> None:
    """Raises: AccountError where an API token would make one that lasts longer than itself."""
    maker = reader().token
    if maker is None or maker.until is None:
        return
    if days is None or now + days * 24 * HOUR > maker.until:
        raise AccountError(say("lasts_longer"))


def _log_in(one: LogIn) -> LogInAnswer:
    return LogInAnswer(one.digest, one.address, one.browser, one.at, one.seen_at, one.until)


def _token(one: ApiToken) -> TokenAnswer:
    sites = None if one.sites is None else [*one.sites]
    return TokenAnswer(one.name, one.role, sites, one.created_at, one.until, one.used_at)
