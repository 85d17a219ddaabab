"""
Which signs are there that a transaction goes on (definitions S5)?

Energy, power and words that prove it, and what merely names it. Of what was gathered no more than may matter.
"""

from __future__ import annotations

from bisect import bisect_left
from decimal import Decimal
from operator import attrgetter
from typing import NamedTuple

from chargeboard.domain.facts import Sampled
from chargeboard.metrics.sessions.gathered import course_of
from chargeboard.metrics.sessions.own_readings import names
from chargeboard.metrics.sessions.transaction import Transaction
from chargeboard.metrics.timeline.status_log import StatusLog
from chargeboard.time.instants import Instant

_ENERGETIC = frozenset({"Charging", "SuspendedEV", "SuspendedEVSE"})


class Sign(NamedTuple):
    """A sign: energy or a word that proves it is positive; `names` it by its id; `place` among samples."""

    at: Instant
    is_positive: bool
    names: bool
    place: int | None = None


def signs(transaction: Transaction, log: StatusLog, until: Instant) -> list[Sign]:
    """All signs of the transaction before an instant, by time."""
    register, back = transaction.begin_wh, None
    found: list[Sign] = []
    for place, sample in enumerate(transaction.samples):
        is_named = names(sample, transaction)
        if course := course_of(sample):
            # silence alone ends nothing that is named
            if not is_named:
                found += [Sign(one.at, is_positive=False, names=False, place=place) for one in course]
            register = course[-1].wh
        found.append(Sign(sample.at, _is_positive(sample, register, back), is_named, place))
        register = register if sample.register_wh is None else sample.register_wh
        back = back if sample.export_wh is None else sample.export_wh
    found += [Sign(at, is_positive=False, names=True) for at in transaction.told_at]
    found += [
        Sign(at, is_positive=said in _ENERGETIC, names=True) for at, said in transaction.charging_states
    ]
    found += [Sign(at, is_positive=True, names=False) for at in said_to_charge(transaction, log, until)]
    return sorted((sign for sign in found if sign.at < until), key=lambda sign: sign.at)


def newest(transaction: Transaction, log: StatusLog, until: Instant) -> tuple[Instant, Instant]:
    """When the last positive sign before an instant came, and the last of any kind; samples are by time."""
    at_words = [at for at in transaction.told_at if at < until]
    positive = [at for at in said_to_charge(transaction, log, until) if at < until]
    for at, said in transaction.charging_states:
        (positive if said in _ENERGETIC else at_words).extend([at] if at < until else [])
    behind = bisect_left(transaction.samples, until, key=attrgetter("at"))
    at_words += [sample.at for sample in transaction.samples[:behind][-1:]]
    evidence = max(energy_told_at(transaction, until), transaction.start, *positive)
    return evidence, max([evidence, *at_words])


def energy_told_at(transaction: Transaction, until: Instant) -> Instant:
    """When a sample last told of energy before an instant; the start where none did. Samples are by time."""
    behind = bisect_left(transaction.samples, until, key=attrgetter("at"))
    rose = (place for place in range(behind - 1, -1, -1) if _tells_energy(transaction, place))
    last = next(rose, None)
    return transaction.start if last is None else transaction.samples[last].at


def said_to_charge(transaction: Transaction, log: StatusLog, until: Instant) -> list[Instant]:
    """When its connector of 1.6 was said to charge, by statuses before an instant, which do not name it."""
    if transaction.is_v2 or transaction.raw_socket is None:
        return []
    return [
        at
        for status in log.between((transaction.raw_socket, 0), transaction.start, until)
        if status.status in _ENERGETIC
        for at in {status.at, status.repeated_at or status.at}
    ]


def _tells_energy(transaction: Transaction, place: int) -> bool:
    """Whether a sample is positive beside what the registers said before it."""
    samples = transaction.samples
    earlier = samples[place - 1 :: -1] if place else []
    register = next((one.register_wh for one in earlier if one.register_wh is not None), transaction.begin_wh)
    if course := course_of(samples[place]):
        register = course[-1].wh
    back = next((one.export_wh for one in earlier if one.export_wh is not None), None)
    return _is_positive(samples[place], register, back)


def _is_positive(sample: Sampled, register: Decimal | None, back: Decimal | None) -> bool:
    """Whether energy flowed, in or out, by itself or beside what the registers said before."""
    return (
        (sample.power_w or 0) > 0
        or (sample.register_wh is not None and register is not None and sample.register_wh > register)
        or (sample.export_wh is not None and back is not None and sample.export_wh > back)
        or (sample.interval_wh or 0) > 0
        or (sample.export_w or 0) > 0
    )
