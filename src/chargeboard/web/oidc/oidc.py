"""How does somebody get in by another service, and what is kept of that?"""

from __future__ import annotations

from typing import NamedTuple

from chargeboard.domain.people import Account
from chargeboard.ports.people import PeoplePort
from chargeboard.run.people.accounts import digest_of
from chargeboard.run.people.vouching import Vouching
from chargeboard.time.instants import SECOND
from chargeboard.web.oidc.claims import vouched
from chargeboard.web.oidc.errors import IssuerError
from chargeboard.web.oidc.id_token import SKEW_S
from chargeboard.web.oidc.issuer import Issuer
from chargeboard.web.oidc.pending import Pending, Pendings
from chargeboard.web.oidc.words import say


class Oidc(NamedTuple):
    """A service that knows people, and our accounts of them."""

    issuer: Issuer
    pendings: Pendings
    vouching: Vouching
    store: PeoplePort
    roles_claim: str = ""
    sites_claim: str = ""

    @property
    def title(self) -> str:
        """What the service is called."""
        return self.issuer.client.title

    async def came_back(
        self, pending: Pending, code: str, back: str, *, answered_by: str, address: str
    ) -> tuple[Account, str]:
        """
        Whose log-in it was, and the ID token.

        Raises: IssuerError, NotLetInError.
        """
        told = await self.issuer.finish(pending, code, back, answered_by)
        one = vouched(self.issuer.client.issuer, told.claims, self.roles_claim, self.sites_claim)
        until = pending.until + SKEW_S * SECOND
        if not self.store.use_once(digest_of(f"log-in\0{pending.nonce}"), until):
            raise IssuerError(say("used"), 401)
        return self.vouching.let_in(one, address), told.id_token

    async def farewell(self, id_token: str, back: str) -> str:
        """Where a browser goes to log out there as well; empty where there is no such place."""
        return await self.issuer.farewell(id_token, back)
