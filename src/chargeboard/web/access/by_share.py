"""
What may be looked at by a share?

A link that was never made, one that is over and one that was revoked are answered alike. Who tries many is
heard ever more seldom, and counted apart from who tries passwords: a wall display whose link is over locks
nobody out.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from chargeboard.domain.allowance import Allowance
from chargeboard.domain.people import Reader
from chargeboard.domain.shares import Share
from chargeboard.run.people.guesses import AT_ONCE, BACK_S
from chargeboard.run.people.shares import Shares
from chargeboard.time.instants import Instant
from chargeboard.web.access.rights import Right
from chargeboard.web.requests import Connection, PageRequest
from chargeboard.web.sharing.entering import may_be_framed, secret_of
from chargeboard.web.sharing.shown import NEWS, is_asked_as_shared, is_shown

PROOF = "chargeboard-share"
"""The cookie of a browser that told the password of a share, for its addresses alone."""
_LOOKED_AT_ONCE = 1


class NothingSharedError(Exception):
    """The link shows nothing: it was never made, it is over, it was revoked, or this is not in it."""


class SharePasswordError(Exception):
    """The share asks for a password, which this browser has not told."""


class TooManyLinksError(Exception):
    """Too many links that show nothing were tried from there; none is looked at for so many seconds."""

    def __init__(self, wait_s: int) -> None:
        super().__init__(wait_s)
        self.wait_s = wait_s


class ByShare:
    """Lets in who comes by a share. Without `shares` nobody does."""

    def __init__(
        self,
        shares: Shares | None,
        now: Callable[[], Instant],
        network: Callable[[Connection | PageRequest], str],
    ) -> None:
        self._shares, self._now, self._network = shares, now, network
        self._tried = Allowance(AT_ONCE, BACK_S)
        self._looking = asyncio.Semaphore(_LOOKED_AT_ONCE)

    def reader(self, connection: Connection, right: Right) -> Reader | None:
        """
        Who looks by the share that a request is inside of; None: what it asks for is anybody's.

        Raises: NothingSharedError, SharePasswordError, TooManyLinksError.
        """
        if right.role is None and right.is_shared:
            return None
        one, share = self.known(connection, secret_of(connection))
        path = str(connection.scope.get("path", ""))
        if not is_shown(share, path) or not right.is_shared:
            raise NothingSharedError
        if not is_asked_as_shared(share, connection.query_params.multi_items()):
            raise NothingSharedError
        if self._shares is None or not self._shares.is_proven(share, connection.cookies.get(PROOF, "")):
            raise SharePasswordError
        may_be_framed(connection, share.origins)
        if not path.endswith(NEWS):
            self._shares.use(share)
        return one

    def known(self, connection: Connection | PageRequest, secret: str) -> tuple[Reader, Share]:
        """
        Who looks by that secret.

        Raises: NothingSharedError, TooManyLinksError.
        """
        one = self._shares.reader(secret) if self._shares is not None else None
        if one is not None and one.share is not None:
            return one, one.share
        who, now = self._network(connection), self._now()
        if wait_s := self._tried.wait_s(who, now):
            raise TooManyLinksError(wait_s)
        self._tried.spend(who, now)
        raise NothingSharedError

    async def proof_by(self, request: PageRequest, share: Share, password: str) -> str:
        """
        What a browser keeps that told the password; empty: it is another one.

        Raises: TooManyLinksError, whatever was given.
        """
        who, now = self._network(request), self._now()
        if self._shares is None:
            return ""
        if wait_s := self._tried.wait_s(who, now):
            raise TooManyLinksError(wait_s)
        async with self._looking:
            if await asyncio.to_thread(self._shares.is_right, share, password):
                return self._shares.proof(share)
        self._tried.spend(who, now)
        return ""

    def today(self, one: Reader) -> Callable[[], Reader | None] | None:
        """What who looks by a share may see later on; None: they do not."""
        shares, share = self._shares, one.share
        if shares is None or share is None:
            return None
        return lambda: shares.today(share)
