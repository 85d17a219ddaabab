"""Since when is a charger called what it is, and what was it called before?"""

from __future__ import annotations

from collections.abc import Iterable

from chargeboard.domain.codes import ChangeKind
from chargeboard.domain.figures.board import ChargerChange
from chargeboard.domain.policy import Profile
from chargeboard.history.names import former
from chargeboard.ports.store import Store
from chargeboard.time.instants import Instant


def changes(
    store: Store, profile: Profile, of_hardware: Iterable[ChargerChange], at: Instant
) -> list[ChargerChange]:
    """All changes of a charger that were so by an instant, the latest first."""
    found = list(of_hardware)
    for old in former(store, profile.id):
        heard_at = store.newest_frame_at(old)
        if heard_at is not None and heard_at <= at:
            found.append(ChargerChange(at=heard_at, kind=ChangeKind.ID, was=old, became=profile.id))
    charger = store.charger(profile.id)
    called = () if charger is None else charger.called
    following = [*(one.name for one in called[1:]), profile.name or profile.id]
    found += [
        ChargerChange(at=one.until, kind=ChangeKind.NAME, was=one.name, became=became)
        for one, became in zip(called, following, strict=False)
        if one.until <= at
    ]
    return sorted(found, key=lambda one: (one.at, one.kind, one.was), reverse=True)
