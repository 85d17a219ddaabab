"""How long does the document of one busy charger take, and does it matter how many others there are?"""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

import msgspec

from bench.crowd import clone_of, crowd
from bench.figure import Figure, at_most, spread
from bench.town import NOW
from bench.workbench import Workbench
from chargeboard.time.instants import SECOND

_FIRST_MS = 10
_NEXT_MS = 2
_CROWDED = 1.2


class Answer(msgspec.Struct):
    """What ask.py says of one process."""

    first_ms: float
    first_wall_ms: float
    next_ms: list[float]
    rows_ms: float
    encode_ms: float
    bytes: int
    sessions: int


def figures(workbench: Workbench) -> Iterator[Figure]:
    """The whole API document, in a fresh process and then again and again, among few chargers and many."""
    few, many = 10, workbench.scaled(1_000, 50)
    databases = {count: crowd(workbench.folder / f"crowd{count}.db", count) for count in (few, many)}
    asked: dict[int, list[Answer]] = {few: [], many: []}
    times = workbench.scaled(15, 5)
    for number in range(times):
        for count, database in databases.items():  # in turn, so that a slow minute slows both
            name = clone_of(number * count // times)
            asked[count].append(workbench.ask(Answer, "ask.py", database, name, NOW + 5 * SECOND))
    yield from _alone(asked[few])
    sizes = {count: f"{database.stat().st_size / 2**20:,.0f} MiB" for count, database in databases.items()}
    for name, typical in (("first", _first), ("again", _again)):
        more, less = typical(asked[many]), typical(asked[few])
        yield at_most(
            _CROWDED,
            Figure(
                name=f"board, {name}, {many:,} such chargers to {few}",
                value=more / less,
                unit="times",
                note=f"{more:.2f} ms in {sizes[many]}, {less:.2f} ms in {sizes[few]}; rows cloned by SQL, "
                "but for frames and older facts, which no board reads",
            ),
        )
    for database in databases.values():
        database.unlink()


def _alone(answers: list[Answer]) -> Iterator[Figure]:
    about = f"{answers[0].bytes / 1024:,.0f} KiB of JSON, {answers[0].sessions:,} sessions"
    wall_ms = median(one.first_wall_ms for one in answers)
    yield at_most(
        _FIRST_MS,
        Figure(
            name="board, first of a fresh process",
            value=_first(answers),
            unit="ms",
            limit=median(one.rows_ms + one.encode_ms for one in answers),
            note=f"{about}; CPU after the store is open, start of Python and imports not counted; "
            f"{len(answers)} processes, {spread([one.first_ms for one in answers])}; {wall_ms:.1f} ms of "
            "waiting; limit: reading the rows of its sessions and encoding it",
        ),
    )
    then = [ms for one in answers for ms in one.next_ms]
    yield at_most(
        _NEXT_MS,
        Figure(
            name="board, asked again a second later",
            value=_again(answers),
            unit="ms",
            limit=median(one.encode_ms for one in answers),
            note=f"{about}; CPU, none answered from a finished text; {len(then)} times, {spread(then)}; "
            "limit: msgspec encoding the same document",
        ),
    )


def _first(answers: list[Answer]) -> float:
    return median(one.first_ms for one in answers)


def _again(answers: list[Answer]) -> float:
    return median(ms for one in answers for ms in one.next_ms)
