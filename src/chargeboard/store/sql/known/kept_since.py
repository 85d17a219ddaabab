"""Since when is what is kept of a station whole?"""

from __future__ import annotations

from chargeboard.domain.records import KeptSince
from chargeboard.store.sql.database.connection import Database


def kept_since(db: Database, station: str) -> KeptSince:
    """Of each kind of what is kept; from the beginning where nothing was let go of."""
    with db.reading() as connection:
        return KeptSince(*(db.sql.kept_since(connection, station=station) or ()))
