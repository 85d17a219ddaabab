"""
Which browser is whose?

A cookie holds a secret that was drawn at random when somebody logged in; what is kept is its digest, so that
who reads the database gets in as nobody. A log-in ends by itself, when it is given back, when somebody ends
it, and when its password or token is another one.
"""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial

from chargeboard.domain.people import Account, LogIn, Reader, Role
from chargeboard.ports.people import PeoplePort
from chargeboard.run.people.accounts import digest_of
from chargeboard.time.instants import MINUTE, NEVER, SECOND, Instant

LIFETIME_S = 30 * 86_400
SEEN_EVERY = 5 * MINUTE
LOOK_EVERY_S = 2.0
"""How soon what stays open ends after the shell, or another process, ended its log-in."""
_LONGEST_BROWSER = 200


class Visit:
    """An open stream, which ends with what let it in."""

    def __init__(self, is_over: Callable[[], bool] | None) -> None:
        self._is_over = is_over
        self._ended = asyncio.Event()

    def look(self) -> None:
        """End it, where who looks on may not any more."""
        if self._is_over is not None and self._is_over():
            self._ended.set()

    async def over(self) -> None:
        """Wait until who looks on may not any more; for ever where nobody is asked who they are."""
        if self._is_over is None:
            await self._ended.wait()
            return
        while not self._is_over():
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY_S):
                    await self._ended.wait()
                return


class LogIns:
    """Begins them, reads their cookies, ends them. `reads` is asked wherever nothing is written."""

    def __init__(
        self, store: PeoplePort, reads: PeoplePort, now: Callable[[], Instant], token: str | None
    ) -> None:
        self._store, self._reads, self._now = store, reads, now
        self._token = token or ""
        self._visits: set[Visit] = set()

    @property
    def has_accounts(self) -> bool:
        """Whether anybody has an account."""
        return self._reads.has_accounts()

    def begin(self, account: Account | None, address: str, browser: str, id_token: str = "") -> str:
        """
        What the cookie of a browser holds from now on; no account: it knows the token.

        `id_token`: what another service said of who logs in.
        """
        secret, now = secrets.token_urlsafe(32), self._now()
        self._store.tidy_people(now)
        self._store.save_log_in(
            LogIn(
                digest=digest_of(secret),
                account=account.name if account is not None else "",
                at=now,
                seen_at=now,
                until=now + LIFETIME_S * SECOND,
                address=address,
                browser=browser[:_LONGEST_BROWSER],
                proof=self._proof(account),
                id_token=id_token,
            )
        )
        return secret

    def reader(self, secret: str) -> Reader | None:
        """Who a cookie stands for, and what they may at this moment; None: it is worth nothing."""
        held = self._reads.held_log_in(digest_of(secret)) if secret else None
        if held is None:
            return None
        log_in, account = held
        reader = self._reader_of(log_in, account)
        if reader is not None and self._now() - log_in.seen_at >= SEEN_EVERY:
            self._store.seen_log_in(log_in.digest, self._now())
        return reader

    def _reader_of(self, log_in: LogIn, account: Account | None) -> Reader | None:
        if log_in.until <= self._now() or bool(log_in.account) != (account is not None):
            return None
        if not secrets.compare_digest(log_in.proof, self._proof(account)):
            return None
        if account is None:
            return Reader(role=Role.ADMIN, log_in=log_in) if self._token else None
        if account.is_off:
            return None
        sites = None if account.sites is None else frozenset(account.sites)
        return Reader(
            name=account.name, role=account.role, sites=sites, log_in=log_in, language=account.language
        )

    def of(self, account: str) -> list[LogIn]:
        """The log-ins of an account that count, the one that was used last first."""
        known = self._reads.account(account) if account else None
        return [
            one for one in self._reads.log_ins() if one.account == account and self._reader_of(one, known)
        ]

    def by_account(self) -> dict[str, list[LogIn]]:
        """All log-ins that count, of each account the one that was used last first."""
        accounts = {one.name: one for one in self._reads.accounts()}
        found: dict[str, list[LogIn]] = {}
        for one in self._reads.log_ins():
            if one.account in accounts and self._reader_of(one, accounts[one.account]):
                found.setdefault(one.account, []).append(one)
        return found

    def end(self, digest: str) -> None:
        """It lets nobody in any more, and what is open by it ends."""
        self._store.drop_log_in(digest)
        self.look_again()

    def end_of(self, account: str, digest: str) -> bool:
        """End it, where it is one of that account's; whether it was."""
        is_theirs = any(one.digest == digest for one in self.of(account))
        if is_theirs:
            self.end(digest)
        return is_theirs

    def end_all(self, account: str) -> None:
        """Log an account out everywhere."""
        self._store.drop_log_ins_of(account)
        self.look_again()

    def look_again(self) -> None:
        """What is open by a log-in that counts no more, or by other rights than it has now, ends."""
        for visit in self._visits:
            visit.look()

    @contextmanager
    def visit(self, reader: Reader, today: Callable[[], Reader | None] | None = None) -> Iterator[Visit]:
        """Something is open meanwhile, by this reader; `today` tells what one without a log-in may then."""
        visit = Visit(self._watch(reader, today))
        self._visits.add(visit)
        try:
            yield visit
        finally:
            self._visits.discard(visit)

    def _watch(self, reader: Reader, today: Callable[[], Reader | None] | None) -> Callable[[], bool] | None:
        if reader.log_in is not None:
            today = partial(self._today, reader.log_in.digest)
        if today is None:
            return None
        held = reader.log_in or reader.token or reader.share
        until = NEVER if held is None or held.until is None else held.until
        seen: int | None = None

        def is_over() -> bool:
            nonlocal seen
            changes = self._reads.people_changes()
            if changes == seen and until > self._now():
                return False
            seen = changes
            one = today()
            return one is None or (one.role, one.sites) != (reader.role, reader.sites)

        return is_over

    def _today(self, digest: str) -> Reader | None:
        held = self._reads.held_log_in(digest)
        return None if held is None else self._reader_of(*held)

    def _proof(self, account: Account | None) -> str:
        """Differs once what lets in does."""
        what = self._token if account is None else f"{account.password}\0{account.created_at}"
        return hashlib.sha256(b"chargeboard log-in\0" + what.encode()).hexdigest()[:32]
