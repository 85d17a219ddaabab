"""Where are frames, facts and conclusions kept?"""

from chargeboard.store.beside import keep_to_owner, readable_by_others
from chargeboard.store.errors import StoreError
from chargeboard.store.hold import held
from chargeboard.store.rotation import Rotation
from chargeboard.store.sqlite import Finding, SqliteStore, doctor, open_sqlite
from chargeboard.store.sqlite.database.backup import Holdings, damage_of
from chargeboard.store.sqlite.database.restore import restore
from chargeboard.store.sqlite.privacy.hide_again import Rules as HidingRules

__all__ = [
    "Finding",
    "HidingRules",
    "Holdings",
    "Rotation",
    "SqliteStore",
    "StoreError",
    "damage_of",
    "doctor",
    "held",
    "keep_to_owner",
    "open_sqlite",
    "readable_by_others",
    "restore",
]
