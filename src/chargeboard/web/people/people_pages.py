"""Who works here, and what may each of them do? For admins."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec
from litestar import Response, get, post
from litestar.handlers.base import BaseRouteHandler
from litestar.status_codes import HTTP_200_OK, HTTP_400_BAD_REQUEST

from chargeboard.domain.people import EVERYBODY, Account, Role
from chargeboard.run.people.accounts import AccountError
from chargeboard.run.people.people import People
from chargeboard.time.instants import Instant
from chargeboard.web.access.reading import about, reader
from chargeboard.web.people.browsers import BrowserLine, browser_line
from chargeboard.web.people.fields import check_first, fields_of, role_in, sites_in
from chargeboard.web.people.words import say
from chargeboard.web.requests import PageRequest
from chargeboard.web.templating import page
from chargeboard.web.urls.mount import address_of
from chargeboard.web.urls.paths import station_of

_NEW = {"name": "", "role": str(Role.VIEWER), "sites": "", "email": ""}


class PersonLine(msgspec.Struct, frozen=True):
    """Somebody who works here."""

    name: str
    role: str
    sites: str
    email: str
    notes: str
    is_off: bool
    is_you: bool
    browsers: list[BrowserLine]


class Asked(msgspec.Struct, frozen=True):
    """What the forms say of somebody."""

    role: Role
    sites: list[str] | None
    email: str | None
    is_off: bool


class _Page:
    """Draws the page, with what came of a form."""

    def __init__(self, people: People, elsewhere: str, now: Callable[[], Instant]) -> None:
        """`elsewhere`: by which service people log in, too; empty: none."""
        self._people, self._elsewhere, self._now = people, elsewhere, now

    def shown(
        self,
        request: PageRequest,
        *,
        wrong: str = "",
        aside: str = "",
        invited: tuple[str, str] | None = None,
        asked: Mapping[str, str] | None = None,
    ) -> Response[str]:
        """With something wrong its status says so."""
        return page(
            request,
            "web/people/people.html",
            status=HTTP_400_BAD_REQUEST if wrong else HTTP_200_OK,
            people=_lines(self._people, self._now()),
            roles=[(str(role), say(f"role_{role}")) for role in Role],
            wrong=wrong,
            aside=aside,
            invited=invited,
            asked=_new() if asked is None else asked,
            elsewhere=self._elsewhere,
        )

    def invited(self, request: PageRequest, name: str) -> Response[str]:
        """With a new invitation of somebody. Raises: AccountError."""
        address = address_of(request, f"/invitation/{self._people.accounts.invite(name)}")
        return self.shown(request, invited=(say("invited", name=name), address))

    def done(self, request: PageRequest, do: Callable[[], str]) -> Response[str]:
        """Once something was done, of which is said what, or why not."""
        try:
            said = do()
        except AccountError as error:
            return self.shown(request, wrong=str(error))
        self._people.log_ins.look_again()
        return self.shown(request, aside=said)


def people_routes(people: People, elsewhere: str, now: Callable[[], Instant]) -> list[BaseRouteHandler]:
    """The page of people, and what its forms do."""
    accounts, drawn = people.accounts, _Page(people, elsewhere, now)

    @get("/people", include_in_schema=False)
    async def show(request: PageRequest) -> Response[str]:
        return drawn.shown(request)

    @post("/people", include_in_schema=False, status_code=HTTP_200_OK)
    async def add(request: PageRequest) -> Response[str]:
        given = await fields_of(request)
        try:
            asked = _asked(given)
            check_first(asked.role, asked.sites)
            about(given.get("name", ""))
            accounts.add(given.get("name", ""), asked.role, asked.sites, email=asked.email or "")
        except AccountError as error:
            return drawn.shown(request, wrong=str(error), asked=_NEW | given)
        return drawn.invited(request, given["name"])

    @post("/people/{name:str}", include_in_schema=False, status_code=HTTP_200_OK)
    async def change(request: PageRequest, name: str) -> Response[str]:
        given = await fields_of(request)

        def do() -> str:
            asked = _asked(given)
            made = accounts.change(
                station_of(name),
                role=asked.role,
                sites=asked.sites,
                email=asked.email,
                is_off=asked.is_off,
            )
            return say("saved", name=made.name)

        return drawn.done(request, do)

    @post("/people/{name:str}/invite", include_in_schema=False, status_code=HTTP_200_OK)
    async def invite(request: PageRequest, name: str) -> Response[str]:
        try:
            return drawn.invited(request, station_of(name))
        except AccountError as error:
            return drawn.shown(request, wrong=str(error))

    @post("/people/{name:str}/remove", include_in_schema=False, status_code=HTTP_200_OK)
    async def remove(request: PageRequest, name: str) -> Response[str]:
        def do() -> str:
            accounts.drop(station_of(name))
            return say("removed", name=station_of(name))

        return drawn.done(request, do)

    @post("/people/{name:str}/log-ins/{digest:str}/end", include_in_schema=False, status_code=HTTP_200_OK)
    async def end(request: PageRequest, name: str, digest: str) -> Response[str]:
        def do() -> str:
            people.log_ins.end_of(station_of(name), digest)
            return say("log_in_ended", name=station_of(name))

        return drawn.done(request, do)

    return [show, add, change, invite, remove, end]


def _asked(given: Mapping[str, str]) -> Asked:
    """Raises: AccountError."""
    return Asked(
        role_in(given.get("role", "")),
        sites_in(given.get("sites", "")),
        given.get("email"),
        bool(given.get("off")),
    )


def _new() -> dict[str, str]:
    """What the form of a new account proposes."""
    return _NEW | {"role": str(Role.ADMIN)} if reader() is EVERYBODY else _NEW


def _lines(people: People, now: Instant) -> list[PersonLine]:
    log_ins = people.log_ins.by_account()
    return [
        _line(
            one,
            [browser_line(log_in, reader(), now) for log_in in log_ins.get(one.name, ())],
            is_linked=people.accounts.is_linked(one.name),
        )
        for one in people.accounts.all()
    ]


def _line(account: Account, browsers: list[BrowserLine], *, is_linked: bool) -> PersonLine:
    notes = [
        note
        for note, is_so in (
            (say("was_off"), account.is_off),
            (say("no_password"), not account.password and not is_linked),
            (say("is_linked"), is_linked),
        )
        if is_so
    ]
    return PersonLine(
        account.name,
        str(account.role),
        "\n".join(account.sites or ()),
        account.email,
        ", ".join(notes),
        account.is_off,
        account.name == reader().name,
        browsers,
    )
