"""How fast are frames understood?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median
from typing import NamedTuple

import msgspec

from bench.figure import Figure, at_least, spread
from bench.town import BUSY, NEWER, history
from bench.workbench import Workbench
from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy
from chargeboard.pipeline import StationState, step

_FRAMES_PER_S = 50_000


def figures(workbench: Workbench) -> Iterator[Figure]:
    """Decode and fold of a busy 1.6 charger, of a 2.0.1 charger, and of both logs in a row."""
    older, newer = _cost(workbench, history(BUSY)), _cost(workbench, history(NEWER))
    yield _figure("decode + fold, a 1.6 charger", older)
    yield _figure("decode + fold, a 2.0.1 charger", newer)
    both = Cost(
        older.texts + newer.texts,
        [first + second for first, second in zip(older.spent, newer.spent, strict=True)],
        older.parsing_s + newer.parsing_s,
    )
    yield at_least(_FRAMES_PER_S, _figure("decode + fold, both logs", both))


class Cost(NamedTuple):
    """Processor seconds: each time the log was understood, and what msgspec needs to parse it."""

    texts: list[str]
    spent: list[float]
    parsing_s: float


def _cost(workbench: Workbench, log: Sequence[Frame]) -> Cost:
    policy, texts = Policy(), [frame.text for frame in log]
    times = workbench.scaled(7, 3)

    def understand() -> None:
        state = StationState()
        for frame in log:
            step(state, frame, policy)

    def parse() -> None:
        decode = msgspec.json.Decoder().decode
        for text in texts:
            decode(text)

    return Cost(texts, workbench.cpu_s(understand, times), median(workbench.cpu_s(parse, times)))


def _figure(name: str, cost: Cost) -> Figure:
    count = len(cost.texts)
    rates = [count / spent for spent in cost.spent]
    return Figure(
        name=name,
        value=median(rates),
        unit="frames/s",
        limit=count / cost.parsing_s,
        note=f"{count:,} frames of {sum(map(len, cost.texts)) / count:.0f} bytes, {spread(rates)}; "
        "limit: msgspec parsing the same JSON and nothing else",
    )
