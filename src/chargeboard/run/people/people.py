"""What is asked about those who work with us?"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from chargeboard.ports.store import Store
from chargeboard.run.people.accounts import Accounts
from chargeboard.run.people.api_tokens import ApiTokens
from chargeboard.run.people.audit import Audit
from chargeboard.run.people.guesses import Guesses
from chargeboard.run.people.log_ins import LogIns
from chargeboard.run.people.second_factor import SecondFactors
from chargeboard.run.people.shares import Shares
from chargeboard.time.instants import Instant


class People(msgspec.Struct, frozen=True):
    """Accounts, who is logged in, and what was guessed."""

    accounts: Accounts
    log_ins: LogIns
    guesses: Guesses
    second: SecondFactors
    tokens: ApiTokens
    audit: Audit
    shares: Shares
    is_open: bool = True
    """Without a token and without accounts everybody may do everything."""


def people_of(
    store: Store,
    reads: Store,
    now: Callable[[], Instant],
    *,
    token: str | None = None,
    key: bytes = b"no key",
    is_open: bool = True,
    audit_days: int = 0,
) -> People:
    """Over a store; `reads` is asked where nothing is written. `token` lets in besides accounts."""
    return People(
        Accounts(store, now),
        LogIns(store, reads, now, token),
        Guesses(key),
        SecondFactors(store, key, now),
        ApiTokens(store, reads, now),
        Audit(store, now, audit_days),
        Shares(store, reads, key, now),
        is_open,
    )
