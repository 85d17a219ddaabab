"""
By which links may somebody look who has no account?

What stands in the address of a share was drawn at random; its digest is kept. It shows one charger, or one
site, no more than whoever made it sees today, and it ends by itself, or when it is revoked.
"""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256

from msgspec.structs import replace

from chargeboard.domain.people import Reader, Role
from chargeboard.domain.records import Unavailable
from chargeboard.domain.shares import Share
from chargeboard.ports.store import Store
from chargeboard.run.people.accounts import digest_of
from chargeboard.run.people.passwords import hashed, is_right
from chargeboard.run.people.words import say
from chargeboard.time.instants import HOUR, SECOND, Instant

MAKER = Role.OPERATOR
"""Who may make one, and has to be that still for it to count."""
MOST_DAYS = 3660
USUAL_DAYS = 30
_LONGEST_NAME = 100
_WRITTEN_EVERY = 10 * SECOND
_ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?|https?://\[[0-9A-Fa-f:]+\](:\d{1,5})?")


class ShareError(ValueError):
    """What is asked of a share cannot be; says why."""


class NoShareError(ShareError):
    """There is none of that name."""


class Shares:
    """Those of a store. `reads` is asked wherever nothing is written."""

    def __init__(self, store: Store, reads: Store, key: bytes, now: Callable[[], Instant]) -> None:
        self._store, self._reads, self._now = store, reads, now
        self._key = sha256(b"chargeboard shares\0" + key).digest()
        self._unwritten: dict[str, int] = {}
        self._written_at: dict[str, Instant] = {}

    def all(self) -> list[Share]:
        """By name, those that are over too."""
        return self._reads.all_shares()

    def of(self, name: str) -> Share:
        """
        The share of that name.

        Raises: NoShareError.
        """
        found = next((one for one in self._reads.all_shares() if one.name == name), None)
        if found is None:
            raise NoShareError(say("no_such_share", name=repr(name)))
        return found

    def make(self, asked: Share, *, days: int | None = USUAL_DAYS, password: str = "") -> str:
        """
        What stands in the address of a new share, told once. `days` None: it ends when it is revoked.

        Raises: ShareError, PasswordError.
        """
        name = asked.name
        if not name.isprintable() or name != name.strip() or not 0 < len(name) <= _LONGEST_NAME:
            raise ShareError(say("bad_share_name", name=repr(name)))
        if any(one.name == name for one in self._store.all_shares()):
            raise ShareError(say("share_taken", name=repr(name)))
        if days is not None and not 1 <= days <= MOST_DAYS:
            raise ShareError(say("bad_share_days", most=MOST_DAYS))
        origins = tuple(sorted({origin_of(one) for one in asked.origins}))
        if origins and password:
            raise ShareError(say("no_password_in_frames"))
        secret, now = secrets.token_urlsafe(32), self._now()
        made = replace(
            asked,
            digest=digest_of(secret),
            origins=origins,
            password=hashed(password) if password else "",
            created_at=now,
            until=None if days is None else now + days * 24 * HOUR,
        )
        self._store.save_share(made)
        return secret

    def drop(self, name: str) -> None:
        """
        It counts no more.

        Raises: NoShareError.
        """
        if not self._store.drop_share(name):
            raise NoShareError(say("no_such_share", name=repr(name)))

    def reader(self, secret: str) -> Reader | None:
        """Who looks by what stands in an address; None: it is worth nothing."""
        return self._reader_of(digest_of(secret)) if secret else None

    def today(self, share: Share) -> Reader | None:
        """What a share shows at this moment, where it still counts."""
        return self._reader_of(share.digest)

    def _reader_of(self, digest: str) -> Reader | None:
        share = self._reads.share(digest)
        if share is None or (share.until is not None and share.until <= self._now()):
            return None
        within: frozenset[str] | None = None
        if share.account:
            account = self._reads.account(share.account)
            if account is None or account.is_off or not account.role.covers(MAKER):
                return None
            within = None if account.sites is None else frozenset(account.sites)
        sites = frozenset[str]() if share.charger else frozenset([share.about])
        if within is not None:
            sites &= within
        return Reader(role=Role.VIEWER, sites=sites, share=share, within=within)

    def use(self, share: Share) -> None:
        """Something is opened by it; many that come together are written down together, when that can be."""
        now, known = self._now(), share.digest
        self._unwritten[known] = self._unwritten.get(known, 0) + 1
        if now - self._written_at.get(known, 0) >= _WRITTEN_EVERY:
            with suppress(Unavailable):
                self._write(known, now)

    def write_uses(self) -> None:
        """
        Write down what was opened since it was last written.

        Raises: Unavailable, with what could not be written still to be written.
        """
        for digest in [*self._unwritten]:
            self._write(digest, self._now())

    def _write(self, digest: str, now: Instant) -> None:
        self._written_at[digest], uses = now, self._unwritten.pop(digest)
        try:
            self._store.used_share(digest, uses, now)
        except Unavailable:
            self._unwritten[digest] = self._unwritten.get(digest, 0) + uses
            raise

    def is_right(self, share: Share, password: str) -> bool:
        """Whether that is its password. Slow on purpose."""
        return is_right(share.password, password)

    def proof(self, share: Share) -> str:
        """What a browser keeps that told the password; it counts for this share alone."""
        return hmac.new(self._key, f"{share.digest}\0{share.password}".encode(), sha256).hexdigest()

    def is_proven(self, share: Share, proof: str) -> bool:
        """Whether it asks for no password, or a browser told it."""
        return not share.password or hmac.compare_digest(proof.encode(), self.proof(share).encode())


def origin_of(text: str) -> str:
    """
    Whose pages those are, as a browser names it: scheme, name and port.

    Raises: ShareError.
    """
    origin = text.strip().removesuffix("/").lower()
    if not _ORIGIN.fullmatch(origin):
        raise ShareError(say("bad_origin", origin=repr(text)))
    return origin
