"""
Which readings are those of a session's own meter (definitions 4c S3a, S3c)?

A connector may tell several registers: one that counts the session, one that counts its life, one before the
rectifier, or two side by side in one message. A session is metered by one of them, never by a mix.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from operator import attrgetter, le
from typing import TypeAlias

from msgspec.structs import replace

from chargeboard.domain.facts import Sampled
from chargeboard.domain.policy import Policy
from chargeboard.metrics.sessions.energy import JITTER_WH
from chargeboard.metrics.sessions.plausibility import is_plausible
from chargeboard.metrics.sessions.transaction import Transaction
from chargeboard.time.instants import SECOND, Instant

_BEGIN, _END = "Transaction.Begin", "Transaction.End"
_AT = attrgetter("at")
_TWO = 2
_OWN = (0, False)
_ZERO = Decimal(0)
_PLACES = ("", "Inlet", "Cable", "EV", "Body", "Upstream", "Grid")
"""Where a register may be read, the outlet first; what is unknown comes last."""

_Series: TypeAlias = tuple[int, bool]
"""The rank of the place, and whether the readings do not name the transaction."""


def keep_own(transaction: Transaction, policy: Policy) -> None:
    """
    Leaves the transaction's samples with the registers of one series only, by time.

    The first that has two registers, the begin counted and the stop not: readings at the outlet that name
    the transaction, those that name none, then those at another location. Start and stop are the session's
    own: what contradicts both is another meter's. What else a sample tells stays.
    """
    transaction.has_spikes = False
    samples = sorted(transaction.samples, key=_AT)
    told = [sample for sample in samples if sample.register_wh is not None]
    kinds = {(sample.location, sample.transaction_id, sample.also_wh) for sample in told}
    # nearly every session has one series that names it and nothing side by side
    if len(kinds) > 1 or any(also or name not in transaction.transaction_ids for _, name, also in kinds):
        samples = _of_one_series(samples, told, transaction, policy)
        told = [sample for sample in samples if sample.register_wh is not None]
    if not (transaction.clock_repaired or _is_rising(told, transaction.stop_wh)):
        samples = _without_spikes(samples, told, transaction, policy)
    transaction.samples = samples


def begin_of(transaction: Transaction) -> Sampled | None:
    """2.x: the sample that carries the start register."""
    return next((sample for sample in transaction.samples if _is_begin(sample, transaction)), None)


def stop_of(transaction: Transaction) -> Sampled | None:
    """2.x: the sample that carries the stop register, the first one if it was told twice (Q07)."""
    end = transaction.end
    if end is None or transaction.end_inferred:
        return None
    stops = [sample for sample in transaction.samples if _is_stop(sample, transaction)]
    return next((stop for stop in stops if stop.at >= end), stops[-1] if stops else None)


def names(sample: Sampled, transaction: Transaction) -> bool:
    """Whether the reading names the transaction."""
    return sample.transaction_id in transaction.transaction_ids


def _series_of(sample: Sampled, transaction: Transaction) -> _Series:
    place = _PLACES.index(sample.location) if sample.location in _PLACES else len(_PLACES)
    return place, not names(sample, transaction)


def _is_begin(sample: Sampled, transaction: Transaction) -> bool:
    is_first = sample.context == _BEGIN or sample.at == transaction.start
    return transaction.is_v2 and is_first and sample.register_wh is not None and names(sample, transaction)


def _is_stop(sample: Sampled, transaction: Transaction) -> bool:
    is_last = sample.context == _END or (sample.at == transaction.end and not transaction.end_inferred)
    return is_last and sample.register_wh is not None and names(sample, transaction)


def _of_one_series(
    samples: list[Sampled], told: Sequence[Sampled], transaction: Transaction, policy: Policy
) -> list[Sampled]:
    series: dict[_Series, list[Sampled]] = defaultdict(list)
    for sample in told:
        series[_series_of(sample, transaction)].append(sample)
    own = _first_of_two(series, transaction)
    if len(series) > 1 or own not in series:
        edges = _edges(series, transaction, own)
        samples = [
            sample
            if sample.register_wh is None or sample in edges or _series_of(sample, transaction) == own
            else replace(sample, register_wh=None, also_wh=())
            for sample in samples
        ]
    if any(sample.also_wh for sample in samples):
        samples = list(_continued(samples, transaction, policy))
    return samples


def _is_rising(told: Sequence[Sampled], stop_wh: Decimal | None) -> bool:
    """Whether no register falls, the stop included: then none was left again."""
    whs = [sample.register_wh for sample in told if sample.register_wh is not None]
    return all(map(le, whs, whs[1:])) and not (whs and stop_wh is not None and stop_wh < whs[-1])


def _edges(series: dict[_Series, list[Sampled]], transaction: Transaction, own: _Series) -> list[Sampled]:
    """2.x: the start and stop registers, of a place that has both, else of the series' own place."""
    begins, stops = _ends_by_place(series, transaction)
    place = min(begins.keys() & stops.keys(), default=own[0])
    return [ends[place] for ends in (begins, stops) if place in ends]


def _ends_by_place(
    series: dict[_Series, list[Sampled]], transaction: Transaction
) -> tuple[dict[int, Sampled], dict[int, Sampled]]:
    begins, stops = (
        {
            place: sample
            for (place, _), told in series.items()
            for sample in told
            if is_end(sample, transaction)
        }
        for is_end in (_is_begin, _is_stop)
    )
    return begins, stops


def _first_of_two(series: dict[_Series, list[Sampled]], transaction: Transaction) -> _Series:
    """The series in use; where none has two registers, the first there is."""
    begins, stops = _ends_by_place(series, transaction)
    home = min(begins.keys() & stops.keys(), default=None)
    begin_wh = transaction.begin_wh if home is None else begins[home].register_wh
    stop_wh = transaction.stop_wh if home is None else stops[home].register_wh
    fitting: list[_Series] = []
    for own in sorted(series):
        inner = [
            sample
            for sample in series[own]
            if not (_is_stop(sample, transaction) or _is_begin(sample, transaction))
        ]
        is_home = not own[1] and home in {None, own[0]}
        if not is_home and _is_of_another_meter(inner, begin_wh, stop_wh):
            continue
        if len(inner) + (own[0] in begins or transaction.begin_wh is not None) >= _TWO:
            return own
        fitting.append(own)
    return min(fitting, default=_OWN)


def _is_of_another_meter(told: Sequence[Sampled], begin_wh: Decimal | None, stop_wh: Decimal | None) -> bool:
    """Whether readings lead neither from start to stop nor, counted from 0, over as much."""
    whs = [sample.register_wh for sample in told if sample.register_wh is not None]
    if not whs or begin_wh is None or not stop_wh or stop_wh < begin_wh:
        return False
    if begin_wh - JITTER_WH <= whs[0] and whs[-1] <= stop_wh + JITTER_WH:
        return False
    return max(whs) > stop_wh - begin_wh + JITTER_WH or not all(map(le, whs, whs[1:]))


def _without_spikes(
    samples: list[Sampled], told: Sequence[Sampled], transaction: Transaction, policy: Policy
) -> list[Sampled]:
    """Without a single register that no charger could reach and leave again (S3b)."""
    before_wh, before = transaction.begin_wh, transaction.start
    spikes: set[int] = set()
    for sample, after in zip(told, [*told[1:], None], strict=False):
        wh = sample.register_wh or _ZERO
        next_wh = transaction.stop_wh if after is None else after.register_wh
        is_high = before_wh is not None and next_wh is not None and wh > max(before_wh, next_wh + JITTER_WH)
        if (
            is_high
            and before_wh is not None
            and not is_plausible(wh - before_wh, max(sample.at - before, SECOND), policy)
        ):
            spikes.add(id(sample))
        else:
            before_wh, before = wh, sample.at
    transaction.has_spikes = bool(spikes)
    if not spikes:
        return samples
    return [replace(sample, register_wh=None) if id(sample) in spikes else sample for sample in samples]


def _continued(samples: Sequence[Sampled], transaction: Transaction, policy: Policy) -> Iterator[Sampled]:
    """Of registers told side by side the one that continues the series."""
    told = [sample for sample in samples if sample.register_wh is not None]
    begin_wh = transaction.begin_wh
    if begin_wh is not None:
        chain = _chain(told, begin_wh, transaction.start, policy)
    else:
        first, last = _registers(told[0]), _registers(told[-1])
        # what still stands at the end is not the register that counted
        moved = [wh for wh in first if wh not in last] or first
        chains = [[wh, *_chain(told[1:], wh, told[0].at, policy)] for wh in moved]
        chain = max(chains, key=lambda whs: whs[-1] - whs[0])
    chosen = iter(chain)
    for sample in samples:
        yield sample if sample.register_wh is None else replace(sample, register_wh=next(chosen), also_wh=())


def _chain(told: Sequence[Sampled], wh: Decimal, at: Instant, policy: Policy) -> list[Decimal]:
    """From a register on: of each sample the least that rose within reach, else what stood."""
    chain: list[Decimal] = []
    for sample in told:
        registers = _registers(sample)
        risen = [more for more in registers if more > wh and is_plausible(more - wh, sample.at - at, policy)]
        wh = min(risen) if risen else wh if wh in registers else registers[0]
        at = sample.at
        chain.append(wh)
    return chain


def _registers(sample: Sampled) -> list[Decimal]:
    return [wh for wh in (sample.register_wh, *sample.also_wh) if wh is not None]
