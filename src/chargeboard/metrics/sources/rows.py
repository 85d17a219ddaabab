"""How is written down where a source differs from the page?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from chargeboard.domain.codes import Differing
from chargeboard.domain.conclusions import Session
from chargeboard.domain.figures.sources import SourceSession, SourceState, SourceTold
from chargeboard.metrics.sources.differing import Contrary, Pair, Telling, energy_more
from chargeboard.time.instants import Instant, seconds_of

_NONE: Final = Session(key="", socket=None, start=0, end=None, energy_wh=None, reason=None)


def source_row(telling: Telling, found: Sequence[tuple[Pair, Sequence[Differing]]]) -> SourceTold:
    """A source, and how many of its sessions fit."""
    alone = Counter(kind for _, differs in found for kind in differs)
    known = sum(pair.told is not None for pair, _ in found)
    alike = sum(not differs for _, differs in found)
    return SourceTold(
        source=telling.source,
        since=telling.since,
        until=telling.until,
        sessions=known,
        alike=alike,
        differing=known - alike - alone[Differing.ADDED],
        added=alone[Differing.ADDED],
        missing=alone[Differing.MISSING] if telling.repeats_charger else None,
        cannot_tell=list(telling.cannot_tell),
    )


def session_row(telling: Telling, pair: Pair, differs: list[Differing]) -> SourceSession:
    """A session, as both have it."""
    shown, told = pair
    ours, theirs = shown or _NONE, told or _NONE
    is_both = shown is not None and told is not None
    more = energy_more(ours, theirs) if is_both else None
    return SourceSession(
        source=telling.source,
        differs=differs,
        session=None if shown is None else shown.key,
        transaction_id=next(iter(theirs.transaction_ids), None),
        socket=theirs.socket if shown is None else shown.socket,
        source_socket=theirs.socket,
        start=None if shown is None else shown.start,
        source_start=None if told is None else told.start,
        start_later_s=_later(theirs.start, ours.start) if is_both else None,
        end=ours.end,
        source_end=theirs.end,
        end_later_s=_later(theirs.end, ours.end) if is_both else None,
        energy_wh=None if ours.energy_wh is None else float(ours.energy_wh),
        source_energy_wh=None if theirs.energy_wh is None else float(theirs.energy_wh),
        energy_more_wh=None if more is None else float(more),
        reason=ours.reason,
        source_reason=theirs.reason if is_both and telling.repeats_charger else None,
    )


def _later(one: Instant | None, other: Instant | None) -> float | None:
    return None if one is None or other is None else seconds_of(one - other)


def state_row(telling: Telling, one: Contrary) -> SourceState:
    """A time for which a socket was out of service by one of both."""
    return SourceState(
        source=telling.source,
        socket=one.socket,
        start=one.span.start,
        end=one.span.end,
        duration_s=seconds_of(one.span.length),
        is_out=one.is_out,
        source_state=one.told,
    )
