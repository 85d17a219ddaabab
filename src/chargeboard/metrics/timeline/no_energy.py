"""
When did a socket charge without giving energy?

Drivers call it "it says charging and nothing happens"; a session list hides it, because the session goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from operator import attrgetter, eq
from types import MappingProxyType

from chargeboard.domain.conclusions import NoEnergy, Segment
from chargeboard.domain.facts import Sampled
from chargeboard.metrics.sessions.transaction import Transaction
from chargeboard.metrics.timeline.socket_states import states_of
from chargeboard.time.instants import MINUTE, Instant
from chargeboard.time.series import Series
from chargeboard.time.spans import Span

SHORTEST = 10 * MINUTE
_AT = attrgetter("at")


def no_energy(
    transactions: Iterable[Transaction],
    segments: Sequence[Segment],
    settles_at: Mapping[str, Instant | None] = MappingProxyType({}),
) -> list[NoEnergy]:
    """
    Stretches of ten minutes or longer in state charging in which the register stood still.

    A register of coarse steps stands still although power flows: a power above 0 says that energy does.
    Where no register was sent, a power of 0 that stays tells the same. Between two readings only.

    `settles_at` is that of each session, by its key.
    """
    flat = [
        (transaction, span)
        for transaction in transactions
        if transaction.socket is not None
        for span in _flat(transaction)
    ]
    if not flat:
        return []
    states = states_of(segments)
    idle = {
        (start, transaction.socket or 0): NoEnergy(
            transaction.socket or 0, start, end, settles_at.get(transaction.key)
        )
        for transaction, span in flat
        for start, end, state in states.get(transaction.socket or 0, Series()).clip(span)
        if state == "charging" and end - start >= SHORTEST
    }
    return [idle[place] for place in sorted(idle)]


def _flat(transaction: Transaction) -> Iterator[Span]:
    """Where the readings of a transaction say that nothing flowed."""
    start, until = transaction.start, transaction.until
    samples = sorted([sample for sample in transaction.samples if start <= sample.at <= until], key=_AT)
    registers = [(sample.at, sample.register_wh) for sample in samples if sample.register_wh is not None]
    if registers:
        if transaction.begin_wh is not None and registers[0][1] >= transaction.begin_wh:
            registers.insert(0, (start, transaction.begin_wh))
        if transaction.stop_wh is not None and transaction.end is not None:
            registers.append((transaction.end, transaction.stop_wh))
        flat = list(_runs(registers))
        if not flat:
            return
        powers = _powers(samples)
        flowing = {at for at, power in powers if power > 0} | set(_given(samples))
        told = sorted({at for at, _ in registers} | {at for at, _ in powers} | flowing)
        for span in flat:
            inside = [at for at in told if span.start <= at <= span.end]
            yield from _runs([(at, Decimal(n if at in flowing else -1)) for n, at in enumerate(inside)])
    else:
        powers = _powers(samples)
        flowing = {at for at, power in powers if power > 0} | set(_given(samples))
        yield from _runs([(at, Decimal(n if at in flowing else -1)) for n, (at, _) in enumerate(powers)])


def _powers(samples: Sequence[Sampled]) -> list[tuple[Instant, float]]:
    return [(sample.at, sample.power_w) for sample in samples if sample.power_w is not None]


def _given(samples: Sequence[Sampled]) -> Iterator[Instant]:
    """When the vehicle fed energy back (V2G)."""
    before: Decimal | None = None
    for sample in samples:
        if (sample.export_w or 0) > 0 or (
            before is not None and sample.export_wh is not None and sample.export_wh > before
        ):
            yield sample.at
        before = before if sample.export_wh is None else sample.export_wh


def _runs(values: Sequence[tuple[Instant, Decimal]]) -> Iterator[Span]:
    """Stretches of ten minutes or longer over which the value stays what it is."""
    told = [value for _, value in values]
    if not any(map(eq, told, told[1:])):
        return
    begun: Instant | None = None
    for (at, value), (_, after) in pairwise(values):
        if value == after:
            begun = at if begun is None else begun
            continue
        if begun is not None and at - begun >= SHORTEST:
            yield Span(begun, at)
        begun = None
    if begun is not None and values[-1][0] - begun >= SHORTEST:
        yield Span(begun, values[-1][0])
