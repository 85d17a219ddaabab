"""
When did a transaction end whose stop never came (definitions S4, S5)?

The end is inferred from what came after and says so; a real stop that arrives later replaces it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from decimal import Decimal
from itertools import takewhile
from operator import attrgetter

from chargeboard.domain.facts import Sampled, StopReported
from chargeboard.domain.policy import Policy
from chargeboard.metrics.sessions.gathered import apart_again
from chargeboard.metrics.sessions.own_readings import keep_own
from chargeboard.metrics.sessions.signs import Sign, energy_told_at, newest, said_to_charge, signs
from chargeboard.metrics.sessions.transaction import Transaction
from chargeboard.metrics.sessions.transactions import end_by
from chargeboard.metrics.timeline.status_log import Member, StatusLog
from chargeboard.time.instants import NEVER, SECOND, Instant
from chargeboard.time.spans import Span, overlap

_IDLE = frozenset({"Available", "Finishing", "Preparing", "Unavailable"})


def infer_ends(
    transactions: Sequence[Transaction],
    strays: Sequence[StopReported],
    log: StatusLog,
    *,
    unheard: Sequence[Span],
    now: Instant,
    policy: Policy,
) -> list[StopReported]:
    """
    End the transactions that must be over; give stray stops to the only one that fits; return the rest.

    Those without a stop are left with their own registers: which these are is known with their end. A stop
    that fits none and was sent again is returned once (Q07).
    `unheard` is when nothing could be heard of the charger: it was offline, or we were away.
    """
    starts = _starts_by_socket(transactions)
    for transaction in transactions:
        if transaction.end is None:
            _infer(transaction, starts, log, unheard, now, policy)
    orphans: dict[tuple[Instant, str, Decimal | None, str], StopReported] = {}
    for stop in strays:
        fitting = [candidate for candidate in transactions if _was_ended_by(candidate, stop, policy)] or [
            candidate for candidate in transactions if _fits(candidate, stop)
        ]
        if len(fitting) > 1:
            # a charger knows the id of what was accepted, so a stop without one is the refused start's (S7)
            fitting = [candidate for candidate in fitting if candidate.was_refused]
        if len(fitting) == 1:
            end_by(fitting[0], stop)
            fitting[0].matched_by_inference = True
        else:
            orphans.setdefault((stop.at, stop.transaction_id, stop.meter_stop_wh, stop.token), stop)
    return [*orphans.values()]


def _infer(
    transaction: Transaction,
    starts: dict[int, list[Transaction]],
    log: StatusLog,
    unheard: Sequence[Span],
    now: Instant,
    policy: Policy,
) -> None:
    following = None
    if transaction.socket is not None:
        others = starts[transaction.socket]
        index = bisect_right(others, transaction.start, key=attrgetter("start"))
        following = others[index] if index < len(others) else None
    next_start = NEVER if following is None else following.start
    told: Sequence[Sampled] = sorted(transaction.samples, key=attrgetter("at"))
    keep_own(transaction, policy)
    evidence, heard, foreign = heard_of(transaction, log, next_start, unheard, policy)
    if foreign and (apart := apart_again(told)) is not told:
        told, transaction.samples = apart, [*apart]
        keep_own(transaction, policy)
        evidence, heard, foreign = heard_of(transaction, log, next_start, unheard, policy)
    while foreign:
        # what came behind the end tells nothing of the session's registers either
        told = [sample for place, sample in enumerate(told) if place not in foreign]
        transaction.samples = [*told]
        keep_own(transaction, policy)
        evidence, heard, foreign = heard_of(transaction, log, next_start, unheard, policy)
    over = _over_since(
        transaction, log, evidence, heard, unheard=unheard, now=min(now, next_start), policy=policy
    )
    certain = [at for at in (next_start, transaction.not_ongoing_at, over) if at and at <= now]
    if not certain:
        return
    known = transaction.inferred_from = min(certain)
    if following is not None and known == next_start:
        transaction.inferred_by = following.first_received_at
    idle = _idle_after(transaction, log, evidence, min(known + 1, next_start))
    if idle is None and known == next_start and _charging_stands(transaction, log, evidence, next_start):
        transaction.end = next_start
    else:
        transaction.end = min(evidence if idle is None else idle, known)
    transaction.end_inferred = True


def heard_of(
    transaction: Transaction, log: StatusLog, until: Instant, unheard: Sequence[Span], policy: Policy
) -> tuple[Instant, Instant, set[int]]:
    """The last positive sign, the last one of any kind, and the places of samples that come after the end."""
    if _is_unbroken(transaction, log, until, policy):
        return *newest(transaction, log, until), set()
    return heard_one_by_one(transaction, log, until, unheard, policy)


def heard_one_by_one(
    transaction: Transaction, log: StatusLog, until: Instant, unheard: Sequence[Span], policy: Policy
) -> tuple[Instant, Instant, set[int]]:
    """What is heard of a transaction where some sign may come after its end: each is asked."""
    foreign: set[int] = set()
    evidence = heard = transaction.start
    for sign in signs(transaction, log, until):
        if _is_after_the_end(transaction, sign, log, evidence, heard, unheard=unheard, policy=policy):
            if sign.place is not None:
                foreign.add(sign.place)
            continue
        heard = max(heard, sign.at)
        if sign.is_positive:
            evidence = max(evidence, sign.at)
    return evidence, heard, foreign


def _is_unbroken(transaction: Transaction, log: StatusLog, until: Instant, policy: Policy) -> bool:
    """Whether no sign before an instant can come after the end: nothing said or left room for one."""
    said = (
        ()
        if transaction.raw_socket is None
        else log.between((transaction.raw_socket, 0), transaction.start + 1, until)
    )
    if transaction.not_ongoing_at is not None or any(status.status == "Available" for status in said):
        return False
    samples, ids, limit = transaction.samples, {*transaction.transaction_ids}, policy.stale_tx_s * SECOND
    for sample in samples:
        if sample.transaction_id not in ids:
            return False
    for at in said_to_charge(transaction, log, until):
        place = bisect_left(samples, at, key=attrgetter("at"))
        if at - (samples[place - 1].at if place else transaction.start) >= limit:
            return False
    return True


def _is_after_the_end(
    transaction: Transaction,
    sign: Sign,
    log: StatusLog,
    evidence: Instant,
    heard: Instant,
    *,
    unheard: Sequence[Span],
    policy: Policy,
) -> bool:
    """
    Whether a sign comes when the session was over already, and is not the session's.

    After an Available that stood nothing brings it back. After two days of silence, or when the charger said
    that it is over, what names it does; an id that is not the transaction's names it no more than none (S6).
    """
    if not transaction.is_v2 and _available_stood(transaction, log, evidence, sign.at, policy) is not None:
        return True
    if sign.names:
        return False
    said_over = transaction.not_ongoing_at is not None and transaction.not_ongoing_at < sign.at
    return said_over or _stale_since(max(evidence, heard), unheard, sign.at, policy) is not None


def _charging_stands(transaction: Transaction, log: StatusLog, evidence: Instant, until: Instant) -> bool:
    """Whether Charging is the last that was heard of the transaction, and nothing took it back before."""
    if transaction.is_v2:
        said = transaction.charging_states
        if not said or said[-1][1] != "Charging" or evidence > said[-1][0]:
            return False
        # an event that brings a reading repeats the state: the reading is the evidence then
        *_, (began, _) = takewhile(lambda one: one[1] == "Charging", reversed(said))
        return energy_told_at(transaction, until) <= began
    if transaction.raw_socket is None:
        return False
    status = log.latest((transaction.raw_socket, 0), until - 1)
    return (
        status is not None
        and status.status == "Charging"
        and status.at >= transaction.start
        and evidence <= max(status.at, status.repeated_at)
    )


def _over_since(
    transaction: Transaction,
    log: StatusLog,
    evidence: Instant,
    heard: Instant,
    *,
    unheard: Sequence[Span],
    now: Instant,
    policy: Policy,
) -> Instant | None:
    """Since when it is certain by `now` that the transaction is over, by S5b or S5c; None: it is not."""
    instants = (
        None if transaction.is_v2 else _available_stood(transaction, log, evidence, now, policy),
        _stale_since(max(evidence, heard), unheard, now, policy),
    )
    return min((instant for instant in instants if instant is not None), default=None)


def _idle_after(
    transaction: Transaction, log: StatusLog, evidence: Instant, before: Instant
) -> Instant | None:
    """
    The first status without a session after the last positive evidence.

    What was said when the session was already known to be over, or with the next start, does not prolong it.
    """
    return min(
        (
            status.at
            for member in _members(transaction, log)
            for status in log.between(member, evidence, before)
            if status.status in _IDLE and status.at > transaction.start
        ),
        default=None,
    )


def _members(transaction: Transaction, log: StatusLog) -> Sequence[Member]:
    """The connectors whose statuses speak of the transaction."""
    if transaction.raw_socket is None or transaction.socket is None:
        return ()
    return log.members(transaction.socket) if transaction.is_v2 else [(transaction.raw_socket, 0)]


def _available_stood(
    transaction: Transaction, log: StatusLog, evidence: Instant, now: Instant, policy: Policy
) -> Instant | None:
    """S5b: when Available had stood long enough, said since the last positive evidence."""
    if transaction.raw_socket is None:
        return None
    grace = policy.stop_grace_s * SECOND
    if now - evidence < grace:
        return None
    said = list(log.between((transaction.raw_socket, 0), evidence, now))
    for index, status in enumerate(said):
        if status.status != "Available" or status.at <= transaction.start:
            continue
        following = next((later.at for later in said[index + 1 :] if later.status != "Available"), now)
        if following - status.at >= grace:
            return status.at + grace
    return None


def _stale_since(heard: Instant, unheard: Sequence[Span], now: Instant, policy: Policy) -> Instant | None:
    """S5c: when the charger had been online for the limit without any sign of the transaction."""
    limit = policy.stale_tx_s * SECOND
    if now - heard < limit or now - heard - overlap(unheard, Span(heard, now)) < limit:
        return None
    left, at = limit, heard
    for gap in unheard:
        if gap.end <= at:
            continue
        if gap.start - at >= left:
            break
        left -= max(0, gap.start - at)
        at = gap.end
    return at + left


def _was_ended_by(transaction: Transaction, stop: StopReported, policy: Policy) -> bool:
    """Whether the stop repeats, perhaps a little off, the one that was matched by inference (Q07)."""
    return transaction.matched_by_inference and any(
        candidate.transaction_id == stop.transaction_id
        and candidate.meter_stop_wh == stop.meter_stop_wh
        and abs(candidate.at - stop.at) <= policy.late_meter_s * SECOND
        for candidate in transaction.stops
    )


def _fits(transaction: Transaction, stop: StopReported) -> bool:
    """Whether the stop can be this transaction's: open at the time, same token, no lower register (S4)."""
    if transaction.is_v2 or transaction.start > stop.at:
        return False
    if transaction.end is not None and not (
        transaction.end_inferred and (transaction.inferred_from or 0) > stop.at
    ):
        return False
    if stop.token and transaction.token and stop.token != transaction.token:
        return False
    known = transaction.begin_wh is not None and stop.meter_stop_wh is not None
    return not known or transaction.begin_wh <= stop.meter_stop_wh  # type: ignore[operator]


def _starts_by_socket(transactions: Sequence[Transaction]) -> dict[int, list[Transaction]]:
    starts: dict[int, list[Transaction]] = {}
    for transaction in sorted(transactions, key=attrgetter("start")):
        if transaction.socket is not None:
            starts.setdefault(transaction.socket, []).append(transaction)
    return starts
