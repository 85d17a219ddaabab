"""What does PostgreSQL complain of, in words that help?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg

from chargeboard.store.errors import StoreAwayError, StoreError
from chargeboard.store.postgres.pools import NoConnectionLeftError
from chargeboard.store.words import say

_BY_STATE = {
    "28P01": "pg_password",
    "28000": "pg_password",
    "3D000": "pg_no_database",
    "42501": "pg_rights",
    "53100": "pg_full",
    "53200": "pg_memory",
    "53300": "pg_connections",
    "57014": "pg_timeout",
    "55P03": "pg_locked",
    "40P01": "pg_locked",
    "40001": "pg_locked",
    "25006": "pg_standby",
    "26000": "pg_pooled",
    "42P05": "pg_pooled",
    "57P01": "pg_away",
    "57P02": "pg_away",
    "57P03": "pg_starting",
    "XX001": "pg_damaged",
    "XX002": "pg_damaged",
}
"""By SQLSTATE, which words tell of it: `what_...` and `do_...`."""
_BY_TEXT = (
    ("password authentication failed", "pg_password"),
    ("no password supplied", "pg_password"),
    ("no pg_hba.conf entry", "pg_password"),
    ("does not exist", "pg_no_database"),
    ("too many clients", "pg_connections"),
    ("too many connections", "pg_connections"),
    ("remaining connection slots", "pg_connections"),
    ("starting up", "pg_starting"),
    ("shutting down", "pg_away"),
)
"""Who is refused at the door is told no state, in the words of the server."""
_OF_CONNECTIONS = frozenset({None, "57P01", "57P02", "57P03"})
"""No state: the server was not reached, or answered no more."""


def kind_of(error: BaseException) -> str:
    """Which words tell of it; empty where there are none."""
    state = getattr(error, "sqlstate", None)
    if state in _BY_STATE:
        return _BY_STATE[state]
    if isinstance(error, NoConnectionLeftError):
        return "pg_connections"
    if not isinstance(error, psycopg.OperationalError):
        return ""
    text = str(error)
    return next((kind for part, kind in _BY_TEXT if part in text), "pg_away")


def _is_away(kind: str, error: BaseException) -> bool:
    """Whether nobody reaches it, whatever is asked: waiting helps then, as it does not for a password."""
    return kind in {"pg_away", "pg_starting"} and getattr(error, "sqlstate", None) in _OF_CONNECTIONS


@contextmanager
def explained(where: str, away_s: Callable[[], float | None] = lambda: None) -> Iterator[None]:
    """What went wrong with the server, and for how long, in words; `where` has no password in it."""
    try:
        yield
    except (psycopg.Error, NoConnectionLeftError) as error:
        kind = kind_of(error)
        if kind:
            told = StoreAwayError if _is_away(kind, error) else StoreError
            raise told(say(f"what_{kind}"), where, say(f"do_{kind}"), away_s()) from error
        raise StoreError(
            say("database_failed", error=str(error).strip()), where, say("run_doctor")
        ) from error
