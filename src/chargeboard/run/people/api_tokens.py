"""By what does a program ask for somebody?"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence

from msgspec.structs import replace

from chargeboard.domain.people import ApiToken, Reader, Role
from chargeboard.ports.people import PeoplePort
from chargeboard.run.people.accounts import AccountError, checked_sites, digest_of
from chargeboard.run.people.words import say
from chargeboard.time.instants import HOUR, MINUTE, Instant

MARK = "cb_"
"""How each begins, so that it is known where it turns up."""
MOST_DAYS = 3660
_LONGEST_NAME = 60
_USED_EVERY = 5 * MINUTE


class ApiTokens:
    """Those of a store's accounts. `reads` is asked wherever nothing is written."""

    def __init__(self, store: PeoplePort, reads: PeoplePort, now: Callable[[], Instant]) -> None:
        self._store, self._reads, self._now = store, reads, now

    def of(self, account: str) -> list[ApiToken]:
        """By name."""
        return self._reads.api_tokens(account)

    def make(self, account: str, name: str, role: Role, sites: Sequence[str] | None, days: int | None) -> str:
        """
        A new token, shown once; another one of its name counts no more.

        Raises: AccountError.
        """
        if not name.isprintable() or name != name.strip() or not 0 < len(name) <= _LONGEST_NAME:
            raise AccountError(say("bad_token_name", name=repr(name)))
        if days is not None and not 1 <= days <= MOST_DAYS:
            raise AccountError(say("bad_token_days", most=MOST_DAYS))
        if self._store.account(account) is None:
            raise AccountError(say("no_account", name=repr(account)))
        secret = MARK + secrets.token_urlsafe(32)
        now = self._now()
        self._store.save_api_token(
            ApiToken(
                digest=digest_of(secret),
                account=account,
                name=name,
                role=role,
                sites=checked_sites(sites),
                created_at=now,
                until=None if days is None else now + days * 24 * HOUR,
            )
        )
        return secret

    def exchange(self, token: ApiToken, kind: str) -> str:
        """
        A token in the place of one that counts no more then; shown once, and of a `kind` that stands in it.

        Raises: AccountError where that one is gone by now.
        """
        now = self._now()
        is_first = self._store.use_once(digest_of(f"exchanged\0{token.digest}"), now + HOUR)
        if not is_first or self._store.api_token(token.digest) is None:
            raise AccountError(say("no_such_token", name=repr(token.name)))
        secret = f"{MARK}{kind}{secrets.token_urlsafe(32)}"
        digest = digest_of(secret)
        self._store.save_api_token(replace(token, digest=digest, created_at=now, used_at=None))
        return secret

    def drop(self, account: str, name: str) -> None:
        """
        It counts no more.

        Raises: AccountError.
        """
        if not self._store.drop_api_token(account, name):
            raise AccountError(say("no_such_token", name=repr(name)))

    def reader(self, secret: str) -> Reader | None:
        """Who a token stands for, and what it may: no more than it says, and no more than its account."""
        found = self._reader_of(digest_of(secret)) if secret.startswith(MARK) else None
        if found is None or found.token is None:
            return None
        token, now = found.token, self._now()
        if token.used_at is None or now - token.used_at >= _USED_EVERY:
            self._store.used_api_token(token.digest, now)
        return found

    def today(self, token: ApiToken) -> Reader | None:
        """What it may at this moment, where it still counts; nobody used it for that."""
        return self._reader_of(token.digest)

    def _reader_of(self, digest: str) -> Reader | None:
        token = self._reads.api_token(digest)
        account = None if token is None else self._reads.account(token.account)
        if token is None or account is None or account.is_off:
            return None
        if token.until is not None and token.until <= self._now():
            return None
        role = token.role if account.role.covers(token.role) else account.role
        theirs, its = (None if one is None else frozenset(one) for one in (account.sites, token.sites))
        sites = its if theirs is None else theirs if its is None else theirs & its
        return Reader(name=account.name, role=role, sites=sites, token=token, language=account.language)
