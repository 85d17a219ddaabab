"""Where are frames, facts and conclusions kept?"""

from chargeboard.store.errors import StoreError
from chargeboard.store.hold import held
from chargeboard.store.sqlite import Finding, SqliteStore, doctor, open_sqlite
from chargeboard.store.sqlite.backup import Holdings
from chargeboard.store.sqlite.restore import restore

__all__ = [
    "Finding",
    "Holdings",
    "SqliteStore",
    "StoreError",
    "doctor",
    "held",
    "open_sqlite",
    "restore",
]
