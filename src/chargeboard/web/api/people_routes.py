"""Who works here, and what may each of them do? For programs of an admin."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import msgspec
from litestar import Response, delete, get, patch, post
from litestar.enums import MediaType
from litestar.exceptions import HTTPException, PermissionDeniedException
from litestar.handlers.base import BaseRouteHandler
from litestar.status_codes import HTTP_201_CREATED, HTTP_204_NO_CONTENT
from msgspec import UNSET, UnsetType

from chargeboard.documents.forms import encoded
from chargeboard.domain.people import Account, Role
from chargeboard.run.people.accounts import INVITED_FOR, AccountError, Accounts, NoAccountError
from chargeboard.run.people.people import People
from chargeboard.time.instants import Instant
from chargeboard.web.access.reading import about, reader
from chargeboard.web.api.answers import BAD, NONE, body_of, converted, json_of, spec
from chargeboard.web.api.words import say
from chargeboard.web.people.fields import check_first
from chargeboard.web.requests import PageRequest
from chargeboard.web.urls.asked import BadParameterError
from chargeboard.web.urls.mount import address_of
from chargeboard.web.urls.paths import station_of

T = TypeVar("T")


class Person(msgspec.Struct, frozen=True):
    """Somebody who works with us."""

    name: str
    role: Role
    sites: list[str] | None
    """Null: all, and chargers without a site."""
    email: str
    """By which another service may log them in."""
    is_off: bool
    """Nobody gets in as this one."""
    has_password: bool
    has_second_factor: bool
    is_linked: bool
    """Another service logs them in."""
    created_at: Instant
    log_ins: int
    """Browsers that are logged in."""


class NewPerson(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An account to be made."""

    name: str
    role: Role = Role.VIEWER
    sites: list[str] | None = None
    email: str = ""


class PersonChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is to be otherwise; what is not said stays as it is."""

    role: Role | UnsetType = UNSET
    sites: list[str] | UnsetType | None = UNSET
    email: str | UnsetType = UNSET
    is_off: bool | UnsetType = UNSET


class InvitationAnswer(msgspec.Struct, frozen=True):
    """Where somebody chooses a password, once; it is not told again."""

    address: str
    until: Instant


def people_api(people: People, now: Callable[[], Instant]) -> list[BaseRouteHandler]:
    """Everything under /api/v1/people that is about accounts."""
    accounts = people.accounts

    def person(account: Account) -> Person:
        return _person(account, len(people.log_ins.of(account.name)), accounts)

    @get(
        "/api/v1/people",
        summary="Everybody who has an account",
        tags=["people"],
        responses={200: spec(list[Person], "By name.")},
    )
    async def all_() -> Response[bytes]:
        log_ins = people.log_ins.by_account()
        return json_of([_person(one, len(log_ins.get(one.name, ())), accounts) for one in accounts.all()])

    @post(
        "/api/v1/people",
        summary="Give somebody an account",
        description="The body is an object with `name`, and `role` (viewer where it is not said), `sites`"
        " (null: all), `email`. There is no password yet: an invitation lets them choose one.",
        tags=["people"],
        responses={201: spec(Person, "The account as it is kept."), 400: BAD},
    )
    async def add(request: PageRequest) -> Response[bytes]:
        asked = converted(await body_of(request), NewPerson)
        about(asked.name)

        def do() -> Account:
            check_first(asked.role, asked.sites)
            return accounts.add(asked.name, asked.role, asked.sites, email=asked.email)

        return made(person(done(do)))

    @patch(
        "/api/v1/people/{name:str}",
        summary="Change what somebody may do",
        description="The body is an object with `role`, `sites` (null: all), `email` and `is_off`, or some of"
        " them. It holds at once for whoever is logged in as them. An API token changes no `email` of its own"
        " account.",
        tags=["people"],
        responses={200: spec(Person, "The account as it is kept."), 400: BAD, 404: NONE},
    )
    async def change(request: PageRequest, name: str) -> Response[bytes]:
        asked = converted(await body_of(request), PersonChange)

        def do() -> Account:
            before = accounts.of(station_of(name))
            if _or(asked.email, before.email) != before.email:
                _refuse_own_token(name)  # by that address another service lets somebody in
            return accounts.change(
                before.name,
                role=_or(asked.role, before.role),
                sites=_or(asked.sites, before.sites),
                email=_or(asked.email, before.email),
                is_off=_or(asked.is_off, before.is_off),
            )

        after = done(do)
        people.log_ins.look_again()
        return json_of(person(after))

    @delete(
        "/api/v1/people/{name:str}",
        summary="Take somebody's account away",
        tags=["people"],
        status_code=HTTP_204_NO_CONTENT,
        responses={400: BAD, 404: NONE},
    )
    async def drop(name: str) -> None:
        done(lambda: accounts.drop(station_of(name)))
        people.log_ins.look_again()

    @post(
        "/api/v1/people/{name:str}/invitation",
        summary="Invite somebody to choose a password",
        description="The address works once, within a week; one that was made before ends. An API token makes"
        " none for its own account.",
        tags=["people"],
        responses={201: spec(InvitationAnswer, "Where they choose it."), 404: NONE},
    )
    async def invite(request: PageRequest, name: str) -> Response[bytes]:
        await body_of(request)
        _refuse_own_token(name)
        secret = done(lambda: accounts.invite(station_of(name)))
        return made(InvitationAnswer(address_of(request, f"/invitation/{secret}"), now() + INVITED_FOR))

    return [all_, add, change, drop, invite]


def done(do: Callable[[], T]) -> T:
    """What comes of it; what cannot be, and of whom there is no account, is told as such."""
    try:
        return do()
    except NoAccountError as error:
        raise HTTPException(status_code=404, detail=str(error)) from error
    except AccountError as error:
        raise BadParameterError("body", str(error)) from error


def made(answer: msgspec.Struct) -> Response[bytes]:
    """Something that was made, as JSON."""
    return Response(encoded(answer), media_type=MediaType.JSON, status_code=HTTP_201_CREATED)


def _refuse_own_token(name: str) -> None:
    """Raises: PermissionDeniedException where an API token asks for its own account."""
    one = reader()
    if one.token is not None and one.name == station_of(name):
        raise PermissionDeniedException(say("own_invitation"))


def _or(said: T | UnsetType, before: T) -> T:
    return before if isinstance(said, UnsetType) else said


def _person(account: Account, log_ins: int, accounts: Accounts) -> Person:
    return Person(
        name=account.name,
        role=account.role,
        sites=None if account.sites is None else [*account.sites],
        email=account.email,
        is_off=account.is_off,
        has_password=bool(account.password),
        has_second_factor=bool(account.second_factor),
        is_linked=accounts.is_linked(account.name),
        created_at=account.created_at,
        log_ins=log_ins,
    )
