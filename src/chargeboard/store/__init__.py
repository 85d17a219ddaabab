"""Where are frames, facts and conclusions kept?"""

from chargeboard.store.errors import StoreError
from chargeboard.store.hold import held
from chargeboard.store.sqlite import Finding, SqliteStore, doctor, open_sqlite

__all__ = ["Finding", "SqliteStore", "StoreError", "doctor", "held", "open_sqlite"]
