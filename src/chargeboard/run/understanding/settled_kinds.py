"""Of which maker, model and firmware was a charger, and since when?"""

from __future__ import annotations

from chargeboard.domain.facts import Booted
from chargeboard.domain.policy import Profile
from chargeboard.domain.totals import Kind, KindSince
from chargeboard.ports.store import Store
from chargeboard.run.understanding.stretch import Stretch
from chargeboard.time.days import day_of
from chargeboard.time.instants import Instant


def kinds_told(store: Store, profile: Profile, stretch: Stretch, until: Instant) -> list[KindSince]:
    """Each change that a boot of the stretch told, before an instant; what it leaves out is as before."""
    kind = store.kind_before(profile.id, stretch.begin) if stretch.checkpoint else None
    changes: list[KindSince] = []
    for fact in stretch.facts:
        if not isinstance(fact, Booted) or fact.at >= until:
            continue
        was = kind or Kind()
        kind = Kind(
            fact.vendor.strip() or was.maker,
            fact.model.strip() or was.model,
            fact.firmware.strip() or was.firmware,
        )
        if kind != was:
            changes.append(KindSince(fact.at, day_of(fact.at, profile.policy.timezone), kind))
    return changes
