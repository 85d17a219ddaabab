"""
Which sessions were there (definitions 2.1)?

A session is one OCPP transaction with its end, its energy and what had to be inferred to know them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from itertools import pairwise
from statistics import median

from chargeboard.domain.conclusions import Orphan, Session
from chargeboard.domain.facts import AnyFact, Sampled
from chargeboard.domain.instants import HOUR, NEVER, SECOND, Instant
from chargeboard.domain.policy import Policy
from chargeboard.domain.span import Span
from chargeboard.metrics.late import is_late
from chargeboard.metrics.sessions.course import course
from chargeboard.metrics.sessions.energy import Metered, Register, metered, plausible_w, summed
from chargeboard.metrics.sessions.lost_stops import infer_ends
from chargeboard.metrics.sessions.recent_power import recent
from chargeboard.metrics.sessions.transaction import Transaction
from chargeboard.metrics.sessions.transactions import give_meter_values, transactions
from chargeboard.metrics.sessions.unit_check import counts_kwh_as_wh
from chargeboard.metrics.status_log import StatusLog


def sessions(
    words: Sequence[AnyFact],
    samples: Sequence[Sampled],
    log: StatusLog,
    *,
    sockets: Sequence[int],
    unheard: Sequence[Span],
    now: Instant,
    policy: Policy,
) -> tuple[list[Transaction], list[Session], list[Orphan]]:
    """The transactions of the words, with their samples, the session of each, and stops that fit none."""
    found, strays = transactions(words, sockets, policy)
    give_meter_values(found, samples, policy)
    orphans = infer_ends(found, strays, log, unheard=unheard, now=now, policy=policy)
    for one in found:
        one.course = course(one) if one.is_v2 else one.charging_states
    return found, [session(one, policy) for one in found], orphans


def session(transaction: Transaction, policy: Policy) -> Session:
    """One transaction as a row."""
    samples = sorted(transaction.samples, key=lambda sample: sample.at)
    registers = _registers(transaction, samples)
    meter = _meter(transaction, samples, registers, policy)
    end, energy = transaction.end, meter.energy_wh
    flags = set(meter.flags)
    if transaction.matched_by_inference:
        flags.add("matched_by_inference")
    if transaction.clock_repaired:
        flags.add("clock_repaired")
    if energy is None and end is not None:
        flags.add("energy_unknown")
    elapsed = (
        transaction.until if end is not None else (samples[-1].at if samples else 0)
    ) - transaction.start
    suspicious = energy is not None and elapsed > 0 and float(energy) * HOUR > plausible_w(policy) * elapsed
    if suspicious:
        flags.add("energy_suspicious")
    if end is not None and is_late(transaction.latest_received_at, end, policy.timezone):
        flags.add("revised")
    begin_wh, end_wh = _stood(transaction, registers, flags)
    powered = [sample for sample in samples if sample.power_w is not None]
    charged = [sample for sample in samples if sample.soc_pct is not None]
    return Session(
        key=transaction.key,
        socket=transaction.socket,
        start=transaction.start,
        end=end,
        energy_wh=energy,
        reason=transaction.reason,
        end_inferred=transaction.end_inferred,
        is_completed=_is_completed(transaction, energy, policy),
        token=transaction.token,
        transaction_ids=tuple(transaction.ids),
        flags=tuple(sorted(flags)),
        why=tuple(_why(transaction, flags)),
        readings=meter.readings,
        start_status=transaction.start_status,
        remote_start_id=transaction.remote_start_id,
        duplicate_starts=transaction.repeats_of_start,
        duplicate_stops=transaction.repeats_of_stop,
        power_w=powered[-1].power_w if powered else None,
        power_at=powered[-1].at if powered else None,
        powers=recent([(one.at, one.power_w) for one in powered if one.power_w is not None])
        if end is None
        else (),
        soc_pct=charged[-1].soc_pct if charged else None,
        sampled_every=_usual_interval(samples),
        counts_energy=not (suspicious and policy.drop_suspicious_energy),
        is_v2=transaction.is_v2,
        told_from=min([transaction.start, *transaction.told_at, *(stop.at for stop in transaction.stops)]),
        seems_kwh=counts_kwh_as_wh(samples),
        begin_wh=begin_wh,
        end_wh=end_wh,
        settles_at=_settles_at(transaction, policy),
    )


def _settles_at(transaction: Transaction, policy: Policy) -> Instant | None:
    """When the late readings were in; an inferred end stood from when it became certain."""
    if transaction.end is None:
        return None
    known = transaction.inferred_from if transaction.end_inferred else None
    return max(transaction.end, known or transaction.end) + policy.late_meter_s * SECOND


def _stood(
    transaction: Transaction, registers: Sequence[Register], flags: Collection[str]
) -> tuple[Decimal | None, Decimal | None]:
    """Where the meter's own register stood at the start and at the end, as far as the session says it."""
    if "session_relative_register" in flags:
        return None, None
    first = registers[0].wh if registers and transaction.is_v2 else None
    last = registers[-1].wh if registers else None
    begin_wh, stop_wh = transaction.begin_wh, transaction.stop_wh
    # a meterStop of 0 after positive samples is no reading (S3)
    return (first if begin_wh is None else begin_wh), (stop_wh if stop_wh or last is None else last)


def _registers(transaction: Transaction, samples: Sequence[Sampled]) -> list[Register]:
    """What its register said, by time."""
    start, end = transaction.start, transaction.end
    last = NEVER if end is None else end
    # a closing register decides, and a reading sent after it adds nothing (Q24, Q12); with positive samples a
    # meterStop of 0 is none (S3)
    stop_wh = transaction.stop_wh
    is_void = stop_wh == 0 and any((sample.register_wh or 0) > 0 for sample in samples)
    is_closed = (stop_wh is not None and not is_void) or any(
        sample.at == end and sample.register_wh is not None for sample in samples
    )
    return _once(
        Register(min(max(sample.at, start), last), sample.register_wh)
        for sample in samples
        if sample.register_wh is not None and not (is_closed and sample.at > last)
    )


def _once(told: Iterable[Register]) -> list[Register]:
    """By time; a value heard twice is one value."""
    found: list[Register] = []
    here = 0
    for one in told:
        if found and found[-1].at != one.at:
            here = len(found)
        if one not in found[here:]:
            found.append(one)
    return found


def _meter(
    transaction: Transaction, samples: Sequence[Sampled], registers: Sequence[Register], policy: Policy
) -> Metered:
    start, end = transaction.start, transaction.end
    last = NEVER if end is None else end
    intervals = _once(
        Register(min(max(sample.at, start), last), sample.interval_wh)
        for sample in samples
        if sample.interval_wh is not None
    )
    stands_still = transaction.stop_wh is None or transaction.stop_wh == transaction.begin_wh
    if intervals and not registers and stands_still:
        return summed(start, end, intervals)
    return metered(start, end, transaction.begin_wh, registers, transaction.stop_wh, policy)


def _is_completed(transaction: Transaction, energy: object, policy: Policy) -> bool:
    if transaction.end is None:
        return False
    if energy is None:
        lasted = transaction.end - transaction.start >= policy.min_session_s * SECOND
        return lasted and not transaction.never_charged
    return bool(energy >= policy.min_success_energy_wh)  # type: ignore[operator]


def _usual_interval(samples: Sequence[Sampled]) -> int | None:
    steps = [after.at - before.at for before, after in pairwise(samples)]
    steps = [step for step in steps if step > 0]
    return round(median(steps)) if steps else None


_WORDS = {
    "session_relative_register": "the meter values count from the session's start",
    "matched_by_inference": "the stop named no known transaction; only this open one fits",
    "energy_unknown": "the registers do not tell the energy",
    "meter_glitch": "a reading below its neighbours was left out",
    "meter_reset": "the register started again from zero; what it counted before was kept",
    "rollover": "the register rolled over",
    "energy_suspicious": "more energy than the charger can deliver in that time",
    "revised": "a message about it arrived after its day was over",
    "clock_repaired": "a stamp was unusable; the time of receipt stands in",
}


def _why(transaction: Transaction, flags: set[str]) -> list[str]:
    why = [_WORDS[flag] for flag in sorted(flags) if flag in _WORDS]
    if transaction.end_inferred:
        why.append("no stop arrived: it ends at the first sign that it was over, its energy is a lower bound")
    return why
