"""Where are frames, facts and conclusions kept?"""

from chargeboard.store.errors import StoreError
from chargeboard.store.hold import held
from chargeboard.store.rotation import Rotation
from chargeboard.store.sqlite import Finding, SqliteStore, doctor, open_sqlite
from chargeboard.store.sqlite.backup import Holdings, damage_of
from chargeboard.store.sqlite.restore import restore

__all__ = [
    "Finding",
    "Holdings",
    "Rotation",
    "SqliteStore",
    "StoreError",
    "damage_of",
    "doctor",
    "held",
    "open_sqlite",
    "restore",
]
