"""Where are frames, facts and conclusions kept?"""

from chargeboard.store.address import STORES, OwnedStore, StoreAddress, open_store, store_at
from chargeboard.store.errors import StoreError
from chargeboard.store.hold import held
from chargeboard.store.reports import Finding, Holdings, Restored

__all__ = [
    "STORES",
    "Finding",
    "Holdings",
    "OwnedStore",
    "Restored",
    "StoreAddress",
    "StoreError",
    "held",
    "open_store",
    "store_at",
]
