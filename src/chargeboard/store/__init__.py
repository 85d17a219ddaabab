"""Where are frames, facts and conclusions kept?"""

from chargeboard.store.errors import StoreError
from chargeboard.store.sqlite import Finding, SqliteStore, doctor, open_sqlite

__all__ = ["Finding", "SqliteStore", "StoreError", "doctor", "open_sqlite"]
