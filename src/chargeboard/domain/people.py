"""Who works with us, and what may they do?"""

from __future__ import annotations

import msgspec

from chargeboard.domain.codes import Code
from chargeboard.domain.shares import Share
from chargeboard.time.instants import Instant


class Role(Code):
    """What somebody may do; each may do what the ones before may."""

    VIEWER = "viewer"
    """Look."""
    OPERATOR = "operator"
    """See to chargers: let them connect, answer alerts."""
    ADMIN = "admin"
    """Say who works here, and set everything."""

    def covers(self, other: Role) -> bool:
        """Whether who has this role may do what that one may."""
        ranks = [*Role]
        return ranks.index(self) >= ranks.index(other)


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who works with us."""

    name: str
    role: Role = Role.VIEWER
    sites: tuple[str, ...] | None = None
    """The sites whose chargers are theirs; None: all, and chargers without a site."""
    email: str = ""
    """By which another service may know them, in small letters; empty: it may not."""
    password: str = ""
    """Hashed, with its salt; empty: there is none yet, or another service knows them."""
    second_factor: str = ""
    """What their app shares, sealed; empty: the password is enough."""
    created_at: Instant = 0
    language: str = ""
    """In which they are answered, by its tag (BCP 47); empty: as their browser asks."""
    is_off: bool = False
    """Nobody gets in as this one."""


class LogIn(msgspec.Struct, frozen=True, kw_only=True):
    """A browser that is logged in."""

    digest: str
    """Of what its cookie holds."""
    account: str
    """Empty: it was let in by the one token of the settings."""
    at: Instant
    seen_at: Instant
    until: Instant
    address: str
    browser: str
    """What it says of itself, cut short."""
    proof: str
    """Of what let it in: with another password, or another token, it counts no more."""
    id_token: str = ""
    """What another service said of who logs in, by which it is told that they log out."""


class Invitation(msgspec.Struct, frozen=True, kw_only=True):
    """Who has the address that this is a digest of may choose the password of an account, once."""

    digest: str
    account: str
    until: Instant


class ApiToken(msgspec.Struct, frozen=True, kw_only=True):
    """By which a program asks for somebody, and may do no more than both of them."""

    digest: str
    account: str
    name: str
    role: Role
    sites: tuple[str, ...] | None = None
    created_at: Instant
    until: Instant | None = None
    used_at: Instant | None = None


class AuditEntry(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody changed; it is never changed itself."""

    at: Instant
    who: str
    by: str
    """By what: page, token, API token and its name, or shell."""
    address: str
    """From where; empty: this machine's shell."""
    what: str
    """The code of what was done."""
    about: str
    """Which charger, account, rule or channel."""
    before: dict[str, object] | None = None
    after: dict[str, object] | None = None


class Reader(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks, and what they may: the answer to every question of rights in a request."""

    name: str = ""
    """Of the account; empty: whoever has the token, or where nobody is asked who they are."""
    role: Role
    sites: frozenset[str] | None = None
    """None: all."""
    log_in: LogIn | None = None
    token: ApiToken | None = None
    """The API token that was sent."""
    share: Share | None = None
    """By which they look without an account."""
    within: frozenset[str] | None = None
    """Of a share: the sites that whoever made it sees; None: all."""
    language: str = ""
    """The one of their account, by its tag; empty: they chose none."""

    @property
    def sees_all(self) -> bool:
        """Whether no charger is hidden."""
        return self.sites is None

    def sees(self, site: str) -> bool:
        """Whether that site, and all that is at it, may be looked at."""
        return self.sites is None or (bool(site) and site in self.sites)

    def sees_charger(self, station: str, site: str) -> bool:
        """Whether a charger, which is at that site, may be looked at."""
        if self.share is None or not self.share.charger:
            return self.sees(site)
        return station == self.share.charger and (self.within is None or site in self.within)

    @property
    def view(self) -> str:
        """Equal for readers who are shown the same."""
        shown = "*" if self.sites is None else msgspec.json.encode(sorted(self.sites)).decode()
        return f"{self.role} {shown}" + (f" {self.share.digest}" if self.share else "")


EVERYBODY = Reader(role=Role.ADMIN)
"""Where nobody is asked who they are: on this machine alone, without accounts and without a token."""
