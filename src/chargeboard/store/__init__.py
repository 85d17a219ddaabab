"""Where are frames, facts and conclusions kept?"""

from chargeboard.store.address import STORES, OwnedStore, StoreAddress, open_store, store_at
from chargeboard.store.errors import StoreError
from chargeboard.store.hold import held
from chargeboard.store.reports import Finding, Holdings, Restored, ServerState
from chargeboard.store.sqlite.migrate import newest_schema

__all__ = [
    "STORES",
    "Finding",
    "Holdings",
    "OwnedStore",
    "Restored",
    "ServerState",
    "StoreAddress",
    "StoreError",
    "held",
    "newest_schema",
    "open_store",
    "store_at",
]
