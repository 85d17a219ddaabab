"""
Is that the code of somebody's app (TOTP, RFC 6238)?

The secret that the app shares is kept sealed by a key that is drawn from the one beside the database, bound
to its account: who has the database alone makes no codes. A code counts once.
"""

from __future__ import annotations

from collections.abc import Callable

import pyotp

from chargeboard.domain.people import Account
from chargeboard.ports.people import PeoplePort
from chargeboard.run.people.accounts import digest_of
from chargeboard.sealing import Sealer, SealError
from chargeboard.time.instants import SECOND, Instant, datetime_of

ISSUER = "chargeboard"
EACH_S = 30
_AROUND = 1
"""So many codes before and after this one count too, for clocks that differ."""


class SecondFactors:
    """Makes secrets, seals them, and looks at codes."""

    def __init__(self, store: PeoplePort, key: bytes, now: Callable[[], Instant]) -> None:
        self._store, self._sealer, self._now = store, Sealer(key, b"second factors"), now

    def new(self) -> str:
        """A secret for an app."""
        return pyotp.random_base32()

    def address(self, account: str, secret: str) -> str:
        """What an app opens to know it."""
        return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=ISSUER)

    def sealed(self, account: str, secret: str) -> str:
        """As it is kept."""
        return self._sealer.sealed(account, secret)

    def is_right(self, account: Account, code: str) -> bool:
        """Whether the code counts now; where the account has no second factor any does."""
        if not account.second_factor:
            return True
        try:
            secret = self._sealer.opened(account.name, account.second_factor)
        except SealError:
            return False  # of another key: the shell takes it away
        return self.fits(account.name, secret, code)

    def fits(self, account: str, secret: str, code: str) -> bool:
        """Whether an app with that secret shows the code; it does not count a second time."""
        digits, now = "".join(code.split()), self._now()
        made = pyotp.TOTP(secret, interval=EACH_S)
        this = now // SECOND // EACH_S
        for step in range(this - _AROUND, this + _AROUND + 1):
            at = datetime_of(step * EACH_S * SECOND)
            if digits.isascii() and pyotp.utils.strings_equal(digits, made.at(at)):
                # by its half minute: whatever process asks, and however it is written
                until = (step + _AROUND + 1) * EACH_S * SECOND
                return self._store.use_once(digest_of(f"code\0{account}\0{step}"), until)
        return False
