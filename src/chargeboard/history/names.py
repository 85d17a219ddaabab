"""Under which id is what a charger said found now, and under which others was it said?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from chargeboard.domain.alike import alike
from chargeboard.domain.codes import ChangeKind
from chargeboard.domain.figures.board import ChargerChange
from chargeboard.domain.policy import Profile
from chargeboard.ports.chargers import ChargersPort
from chargeboard.ports.collector import CollectorPort
from chargeboard.ports.journal import JournalPort


class _Names(ChargersPort, JournalPort, CollectorPort, Protocol):
    """What knows them."""


class UnknownChargerError(LookupError):
    """No frame of that charger was ever received; `similar` are those `known` ids that look like its own."""

    def __init__(self, station: str, known: Iterable[str]) -> None:
        super().__init__(station)
        self.station = station
        self.similar = alike(station, known, most=5, least=0.4)


class NotUnderstoodYetError(UnknownChargerError):
    """Frames of it were received, and nothing is known of what they say: that takes a moment."""


def new_name(store: ChargersPort, station: str) -> str:
    """The charger that a station's frames count for, looked up alone."""
    name, seen = station, {station}
    while (charger := store.charger(name)) and charger.merged_into and charger.merged_into not in seen:
        name = charger.merged_into
        seen.add(name)
    return name


def renamings(store: _Names, profile: Profile, *, has_others: bool = True) -> list[ChargerChange]:
    """When a charger was given another id, which is so where others were merged into it, or another name."""
    changes = [
        ChargerChange(at=heard_at, kind=ChangeKind.ID, was=old, became=profile.id)
        for old in (former(store, profile.id) if has_others else ())
        if (heard_at := store.newest_frame_at(old)) is not None
    ]
    charger = store.charger(profile.id)
    called = () if charger is None else charger.called
    following = [*(name.name for name in called[1:]), profile.name or profile.id]
    return changes + [
        ChargerChange(at=name.until, kind=ChangeKind.NAME, was=name.name, became=became)
        for name, became in zip(called, following, strict=False)
    ]


def former(store: JournalPort, station: str) -> list[str]:
    """The ids whose frames count for the charger besides its own."""
    return sorted(old for old, head in store.heads().items() if head == station)
