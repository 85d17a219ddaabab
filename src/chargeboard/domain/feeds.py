"""How does a feed of another system do?"""

from __future__ import annotations

import msgspec

from chargeboard.time.instants import MINUTE, SECOND, Instant

FAILS_AFTER = MINUTE
"""What fails for so long is not read."""
UNREAD_AFTER = 2 * MINUTE
"""Who reads says so more often, unless it was killed."""


class ChosenFeed(msgspec.Struct, frozen=True, kw_only=True):
    """A feed that `serve` reads although no setting names it: what was chosen on the set-up page."""

    kind: str
    url: str
    """Where it is, without its password."""
    sealed: str = ""
    """The password, by the key that belongs to the database; empty: none was given."""


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """What another system writes down anyway, read as it comes."""

    name: str
    """Its kind and where it is, without any secret."""
    kind: str
    cursor: str = ""
    """Where reading goes on, in the words of its kind; empty: at the beginning."""
    newest_at: Instant | None = None
    """Of when the newest row is, by the other system."""
    kept_at: Instant | None = None
    """When that row was kept here."""
    looked_at: Instant | None = None
    """When it was last looked for rows, and that succeeded; None: nobody means to read it."""
    wrong: str = ""
    """Why it cannot be read at the moment, in words; empty while it can."""
    wrong_since: Instant | None = None

    def is_read(self, now: Instant) -> bool:
        """Whether somebody reads it, as far as can be seen; what fails or rests for a moment is read."""
        if self.wrong_since is not None and now - self.wrong_since >= FAILS_AFTER:
            return False
        seen_at = max(filter(None, (self.looked_at, self.wrong_since)), default=None)
        return seen_at is not None and now - seen_at < UNREAD_AFTER

    @property
    def behind_s(self) -> float | None:
        """How long after it was written the newest row was kept here; None without rows."""
        if self.newest_at is None or self.kept_at is None:
            return None
        return max(0, self.kept_at - self.newest_at) / SECOND
