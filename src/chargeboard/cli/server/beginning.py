"""What has to be so before anything is served?"""

from __future__ import annotations

import hashlib

import msgspec

from chargeboard import __version__
from chargeboard.cli.place import Place
from chargeboard.domain.policy import Policy
from chargeboard.metrics.conclude import METRICS_VERSION
from chargeboard.pipeline import fold_version
from chargeboard.store import OwnedStore


def begin_serving(place: Place, store: OwnedStore, *, does_understand: bool = True) -> None:
    """
    Frames are kept from now on, and what the list is found by is as the settings are today.

    Where settings, exclusions, rules of alerts or the code changed since the last start, all chargers are to
    be looked at; else those that are left of that, and those that were set one by one.
    """
    place.begin_keeping(store)
    if not does_understand:
        return
    store.look_at_all_unless(_looked_by(place, store))
    for station, site in store.unlooked_sites().items():
        if (today := place.profile(store, station).site) != site:
            store.put_fleet_site(station, today)


def _looked_by(place: Place, store: OwnedStore) -> str:
    """Names all that chargers are looked at by, but what was set for one of them by the shell."""
    seen = (
        __version__,
        fold_version(Policy()),
        METRICS_VERSION,
        place.settings.of_chargers,
        place.settings.rules,
        store.alert_rules(),
        store.shared(),
    )
    return hashlib.sha256(msgspec.json.encode(seen)).hexdigest()[:16]
