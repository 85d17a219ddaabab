"""
Who asks, and may they?

Where there is a token, or anybody has an account, everything asks for it: pages want the cookie that the
login form gives, and the API wants a token as bearer. Without any everything is open, and the command line
sees to it that only loopback is served. No secret is ever in the address of a page. Who guesses is heard ever
more seldom, and nobody else is.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial

from litestar.enums import HttpMethod
from litestar.exceptions import NotAuthorizedException, PermissionDeniedException
from litestar.handlers.base import BaseRouteHandler

from chargeboard.domain.addresses import network_of
from chargeboard.domain.allowance import Sparing
from chargeboard.domain.people import EVERYBODY, Account, Reader, Role
from chargeboard.domain.records import Unavailable
from chargeboard.run.people.accounts import Accounts
from chargeboard.run.people.guesses import Guesses
from chargeboard.run.people.log_ins import Visit
from chargeboard.run.people.passwords import checked
from chargeboard.run.people.people import People
from chargeboard.time.instants import Instant
from chargeboard.web.access.by_share import ByShare
from chargeboard.web.access.noting import Noting
from chargeboard.web.access.own_pages import refuse_strangers
from chargeboard.web.access.reading import NOBODY, answer_to, reader
from chargeboard.web.access.rights import right_of
from chargeboard.web.access.words import say
from chargeboard.web.requests import Connection, PageRequest
from chargeboard.web.sharing.entering import secret_of
from chargeboard.web.tongues import Tongues

_log = logging.getLogger(__name__)
COOKIE = "chargeboard"
MARK = "chargeboard-known"
"""The cookie of a browser that was let in before."""
LOOKED_AT_ONCE = 2
"""Passwords; to look at one takes a core and 64 MiB for a moment."""
_BY_TOKEN = Reader(role=Role.ADMIN)


class TooManyGuessesError(Exception):
    """Somebody tried too many wrong passwords; what they bring is not looked at for so many seconds."""

    def __init__(self, wait_s: int) -> None:
        super().__init__(say("too_many_guesses", wait_s=wait_s))
        self.wait_s = wait_s


class Access:
    """The door. Without a token, accounts and anybody but this machine to keep out there is none."""

    def __init__(
        self,
        token: str | None,
        now: Callable[[], Instant],
        people: People | None,
        elsewhere: str = "",
        tongues: Tongues | None = None,
    ) -> None:
        """
        `people` None: nobody logs in, only programs that bring the token.

        `elsewhere`: what the service is called by which people log in, too; empty: there is none.
        """
        self.elsewhere = elsewhere
        self.tongues = tongues or Tongues()
        self._token = token.encode() if token else None
        self._now = now
        self.people = people
        self._guesses = people.guesses if people else Guesses(b"")
        self._is_open = not token and not elsewhere and (people is None or people.is_open)
        self._looking = asyncio.Semaphore(LOOKED_AT_ONCE)
        # who was let in before never waits behind those who guess
        self._looking_at_known = asyncio.Semaphore(1)
        self._in_turn: dict[str, int] = {}
        self._sparing = Sparing()
        self.noting = Noting(people.audit if people else None)
        self.by_share = ByShare(people.shares if people else None, now, _network)

    @property
    def is_locked(self) -> bool:
        """Whether anybody is asked who they are; once that is so it stays so."""
        if self._is_open and self.people is not None and self.people.log_ins.has_accounts:
            self._is_open = False
        return not self._is_open

    @property
    def has_token(self) -> bool:
        """Whether the one token of the settings lets in."""
        return self._token is not None

    async def guard(self, connection: Connection, _: BaseRouteHandler) -> None:
        """
        Let a request in or refuse it.

        Raises: NotAuthorizedException, PermissionDeniedException, TooManyGuessesError, and by a share what
                `ByShare.reader` does.
        """
        method = HttpMethod(connection.scope.get("method")).value
        right = right_of(method, str(connection.scope.get("path_template")))
        if right is None:
            _log.error(say("no_right_said", path=connection.scope.get("path_template")))
            raise PermissionDeniedException(say("no_right"))
        if secret_of(connection):
            if (looking := self.by_share.reader(connection, right)) is not None:
                answer_to(looking)
            return
        self.noting.begin(right, connection)
        if right.role is None:
            return
        one, is_bearer = self._reader_of(connection, is_bearers=right.is_bearers)
        if one is None:
            raise NotAuthorizedException(say("token_needed"))
        if not is_bearer and method != HttpMethod.GET:
            refuse_strangers(connection)
        if right.is_own and one.token is not None:
            raise PermissionDeniedException(say("no_program"))
        if not right.is_given_to(one):
            raise PermissionDeniedException(
                say("role_needed", role=right.role) if one.sees_all else say("all_sites_needed")
            )
        answer_to(one)
        self.tongues.speak_to(one)

    def _reader_of(self, connection: Connection, *, is_bearers: bool) -> tuple[Reader | None, bool]:
        """Who asks, and whether by a token that only a program sends."""
        if not self.is_locked:
            return EVERYBODY, False
        if not is_bearers and (one := self.logged_in(connection)) is not None:
            return one, False
        return self._bearer(connection), True

    def _bearer(self, connection: Connection | PageRequest) -> Reader | None:
        given = brought(connection)
        if given is None:
            return None
        one = self.people.tokens.reader(given) if self.people is not None else None
        return one or (_BY_TOKEN if self.knows(given, connection) else None)

    def logged_in(self, connection: Connection | PageRequest) -> Reader | None:
        """Whose browser asks, by its cookie."""
        if self.people is None or not self.is_locked:
            return None
        return self.people.log_ins.reader(connection.cookies.get(COOKIE, ""))

    def shown_to(self, request: PageRequest) -> tuple[Reader, bool]:
        """
        Who reads a page, also one that anybody may ask for, or that is not there; and whether that is asked.

        While it cannot be looked up nobody is greeted.
        """
        if secret_of(request):
            return reader(), True
        try:
            if reader() is not NOBODY:
                return reader(), self.is_locked
            return (self.logged_in(request) or NOBODY) if self.is_locked else EVERYBODY, self.is_locked
        except Unavailable:
            return NOBODY, True

    def is_whole(self, connection: PageRequest) -> bool:
        """
        Whether who asks may be told how the installation is.

        Raises: TooManyGuessesError.
        """
        if not self.is_locked:
            return True
        one = self.logged_in(connection) or self._bearer(connection)
        return one is not None and one.sees_all

    @contextmanager
    def visit(self) -> Iterator[Visit]:
        """Something stays open for who asks, no longer than they may see it."""
        if self.people is None:
            yield Visit(None)
            return
        one = reader()
        with self.people.log_ins.visit(one, self._today(self.people, one)) as visit:
            yield visit

    def _today(self, people: People, one: Reader) -> Callable[[], Reader | None] | None:
        """What who has no log-in may later on; None: always the same, by the token of the settings."""
        if one.share is not None:
            return self.by_share.today(one)
        if one.token is not None:
            return partial(people.tokens.today, one.token)
        if one is EVERYBODY:
            return lambda: None if self.is_locked else EVERYBODY
        return None

    def check_guesses(self, connection: PageRequest) -> None:
        """Raises: TooManyGuessesError where too much was tried from there."""
        if wait_s := self._guesses.wait_s(_network(connection), self._now()):
            raise TooManyGuessesError(wait_s)

    def count_guess(self, connection: PageRequest) -> None:
        """What was brought from there was nothing."""
        self._guesses.wrong(_network(connection), "", self._now())

    def knows(self, given: str, connection: Connection | PageRequest) -> bool:
        """
        Whether this is the token; takes as long for a wrong one.

        Raises: TooManyGuessesError, whatever was given: nobody learns by guessing faster.
        """
        who, now = _network(connection), self._now()
        if wait_s := self._guesses.wait_s(who, now):
            raise TooManyGuessesError(wait_s)
        told, right = (hashlib.sha256(one).digest() for one in (given.encode(), self._token or b""))
        if hmac.compare_digest(told, right) and self._token is not None:
            return True
        self._was_wrong(who, "")
        return False

    async def account_of(
        self, people: People, name: str, password: str, code: str, connection: PageRequest
    ) -> Account | None:
        """
        Whose password this is, and whose code, where that is asked for.

        Raises: TooManyGuessesError, whatever was given.
        """
        guesses, now = self._guesses, self._now()
        known = guesses.known(connection.cookies.get(MARK, ""), name)
        who = known or _network(connection)
        if wait_s := guesses.wait_s(who, now) or (self._in_turn.get(who, 0) >= LOOKED_AT_ONCE):
            raise TooManyGuessesError(int(wait_s))
        self._in_turn[who] = self._in_turn.get(who, 0) + 1
        try:
            if not known and (slow_s := guesses.slow_s(name, now)):
                await asyncio.sleep(slow_s)
            async with self._looking_at_known if known else self._looking:
                account = await asyncio.to_thread(people.accounts.by_password, name, password)
            if account is not None and not people.second.is_right(account, code):
                account = None
        finally:
            self._in_turn[who] -= 1
            if not self._in_turn[who]:
                del self._in_turn[who]
        if account is None:
            self._was_wrong(who, name)
        return account

    async def set_password(self, accounts: Accounts, name: str, password: str) -> Account:
        """
        Give an account a password, which logs it out everywhere.

        Raises: PasswordError.
        """
        async with self._looking:
            await asyncio.to_thread(accounts.set_password, name, password)
        return accounts.of(name)

    async def begin_accounts(self, people: People, name: str, password: str) -> Account:
        """
        Make the first account, of an admin: from now on everybody is asked who they are.

        Raises: AccountError, PasswordError.
        """
        checked(password)
        async with self._looking:
            return await asyncio.to_thread(people.accounts.add, name, Role.ADMIN, None, password)

    def _was_wrong(self, who: str, account: str) -> None:
        guesses, now = self._guesses, self._now()
        guesses.wrong(who, account, now)
        more = self._sparing.tells(now)
        if more is not None:
            wait_s = guesses.wait_s(who, now)
            rest = say("not_heard_for", wait_s=wait_s) if wait_s else ""
            _log.warning(
                say(
                    "wrong_password" if account else "wrong_token",
                    address=who or say("unknown_address"),
                    rest=rest,
                    more=more,
                )
            )


def brought(connection: Connection | PageRequest) -> str | None:
    """
    The token of a program; None: it brings none.

    Programs that speak OCPI call it `Token`, and write it in base64.
    """
    kind, _, given = connection.headers.get("authorization", "").partition(" ")
    given = given.strip()
    match kind.lower():
        case "bearer":
            return given
        case "token":
            with suppress(ValueError):
                return base64.b64decode(given, validate=True).decode("ascii")
            return given
        case _:
            return None


def _network(connection: Connection | PageRequest) -> str:
    return network_of(connection.client.host if connection.client else "")
