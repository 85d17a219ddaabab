"""
What does who has logged in hold, and until when is it worth something?

A ticket is signed, so that none has to be kept; only those whose holders logged out are remembered, until
they would have ended by themselves.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress

import msgspec

from chargeboard.time.instants import SECOND, Instant

LIFETIME_S = 30 * 86_400


class Ticket(msgspec.Struct, frozen=True):
    """Who logged in at some time, and until when that counts; `until` is in seconds."""

    name: str
    until_s: int


class Visit:
    """An open stream, which ends with its ticket."""

    def __init__(self, left_s: float | None) -> None:
        self._left_s = left_s
        self.logged_out = asyncio.Event()

    async def over(self) -> None:
        """Wait until the ticket is worth nothing; for ever where there is none."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self._left_s):
                await self.logged_out.wait()


class Tickets:
    """Gives tickets and reads them."""

    def __init__(
        self,
        secret: bytes,
        now: Callable[[], Instant],
        ended: Mapping[str, Instant],
        remember: Callable[[str, Instant], None],
    ) -> None:
        """`ended` are the names of those that were given back, with their ends; `remember` keeps one more."""
        self._key = hashlib.sha256(b"chargeboard ticket\0" + secret).digest()
        self._now, self._remember = now, remember
        self._ended = dict(ended)
        self._visits: dict[str, set[Visit]] = {}

    def new(self) -> str:
        """A cookie value that lets in until its time is over, or it is given back."""
        body = f"{self._now() // SECOND + LIFETIME_S}.{secrets.token_hex(16)}"
        return f"{body}.{self._signature(body)}"

    def read(self, text: str) -> Ticket | None:
        """The ticket that a cookie is, where it counts."""
        body, _, signature = text.rpartition(".")
        if not hmac.compare_digest(signature.encode(), self._signature(body).encode()):
            return None
        until, _, name = body.partition(".")
        ticket = Ticket(name, int(until))
        return ticket if ticket.until_s > self._now() // SECOND and name not in self._ended else None

    def end(self, ticket: Ticket) -> None:
        """Give it back: it lets nobody in any more, and what is open by it ends."""
        now, until = self._now(), ticket.until_s * SECOND
        self._ended = {name: end for name, end in self._ended.items() if end > now} | {ticket.name: until}
        self._remember(ticket.name, until)
        for visit in self._visits.get(ticket.name, ()):
            visit.logged_out.set()

    @contextmanager
    def visit(self, ticket: Ticket | None) -> Iterator[Visit]:
        """Something is open meanwhile, by this ticket."""
        if ticket is None:
            yield Visit(None)
            return
        visit = Visit(ticket.until_s - self._now() / SECOND)
        if ticket.name in self._ended:
            visit.logged_out.set()
        open_ones = self._visits.setdefault(ticket.name, set())
        open_ones.add(visit)
        try:
            yield visit
        finally:
            open_ones.discard(visit)
            if not open_ones:
                self._visits.pop(ticket.name, None)

    def _signature(self, body: str) -> str:
        return hmac.new(self._key, body.encode(), hashlib.sha256).hexdigest()
