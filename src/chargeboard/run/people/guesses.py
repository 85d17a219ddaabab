"""
How is guessing slowed, without locking anybody out?

Who guesses is heard ever more seldom: a network, or a browser that was let in before and so has a count of
its own. What is guessed at from many networks is looked at slowly when a strange browser asks, and always
looked at: an owner gets in whatever others try.
"""

from __future__ import annotations

import hmac
import secrets
from hashlib import sha256

from chargeboard.domain.allowance import Allowance
from chargeboard.time.instants import Instant

AT_ONCE = 10
"""Wrong passwords, or tokens, that a network may try at once."""
BACK_S = 6.0
"""After which it may try another one."""
OF_ACCOUNT, OF_ACCOUNT_BACK_S = 20, 30.0
"""Wrong passwords for one account, from anywhere, before strange browsers are looked at slowly."""
SLOW_S = 5.0


class Guesses:
    """What was tried lately; forgotten with the process."""

    def __init__(self, key: bytes) -> None:
        self._key = sha256(b"chargeboard known browsers\0" + key).digest()
        self._each = Allowance(AT_ONCE, BACK_S)
        self._accounts = Allowance(OF_ACCOUNT, OF_ACCOUNT_BACK_S)

    def wait_s(self, who: str, now: Instant) -> int:
        """For how many seconds whoever asks is not heard at all."""
        return self._each.wait_s(who, now)

    def slow_s(self, account: str, now: Instant) -> float:
        """How long a strange browser waits before an account's password is looked at."""
        return SLOW_S if self._accounts.wait_s(account, now) else 0.0

    def wrong(self, who: str, account: str, now: Instant) -> None:
        """Somebody was wrong. `account` empty: a token was tried."""
        self._each.spend(who, now)
        if account:
            self._accounts.spend(account, now)

    def mark(self, account: str) -> str:
        """What a browser that was let in keeps, to be known again."""
        name = secrets.token_hex(8)
        return f"{name}.{self._signature(name, account)}"

    def known(self, mark: str, account: str) -> str:
        """By what a browser is counted that was let in as that account before; empty: it was not."""
        name, _, signature = mark.partition(".")
        is_ours = hmac.compare_digest(signature.encode(), self._signature(name, account).encode())
        return f"browser {name}" if name and is_ours else ""

    def _signature(self, name: str, account: str) -> str:
        return hmac.new(self._key, f"{name}\0{account}".encode(), sha256).hexdigest()
