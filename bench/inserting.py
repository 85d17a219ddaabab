"""What would remain of an import if SQLite were the only thing that costs?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import islice
from typing import Any

import apsw
import msgspec

from bench.workbench import Workbench
from chargeboard.domain.facts import AnyFact
from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy
from chargeboard.pipeline import StationState, step
from chargeboard.store import open_store

_COMMIT = 4_000


def rows_alone(workbench: Workbench, frames: Sequence[Frame], times: int) -> list[float]:
    """Processor seconds for the rows of frames and facts, made beforehand, a few thousand a commit."""
    journal, facts = _rows(frames)

    def insert() -> None:
        path = workbench.folder / "alone.db"
        open_store(path).close()
        db = apsw.Connection(str(path))
        db.execute("pragma synchronous = full")
        for table, rows in (
            (f"journal values ({_marks(7)})", journal),
            (f"fact (station, at, received_at, n, body, kind) values ({_marks(6)})", facts),
        ):
            left = iter(rows)
            while some := list(islice(left, _COMMIT)):
                with db:
                    db.executemany(f"insert into {table}", some)
        db.close()
        for left_over in workbench.folder.glob("alone.db*"):
            left_over.unlink()

    return workbench.cpu_s(insert, times)


def _rows(frames: Sequence[Frame]) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    policy, encode = Policy(), msgspec.msgpack.encode
    states: defaultdict[str, StationState] = defaultdict(StationState)
    journal, facts = [], []
    for seq, one in enumerate(frames, 1):
        journal.append(
            (one.station, seq, one.received_at, one.direction, one.text, one.connection, one.protocol)
        )
        facts += [
            (one.station, fact.at, fact.received_at, seq * 1_000 + n, encode(fact), _kind(fact))
            for n, fact in enumerate(step(states[one.station], one, policy))
        ]
    facts.sort(key=lambda row: row[0])  # as an import does: one station after the other
    return journal, facts


def _kind(fact: AnyFact) -> str:
    return str(type(fact).__struct_config__.tag)


def _marks(count: int) -> str:
    return ", ".join("?" * count)
