"""What had to be repaired, inferred or left out (definitions T7, I21)?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec

from chargeboard.domain.codes import GapKind, OddityKind, SessionFlag
from chargeboard.domain.conclusions import Conclusions
from chargeboard.domain.facts import ClockSet, OddityFound
from chargeboard.domain.figures.board import ClockOffset, DataQuality
from chargeboard.time.instants import seconds_of


class Quality(msgspec.Struct, frozen=True, kw_only=True):
    """Counts so far; `collector_gap` in microseconds."""

    quarantined: int = 0
    repaired: int = 0
    nonconformant: int = 0
    clock: int = 0
    duplicate_starts: int = 0
    duplicate_stops: int = 0
    orphan_stops: int = 0
    inferred_ends: int = 0
    energy_unknown: int = 0
    collector_gap: int = 0
    sessions_in_kwh: int = 0


def counted(before: Quality, oddities: Sequence[OddityFound], conclusions: Conclusions) -> Quality:
    """The counts with these oddities and conclusions added."""
    kinds = Counter[OddityKind]()
    for oddity in oddities:
        kinds[oddity.kind] += oddity.count
    sessions = conclusions.sessions
    return Quality(
        quarantined=before.quarantined + kinds[OddityKind.QUARANTINED],
        repaired=before.repaired + kinds[OddityKind.REPAIRED],
        nonconformant=before.nonconformant + kinds[OddityKind.NONCONFORMANT],
        clock=before.clock + kinds[OddityKind.CLOCK],
        duplicate_starts=before.duplicate_starts + sum(session.duplicate_starts for session in sessions),
        duplicate_stops=before.duplicate_stops + sum(session.duplicate_stops for session in sessions),
        orphan_stops=before.orphan_stops + len(conclusions.orphans),
        inferred_ends=before.inferred_ends + sum(session.end_inferred for session in sessions),
        energy_unknown=before.energy_unknown
        + sum(SessionFlag.ENERGY_UNKNOWN in session.flags for session in sessions),
        sessions_in_kwh=before.sessions_in_kwh + sum(session.seems_kwh for session in sessions),
        collector_gap=before.collector_gap
        + sum(
            gap.end - gap.start
            for gap in conclusions.gaps
            if gap.kind == GapKind.COLLECTOR and gap.end is not None
        ),
    )


def data_quality(counts: Quality, flaps: int, clock: ClockSet | None) -> DataQuality:
    """The counts as the page shows them, and how the charger's clock goes."""
    return DataQuality(
        quarantined=counts.quarantined,
        repaired=counts.repaired,
        nonconformant=counts.nonconformant,
        duplicate_starts=counts.duplicate_starts,
        duplicate_stops=counts.duplicate_stops,
        orphan_stops=counts.orphan_stops,
        inferred_ends=counts.inferred_ends,
        energy_unknown=counts.energy_unknown,
        clock_repaired=counts.clock,
        connection_flaps=flaps,
        collector_gap_s=seconds_of(counts.collector_gap),
        sessions_in_kwh=counts.sessions_in_kwh,
        clock_offset=ClockOffset(offset_s=seconds_of(clock.offset), since=clock.at)
        if clock is not None and clock.offset
        else None,
    )
