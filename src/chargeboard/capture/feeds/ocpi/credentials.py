"""
How are tokens exchanged with a party of OCPI (module credentials, 2.2.1 and 2.3.0)?

A token that a party gave by hand (A) lets us in once. By it we tell who we are, where our versions are and
the token by which it may ask there (B), and get the one by which it is asked from then on (C).
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

import msgspec

from chargeboard.capture.feeds.kind import FeedError
from chargeboard.capture.feeds.ocpi.answers import read
from chargeboard.capture.feeds.ocpi.partner import Partner
from chargeboard.capture.feeds.ocpi.words import say
from chargeboard.vocabularies.ocpi import Module


class Own(NamedTuple):
    """Who we are to a party."""

    versions_url: str
    """Where it asks for our versions, as the party reaches it."""
    country: str
    party: str
    name: str
    token: str
    """By which it asks there."""

    def told(self, role: str) -> dict[str, object]:
        """As the party is told it, whether it asks or is asked; `role`: as what we stand before it."""
        ours = {
            "role": role,
            "country_code": self.country,
            "party_id": self.party,
            "business_details": {"name": self.name},
        }
        return {"token": self.token, "url": self.versions_url, "roles": [ours]}


class CredentialsRole(msgspec.Struct):
    """A party that the other side speaks for."""

    country_code: str | None = ""
    party_id: str | None = ""
    role: str | None = ""

    def __str__(self) -> str:
        return f"{self.country_code}*{self.party_id} ({self.role})"


class Credentials(msgspec.Struct):
    """What the other side gives, once: it is registered then, whatever else it leaves out."""

    token: Annotated[str, msgspec.Meta(min_length=1)]
    roles: list[CredentialsRole] | None = None


def register(partner: Partner, own: Own) -> Credentials:
    """
    Tell a party who we are; its token for us, and for whom it speaks.

    Raises: FeedError.
    """
    where = partner.offered().get(Module.CREDENTIALS)
    if where is None:
        raise FeedError(say("no_credentials"), is_lasting=True)
    said = partner.posted(where, own.told("EMSP"), own.token)
    return read(said, Credentials, where)
