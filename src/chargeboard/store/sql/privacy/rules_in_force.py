"""By which rules does this process hide what it keeps, and is what was kept before hidden by them?"""

from __future__ import annotations

from collections.abc import Callable

from chargeboard.ports.privacy import HidingRules
from chargeboard.store.sql.database.connection import Database


def name_of(rules: HidingRules | None) -> str:
    """What the file calls them; empty: none."""
    return "" if rules is None else rules.name


def is_hidden(db: Database) -> bool:
    """Whether all that is kept is hidden by the rules of this process."""
    with db.reading() as connection:
        return bool(db.sql.hidden_by(connection) == name_of(db.rules))


def as_hidden_now(db: Database) -> Callable[[str], str]:
    """Makes a text that is kept the one that it would be by the rules of today."""
    return str if db.rules is None or is_hidden(db) else db.rules.redact()
