"""Is this the password, and may it be one?"""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from chargeboard.run.people.words import say

LEAST, MOST = 12, 1024
"""Characters. Nothing else is asked of a password: what makes one long makes it good."""
_HASHER = PasswordHasher()


@cache
def _nobodys() -> str:
    """What is checked where there is no account, so that it takes as long; who asks for it first waits."""
    return _HASHER.hash("")


class PasswordError(ValueError):
    """Too short, or too long to be looked at; says so."""


def hashed(password: str) -> str:
    """
    As it is kept.

    Raises: PasswordError.
    """
    return _HASHER.hash(checked(password))


def checked(password: str) -> str:
    """
    It, where it may be one.

    Raises: PasswordError.
    """
    if not LEAST <= len(password) <= MOST:
        raise PasswordError(say("password_length", least=LEAST, most=MOST, length=len(password)))
    return password


def is_right(kept: str, password: str) -> bool:
    """Whether it is the one that is kept; where none is, it is wrong and takes as long."""
    try:
        is_same = _HASHER.verify(kept or _nobodys(), password[: MOST + 1])
    except (VerificationError, InvalidHashError):
        return False
    return is_same and bool(kept)
