"""Who works here, and what may each of them do? For admins."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from litestar import Response, get, post
from litestar.handlers.base import BaseRouteHandler
from litestar.status_codes import HTTP_200_OK, HTTP_400_BAD_REQUEST

from chargeboard.domain.people import EVERYBODY, Account, Role
from chargeboard.run.people.accounts import AccountError
from chargeboard.run.people.people import People
from chargeboard.web.access.reading import about, reader
from chargeboard.web.people.words import say
from chargeboard.web.requests import PageRequest
from chargeboard.web.templating import page
from chargeboard.web.urls.mount import rooted
from chargeboard.web.urls.paths import station_of

_NEW = {"name": "", "role": str(Role.VIEWER), "sites": ""}


class PersonLine(msgspec.Struct, frozen=True):
    """Somebody who works here."""

    name: str
    role: str
    sites: str
    notes: str
    is_off: bool
    is_you: bool


class Asked(msgspec.Struct, frozen=True):
    """What the forms say of somebody."""

    role: Role
    sites: list[str] | None
    is_off: bool


def people_routes(people: People) -> list[BaseRouteHandler]:
    """The page of people, and what its forms do."""
    accounts = people.accounts

    def shown(
        request: PageRequest,
        *,
        wrong: str = "",
        aside: str = "",
        invited: tuple[str, str] | None = None,
        asked: Mapping[str, str] | None = None,
    ) -> Response[str]:
        return page(
            request,
            "web/people/people.html",
            status=HTTP_400_BAD_REQUEST if wrong else HTTP_200_OK,
            people=[_line(one, len(people.log_ins.of(one.name))) for one in accounts.all()],
            roles=[(str(role), say(f"role_{role}")) for role in Role],
            wrong=wrong,
            aside=aside,
            invited=invited,
            asked=_new() if asked is None else asked,
        )

    def with_invitation(request: PageRequest, name: str) -> Response[str]:
        url, path = request.url, rooted(f"/invitation/{accounts.invite(name)}")
        address = f"{url.scheme}://{url.netloc}{path}"
        return shown(request, invited=(say("invited", name=name), address))

    @get("/people", include_in_schema=False)
    async def show(request: PageRequest) -> Response[str]:
        return shown(request)

    @post("/people", include_in_schema=False, status_code=HTTP_200_OK)
    async def add(request: PageRequest) -> Response[str]:
        given = await _given(request)
        try:
            asked = _asked(given)
            _check_first(asked)
            about(given.get("name", ""))
            accounts.add(given.get("name", ""), asked.role, asked.sites)
        except AccountError as error:
            return shown(request, wrong=str(error), asked=_NEW | given)
        return with_invitation(request, given["name"])

    @post("/people/{name:str}", include_in_schema=False, status_code=HTTP_200_OK)
    async def change(request: PageRequest, name: str) -> Response[str]:
        try:
            asked = _asked(await _given(request))
            made = accounts.change(station_of(name), role=asked.role, sites=asked.sites, is_off=asked.is_off)
        except AccountError as error:
            return shown(request, wrong=str(error))
        people.log_ins.look_again()
        return shown(request, aside=say("saved", name=made.name))

    @post("/people/{name:str}/invite", include_in_schema=False, status_code=HTTP_200_OK)
    async def invite(request: PageRequest, name: str) -> Response[str]:
        try:
            return with_invitation(request, station_of(name))
        except AccountError as error:
            return shown(request, wrong=str(error))

    @post("/people/{name:str}/remove", include_in_schema=False, status_code=HTTP_200_OK)
    async def remove(request: PageRequest, name: str) -> Response[str]:
        try:
            accounts.drop(station_of(name))
        except AccountError as error:
            return shown(request, wrong=str(error))
        people.log_ins.look_again()
        return shown(request, aside=say("removed", name=station_of(name)))

    return [show, add, change, invite, remove]


async def _given(request: PageRequest) -> dict[str, str]:
    return {name: str(value) for name, value in (await request.form()).items()}


def _asked(given: Mapping[str, str]) -> Asked:
    """Raises: AccountError."""
    try:
        role = Role(given.get("role", ""))
    except ValueError as error:
        raise AccountError(say("bad_role", role=repr(given.get("role", "")))) from error
    sites = [line.strip() for line in given.get("sites", "").splitlines() if line.strip()]
    return Asked(role, sites or None, bool(given.get("off")))


def _new() -> dict[str, str]:
    """What the form of a new account proposes."""
    return _NEW | {"role": str(Role.ADMIN)} if reader() is EVERYBODY else _NEW


def _check_first(asked: Asked) -> None:
    """Raises: AccountError where from then on nobody could add people."""
    if reader() is EVERYBODY and (asked.role is not Role.ADMIN or asked.sites):
        raise AccountError(say("first_is_admin"))


def _line(account: Account, log_ins: int) -> PersonLine:
    notes = [
        note
        for note, is_so in (
            (say("was_off"), account.is_off),
            (say("no_password"), not account.password),
            (say("logged_in", n=log_ins), log_ins > 0),
        )
        if is_so
    ]
    return PersonLine(
        account.name,
        str(account.role),
        "\n".join(account.sites or ()),
        ", ".join(notes),
        account.is_off,
        account.name == reader().name,
    )
