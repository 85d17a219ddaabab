"""How long does it take to put the figures of a charger's page together, here and there?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import Any

import duckdb
import psycopg

from bench.fleets.moment import Moment
from bench.fleets.panels import Rows, queries
from bench.system import processes
from chargeboard.panels.sessions import view as sessions
from chargeboard.run.desk import Desk
from chargeboard.time.instants import HOUR, SECOND, Instant
from chargeboard.time.spans import Span

QUERIES, FIRST = "dashboard's queries", "first look"
Zoned = tuple[str, str]
"""A charger and its time zone."""


@dataclass
class Side:
    """One of those that are compared, and what its looks took."""

    name: str
    look: Callable[[Zoned], object]
    backends: Callable[[], Sequence[int]] = tuple
    """The processes that work for it besides ours."""
    before: Callable[[Zoned], object] = lambda _: None
    """Done before each look, and not measured."""
    took_ms: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)
    """Of each look, here and in the backends."""

    def timed(self, charger: Zoned) -> None:
        """One look."""
        self.before(charger)
        backends = [*self.backends()]
        there = sum(map(processes.ran_ns, backends))
        begin, begin_cpu = perf_counter(), process_time()
        self.look(charger)
        self.took_ms.append(1e3 * (perf_counter() - begin))
        there = sum(map(processes.ran_ns, backends)) - there
        self.cpu_ms.append(1e3 * (process_time() - begin_cpu) + there / 1e6)

    def forget(self) -> None:
        """What was measured so far, to warm up."""
        self.took_ms, self.cpu_ms = [], []

    @property
    def p50_ms(self) -> float:
        """Processor time of a look, that of backends included: who else uses the machine is not in it."""
        return median(self.cpu_ms)

    def in_words(self) -> str:
        """For a note."""
        p95, waited = quantiles(self.cpu_ms, n=20)[-1], median(self.took_ms)
        return f"{self.name} {self.p50_ms:.2f} ms (p95 {p95:.1f}; {waited:.1f} of waiting)"


def looked(sides: Sequence[Side], chargers: Sequence[Zoned], looks: int) -> None:
    """So many chargers by chance, each by all sides in turn."""
    luck = Random(1)  # noqa: S311 - the same every time
    for number in range(looks):
        charger = luck.choice(chargers)
        for place in range(len(sides)):
            sides[(place + number) % len(sides)].timed(charger)


def first_looks(name: str, desk: Desk, backends: Callable[[], Sequence[int]] = tuple) -> Side:
    """Ours, of a process that runs and has not seen this charger."""
    fresh = [desk]

    def forget(_: Zoned) -> None:
        fresh[0] = Desk(desk.store, desk.profile_of, desk.now)

    return Side(name, lambda charger: _seen(fresh[0], charger, desk.now()), backends, forget)


def later_looks(name: str, desk: Desk, backends: Callable[[], Sequence[int]] = tuple) -> Side:
    """Ours, of one that has, a second before."""
    return Side(
        name,
        lambda charger: _seen(desk, charger, desk.now() + SECOND),
        backends,
        lambda charger: _seen(desk, charger, desk.now()),
    )


def _seen(desk: Desk, charger: Zoned, moment: Instant) -> object:
    return desk.seen(charger[0], lambda _, now: Span(now - 24 * HOUR, now), at=moment, newest=sessions.LATEST)


def dashboard(connection: psycopg.Connection[Any], now: Moment) -> Side:
    """Eight queries one after the other over one connection, as text."""
    pid = connection.info.backend_pid

    def look(charger: Zoned) -> list[Rows]:
        return [connection.execute(text).fetchall() for text in queries(*charger, now()).values()]

    return Side(QUERIES, look, lambda: [pid])


def columns(connection: duckdb.DuckDBPyConnection, now: Moment) -> Side:
    """The same of DuckDB, in this process."""

    def look(charger: Zoned) -> list[Rows]:
        return [connection.execute(text).fetchall() for text in queries(*charger, now()).values()]

    return Side("the same on DuckDB", look)
