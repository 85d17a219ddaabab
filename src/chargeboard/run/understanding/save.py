"""
How are kept conclusions written without keeping others from writing?

What one step may hold is replaced in one step. More of it is written in parts that nobody reads, under a
claim, until the checkpoints behind them say that all is there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

import msgspec

from chargeboard.documents import kept_session
from chargeboard.domain.conclusions import Conclusions
from chargeboard.domain.load import DayLoad
from chargeboard.domain.records import Claim, Progress
from chargeboard.domain.totals import DayTotals, KindSince
from chargeboard.metrics.sessions.rows import session_row
from chargeboard.ports.store import Store
from chargeboard.run.understanding.settlement import Settlement
from chargeboard.time.instants import Instant

_ROWS = 2_000
"""So many rows of a kind are written in one step."""


class _Sums(TypedDict, total=False):
    totals: list[DayTotals]
    kinds: list[KindSince]
    loads: list[DayLoad]


def save(
    store: Store, progress: Progress, since: Instant, kept: Settlement | None, claim: Claim | None
) -> None:
    """
    Replace what is stored from `since` on; `progress` is the one to be reached.

    Raises: Overtaken.
    """
    conclusions = kept.conclusions if kept else Conclusions()
    days, checkpoints = (kept.days, kept.checkpoints) if kept else ([], [])
    sums: _Sums = {"totals": kept.totals, "kinds": kept.kinds, "loads": kept.loads} if kept else {}
    if claim is None:
        store.settle(progress, since, conclusions, _docs(conclusions), days, checkpoints, **sums)
        return
    while store.take_back(progress, since, claim):
        pass
    until = progress.settled_until or since
    for n, part in enumerate(_parts(conclusions)):
        store.settle_part(claim, None if n else since, until, part, _docs(part), n * _ROWS)
    store.settle_claimed(claim, progress, days, checkpoints, **sums)


def _docs(conclusions: Conclusions) -> list[bytes]:
    return [kept_session(session_row(session)) for session in conclusions.sessions]


def _parts(conclusions: Conclusions) -> Iterator[Conclusions]:
    """Conclusions in parts of a bounded size; at least one."""
    kinds = msgspec.structs.asdict(conclusions)
    for begin in range(0, max(1, *map(len, kinds.values())), _ROWS):
        yield Conclusions(**{kind: rows[begin : begin + _ROWS] for kind, rows in kinds.items()})
