"""How fast are frames understood?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

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
    yield _figure("decode + fold, a 1.6 charger", workbench, history(BUSY))
    yield _figure("decode + fold, a 2.0.1 charger", workbench, history(NEWER))
    yield at_least(_FRAMES_PER_S, _figure("decode + fold, both", workbench, history(BUSY), history(NEWER)))


def _figure(name: str, workbench: Workbench, *logs: Sequence[Frame]) -> Figure:
    policy, texts = Policy(), [frame.text for log in logs for frame in log]
    times = workbench.scaled(7, 3)

    def understand() -> None:
        for log in logs:
            state = StationState()
            for frame in log:
                step(state, frame, policy)

    def parse() -> None:
        decode = msgspec.json.Decoder().decode
        for text in texts:
            decode(text)

    rates = [len(texts) / spent for spent in workbench.cpu_s(understand, times)]
    return Figure(
        name=name,
        value=median(rates),
        unit="frames/s",
        limit=len(texts) / median(workbench.cpu_s(parse, times)),
        note=f"{len(texts):,} frames of {sum(map(len, texts)) / len(texts):.0f} bytes, {spread(rates)}; "
        "limit: msgspec parsing the same JSON and nothing else",
    )
