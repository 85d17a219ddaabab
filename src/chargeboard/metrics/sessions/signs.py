"""
Which signs are there that a transaction goes on (definitions S5)?

Energy, power and words that prove it, and what merely names it. Of what was gathered no more than may matter.
"""

from __future__ import annotations

from typing import NamedTuple

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
        rose = sample.register_wh is not None and register is not None and sample.register_wh > register
        given = sample.export_wh is not None and back is not None and sample.export_wh > back
        is_positive = rose or given or (sample.power_w or 0) > 0 or (sample.interval_wh or 0) > 0
        is_positive |= (sample.export_w or 0) > 0
        found.append(Sign(sample.at, is_positive, is_named, place))
        register = register if sample.register_wh is None else sample.register_wh
        back = back if sample.export_wh is None else sample.export_wh
    found += [Sign(at, is_positive=False, names=True) for at in transaction.told_at]
    found += [
        Sign(at, is_positive=said in _ENERGETIC, names=True) for at, said in transaction.charging_states
    ]
    if not transaction.is_v2 and transaction.raw_socket is not None:
        found += [
            Sign(at, is_positive=True, names=False)
            for status in log.between((transaction.raw_socket, 0), transaction.start, until)
            if status.status in _ENERGETIC
            for at in {status.at, status.repeated_at or status.at}
        ]
    return sorted((sign for sign in found if sign.at < until), key=lambda sign: sign.at)
