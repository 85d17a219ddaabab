"""What may somebody without an account look at, by a link?"""

from __future__ import annotations

import msgspec

from chargeboard.domain.codes import Code
from chargeboard.time.instants import Instant


class ShareKind(Code):
    """Of what a share is."""

    CHARGER = "charger"
    """Of one charger."""
    SITE = "site"
    """Of a site and its chargers."""


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """A link that shows something to whoever has it, and lets nothing be changed."""

    digest: str = ""
    """Of what stands in its address; that itself is kept nowhere."""
    name: str
    """What whoever made it calls it; there is one of a name."""
    kind: ShareKind
    about: str
    """The id of the charger, or the name of the site."""
    below: str = ""
    """The page that it opens, below the one of the charger or the site, such as `week`; empty: that one."""
    query: str = ""
    """What is asked of that page, such as its dates."""
    is_only: bool = False
    """Only that page is shown, and nothing that it leads to."""
    origins: tuple[str, ...] = ()
    """Whose pages may show it in a frame."""
    password: str = ""
    """Hashed, with its salt; empty: the link is enough."""
    account: str = ""
    """Who made it; it shows no more than they see. Empty: the shell, or whoever has the token."""
    created_at: Instant = 0
    until: Instant | None = None
    """None: until it is revoked."""
    uses: int = 0
    """Pages and files that were opened by it."""
    used_at: Instant | None = None

    @property
    def charger(self) -> str:
        """The one charger that it is of; empty: it is of a site."""
        return self.about if self.kind is ShareKind.CHARGER else ""
