"""
Which sessions were there (definitions 2.1)?

A session is one OCPP transaction with its end, its energy and what had to be inferred to know them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from operator import sub
from statistics import median
from typing import NamedTuple

from chargeboard.domain.codes import SessionFlag
from chargeboard.domain.conclusions import Orphan, Session
from chargeboard.domain.facts import AnyFact, Sampled, StopReported
from chargeboard.domain.policy import Policy
from chargeboard.metrics.days.late import is_late
from chargeboard.metrics.sessions.completed import Completion
from chargeboard.metrics.sessions.course import course
from chargeboard.metrics.sessions.lost_stops import infer_ends
from chargeboard.metrics.sessions.meter import Metered
from chargeboard.metrics.sessions.metering import exported, imported
from chargeboard.metrics.sessions.own_readings import keep_own
from chargeboard.metrics.sessions.plausibility import plausible_w
from chargeboard.metrics.sessions.recent_power import recent
from chargeboard.metrics.sessions.refused import refused
from chargeboard.metrics.sessions.thinned import WHOLE
from chargeboard.metrics.sessions.transaction import Transaction
from chargeboard.metrics.sessions.transactions import give_meter_values, transactions
from chargeboard.metrics.sessions.unit_check import counts_kwh_as_wh
from chargeboard.metrics.timeline.status_log import StatusLog
from chargeboard.time.instants import HOUR, NEVER, SECOND, Instant
from chargeboard.time.spans import Span


class Heard(NamedTuple):
    """What the facts say of transactions, each list by start; of `refused` starts nothing came (S7)."""

    told_of: list[Transaction]
    """All, refused ones included."""
    transactions: list[Transaction]
    sessions: list[Session]
    orphans: list[Orphan]
    refused: list[Session]
    stopped_on: dict[StopReported, int]
    """The socket of each stop that ended a transaction, refused ones included."""


def sessions(
    words: Sequence[AnyFact],
    samples: Sequence[Sampled],
    log: StatusLog,
    *,
    sockets: Sequence[int],
    unheard: Sequence[Span],
    now: Instant,
    policy: Policy,
) -> Heard:
    """The transactions of the words, with their samples, the session of each, and stops that fit none."""
    found, strays = transactions(words, sockets, policy)
    give_meter_values(found, samples, policy)
    for transaction in found:
        if transaction.end is not None:
            keep_own(transaction, policy)
    orphans = infer_ends(found, strays, log, unheard=unheard, now=now, policy=policy)
    for transaction in found:
        transaction.course = course(transaction, policy) if transaction.is_v2 else transaction.charging_states
    void = refused(found, log, now=now, energy_of=lambda transaction: _flowed(transaction, policy))
    rows = _rows(found, log, policy)
    return Heard(
        told_of=found,
        transactions=[transaction for transaction in found if transaction not in void],
        sessions=[row for transaction, row in zip(found, rows, strict=True) if transaction not in void],
        orphans=[_orphan(stop, rows, policy) for stop in orphans],
        refused=[row for transaction, row in zip(found, rows, strict=True) if transaction in void],
        stopped_on={
            stop: transaction.socket
            for transaction in found
            if transaction.socket is not None
            for stop in transaction.stops
        },
    )


def _orphan(stop: StopReported, begun: Sequence[Session], policy: Policy) -> Orphan:
    """A stop that fits no transaction, or more than one: until all but one of these ended otherwise (S4)."""
    fitting = [one.settles_at for one in begun if not one.is_v2 and one.start <= stop.at <= one.until]
    known = [at for at in fitting if at is not None]
    settles_at = max([stop.at, *known]) + policy.late_meter_s * SECOND
    return Orphan(
        at=stop.at,
        transaction_id=stop.transaction_id,
        meter_stop_wh=stop.meter_stop_wh,
        reason=stop.reason,
        settles_at=None if None in fitting else settles_at,
    )


def _rows(found: Sequence[Transaction], log: StatusLog, policy: Policy) -> list[Session]:
    """Each transaction as a row; a start shows by its register what the one before it gave (S2a)."""
    rows: list[Session] = []
    following: dict[int | None, tuple[Transaction, Metered]] = {}
    for transaction in reversed(found):
        meter, back = imported(transaction, policy), exported(transaction, policy)
        completion = Completion(transaction, meter, back, following.get(transaction.socket), log, policy)
        rows.append(session(transaction, meter, back, completion, policy))
        if transaction.socket is not None:
            following[transaction.socket] = transaction, meter
    return rows[::-1]


def _flowed(transaction: Transaction, policy: Policy) -> bool:
    """Whether its registers tell of any energy, in or out."""
    return any((told(transaction, policy).energy_wh or 0) > 0 for told in (imported, exported))


def session(
    transaction: Transaction, meter: Metered, back: Metered, completion: Completion, policy: Policy
) -> Session:
    """One transaction as a row."""
    samples = transaction.samples
    end, energy = transaction.end, meter.energy_wh
    flags = {*meter.flags, *back.flags}
    if transaction.matched_by_inference:
        flags.add(SessionFlag.MATCHED_BY_INFERENCE)
    if transaction.has_spikes:
        flags.add(SessionFlag.METER_GLITCH)
    if transaction.is_filled_in:
        flags.add(SessionFlag.FILLED_IN)
    if transaction.clock_repaired:
        flags.add(SessionFlag.CLOCK_REPAIRED)
    if energy is None and end is not None:
        flags.add(SessionFlag.ENERGY_UNKNOWN)
    elapsed = (
        transaction.until if end is not None else (samples[-1].at if samples else 0)
    ) - transaction.start
    most = max(energy or 0, back.energy_wh or 0)
    suspicious = elapsed > 0 and float(most) * HOUR > plausible_w(policy) * elapsed
    if suspicious:
        flags.add(SessionFlag.ENERGY_SUSPICIOUS)
    last_word = max([transaction.latest_received_at, *[sample.received_at for sample in samples]])
    if end is not None and is_late(last_word, end, policy.timezone):
        flags.add(SessionFlag.REVISED)
    powers = [(sample.at, sample.power_w) for sample in samples if sample.power_w is not None]
    charged = [sample for sample in samples if sample.soc_pct is not None]
    return Session(
        key=transaction.key,
        socket=transaction.socket,
        start=transaction.start,
        end=end,
        energy_wh=energy,
        reason=transaction.reason,
        end_inferred=transaction.end_inferred,
        is_completed=completion.is_completed(),
        token=transaction.token,
        transaction_ids=tuple(transaction.transaction_ids),
        flags=tuple(sorted(flags)),
        readings=meter.readings,
        start_status=transaction.start_status,
        remote_start_id=transaction.remote_start_id,
        duplicate_starts=transaction.repeats_of_start,
        duplicate_stops=transaction.repeats_of_stop,
        power_w=powers[-1][1] if powers else None,
        power_at=powers[-1][0] if powers else None,
        powers=recent(powers) if end is None else (),
        peak_w=max([power_w or 0.0 for _, power_w in powers], default=transaction.told_peak_w),
        start_soc_pct=charged[0].soc_pct if charged else None,
        soc_pct=charged[-1].soc_pct if charged else None,
        stop_trigger=transaction.stop_trigger,
        sampled_every=_usual_interval(samples),
        counts_energy=not (suspicious and policy.drop_suspicious_energy),
        is_v2=transaction.is_v2,
        told_from=min([transaction.start, *transaction.told_at, *(stop.at for stop in transaction.stops)]),
        seems_kwh=counts_kwh_as_wh(samples),
        begin_wh=meter.begin_wh,
        end_wh=meter.end_wh,
        export_wh=back.energy_wh,
        export_readings=back.readings if back.energy_wh else (),
        learned_at=_learned_at(transaction),
        settles_at=None if completion.waits() else _settles_at(transaction, completion.decided_at(), policy),
    )


def _learned_at(transaction: Transaction) -> Instant | None:
    """When its last word was in that was new, and its end was known, be it by what came after."""
    if transaction.end is None:
        return None
    read: dict[Instant, Instant] = {}
    for sample in transaction.samples:
        # what a second source tells once more is no news
        read[sample.at] = min(sample.received_at, read.get(sample.at, NEVER))
    inferred = [transaction.inferred_by, transaction.inferred_from or 0] if transaction.end_inferred else []
    return max([transaction.end, transaction.learned_at, *read.values(), *inferred])


def _settles_at(transaction: Transaction, decided_at: Instant | None, policy: Policy) -> Instant | None:
    """When the late readings were in; an inferred end stood from when it became certain."""
    end = transaction.end
    if end is None:
        return None
    known = transaction.inferred_from if transaction.end_inferred else None
    told = max([end, known or end, decided_at or end, *(stop.at for stop in transaction.stops)])
    return told + policy.late_meter_s * SECOND


def _usual_interval(samples: Sequence[Sampled]) -> int | None:
    """Lately: of what was long ago most is left out."""
    ats = [sample.at for sample in samples]
    lately = ats[bisect_left(ats, ats[-1] - WHOLE) :] if ats else []
    steps = [step for step in map(sub, lately[1:], lately) if step > 0]
    return round(median(steps)) if steps else None
