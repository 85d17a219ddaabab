"""
Who may look?

With a token set, pages want a signed cookie that the login form gives, and the API wants the token as
bearer. Without one everything is open, and the command line sees to it that only loopback is served.
The token itself is never in a URL or a cookie. Who guesses is heard ever more seldom, and nobody else is.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager

from litestar.exceptions import NotAuthorizedException
from litestar.handlers.base import BaseRouteHandler

from chargeboard.domain.addresses import network_of
from chargeboard.domain.allowance import Allowance, Sparing
from chargeboard.time.instants import Instant
from chargeboard.web.access.tickets import Ticket, Tickets, Visit
from chargeboard.web.access.words import say
from chargeboard.web.requests import Connection, PageRequest

_log = logging.getLogger(__name__)
COOKIE = "chargeboard"
GUESSES = 10
"""Wrong tokens that an address may try at once."""
GUESS_BACK_S = 6.0
"""After which it may try another one."""


class TooManyGuessesError(Exception):
    """An address tried too many wrong tokens; what it brings is not looked at for so many seconds."""

    def __init__(self, wait_s: int) -> None:
        super().__init__(say("too_many_guesses", wait_s=wait_s))
        self.wait_s = wait_s


class Access:
    """The door. `token` None: there is none."""

    def __init__(
        self,
        token: str | None,
        now: Callable[[], Instant],
        ended: Mapping[str, Instant] | None = None,
        remember: Callable[[str, Instant], None] = lambda *_: None,
    ) -> None:
        """`ended` are the tickets that were given back, with their ends; `remember` keeps one more."""
        self._token = token.encode() if token else None
        self._now = now
        self.tickets = Tickets(self._token or b"", now, ended or {}, remember)
        self._guesses = Allowance(GUESSES, GUESS_BACK_S)
        self._sparing = Sparing()

    @property
    def is_locked(self) -> bool:
        """Whether a token is asked for."""
        return self._token is not None

    def guard(self, connection: Connection, handler: BaseRouteHandler) -> None:
        """Let a request in or raise: NotAuthorizedException, TooManyGuessesError."""
        if handler.opt.get("is_open"):
            return
        if not self.lets_in(connection, bearer_only=bool(handler.opt.get("bearer_only"))):
            raise NotAuthorizedException(say("token_needed"))

    def lets_in(self, connection: Connection | PageRequest, *, bearer_only: bool = False) -> bool:
        """
        Whether the request holds a ticket, or knows the token; everybody does where there is none.

        Raises: TooManyGuessesError.
        """
        if self._token is None or (not bearer_only and self.ticket_of(connection) is not None):
            return True
        kind, _, given = connection.headers.get("authorization", "").partition(" ")
        return kind.lower() == "bearer" and self.knows(given.strip(), connection)

    def ticket_of(self, connection: Connection | PageRequest) -> Ticket | None:
        """What the visitor holds, where it counts."""
        return self.tickets.read(connection.cookies.get(COOKIE, "")) if self.is_locked else None

    def visit(self, request: PageRequest) -> AbstractContextManager[Visit]:
        """Something stays open, no longer than the visitor is logged in."""
        return self.tickets.visit(self.ticket_of(request))

    def knows(self, given: str, connection: Connection | PageRequest) -> bool:
        """
        Whether this is the token; takes as long for a wrong one.

        Raises: TooManyGuessesError, whatever was given: nobody learns by guessing faster.
        """
        if self._token is None:
            return True
        who, now = network_of(connection.client.host if connection.client else ""), self._now()
        if wait_s := self._guesses.wait_s(who, now):
            raise TooManyGuessesError(wait_s)
        told, right = (hashlib.sha256(one).digest() for one in (given.encode(), self._token))
        if hmac.compare_digest(told, right):
            return True
        self._guesses.spend(who, now)
        self._tell(who, self._guesses.wait_s(who, now))
        return False

    def _tell(self, who: str, wait_s: int) -> None:
        more = self._sparing.tells(self._now())
        if more is not None:
            rest = say("not_heard_for", wait_s=wait_s) if wait_s else ""
            _log.warning(say("wrong_token", address=who or say("unknown_address"), rest=rest, more=more))
