"""
Which messages speak of the same transaction (definitions S1, S4, S6)?

Starts, events, answers, stops and meter values, in any order of arrival, become one transaction's evidence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from chargeboard.domain.facts import (
    Answered,
    AnyFact,
    Sampled,
    SessionTold,
    StartReported,
    StopReported,
    TransactionAsked,
    TransactionTold,
)
from chargeboard.domain.policy import Policy
from chargeboard.metrics.sessions.doubles import once
from chargeboard.metrics.sessions.gathered import gathered
from chargeboard.metrics.sessions.thinned import thinned, thinned_events
from chargeboard.metrics.sessions.transaction import Transaction
from chargeboard.metrics.timeline.sockets import socket_of
from chargeboard.time.instants import NEVER, SECOND, Instant


def transactions(
    facts: Sequence[AnyFact], sockets: Iterable[int], policy: Policy
) -> tuple[list[Transaction], list[StopReported]]:
    """
    The transactions of the facts, by start, and the stops that name none of them.

    Meter values that name a transaction are with it; the others wait for `give_meter_values`.
    """
    found = [*_started(facts, list(sockets), policy), *_told(facts, policy), *_told_whole(facts, policy)]
    found.sort(key=lambda transaction: (transaction.start, transaction.key))
    by_ref = {ref: transaction for transaction in found for ref in transaction.refs}
    for fact in facts:
        if type(fact) is Answered and (transaction := by_ref.get(fact.ref)):
            if fact.transaction_id and fact.transaction_id not in transaction.transaction_ids:
                transaction.transaction_ids.append(fact.transaction_id)
            if not fact.status and fact.ref in transaction.start_refs:
                transaction.is_taken = True
            if fact.status and transaction.answers.get(fact.ref) != "Accepted":
                transaction.answers[fact.ref] = fact.status
    by_id = _by_id(found)
    strays: list[StopReported] = []
    for fact in sorted(
        (fact for fact in facts if type(fact) is StopReported), key=lambda stop: stop.received_at
    ):
        owner = _owner(by_id.get(fact.transaction_id, ()), fact)
        if owner is None:
            strays.append(fact)
        else:
            end_by(owner, fact)
    found = once(found)
    by_id = _by_id(found)
    for fact in facts:
        if type(fact) is TransactionAsked and fact.ongoing is False and not fact.messages_queued:
            for transaction in by_id.get(fact.transaction_id, ()):
                # asked again, it says no more than before
                if transaction.not_ongoing_at is None and fact.at >= transaction.start:
                    transaction.not_ongoing_at = fact.at
    return found, strays


def key_of(start: StartReported) -> str:
    """Names the transaction that a start of 1.6 began, the first of its repeats."""
    return f"{start.at}/{start.socket}/{start.token}/{start.meter_start_wh}"


def end_by(transaction: Transaction, stop: StopReported) -> None:
    """A real stop: the first one counts, and replaces an inferred end (Q07)."""
    transaction.stops.append(stop)
    transaction.latest_received_at = max(transaction.latest_received_at, stop.received_at)
    if transaction.end is not None and not transaction.end_inferred:
        transaction.repeats_of_stop += 1
        return
    transaction.learned_at = max(transaction.learned_at, stop.received_at)
    # a stop may be dated before its start: station clocks step back
    transaction.end = max(stop.at, transaction.start)
    transaction.stop_wh = stop.meter_stop_wh
    transaction.reason = stop.reason
    transaction.end_inferred = False
    transaction.clock_repaired |= stop.clock_repaired


def give_meter_values(found: Sequence[Transaction], samples: Sequence[Sampled], policy: Policy) -> None:
    """Hand each meter value to the transaction it names, else to the one open on its connector (S6)."""
    by_id = _by_id(found)
    by_socket: dict[int, list[tuple[Transaction, Instant]]] = defaultdict(list)
    for transaction in reversed(found):
        if transaction.raw_socket is not None:
            following = by_socket[transaction.raw_socket]
            # without a stop of its own the next start ends it (S5a)
            superseded = following[-1][0].start if following else NEVER
            following.append((transaction, superseded if transaction.end is None else transaction.end))
    late = policy.late_meter_s * SECOND
    # nearly every id is that of one transaction
    only = {
        name: (some[0].start - late, some[0].until + late, some[0].heard)
        for name, some in by_id.items()
        if name and len(some) == 1
    }
    for sample in samples:
        name = sample.transaction_id
        if name in only:
            first, last, heard = only[name]
            if first <= sample.at <= last:
                heard.append(sample)
            continue
        owner = None
        if name in by_id and name:
            owner = _at_time(by_id[name], sample, late)
        elif sample.socket:
            owner = _open_on(by_socket.get(sample.socket, ()), sample.at, late)
        if owner is not None:
            owner.heard.append(sample)
    for transaction in found:
        transaction.clock_repaired |= True in [sample.clock_repaired for sample in transaction.heard]
        transaction.heard = thinned(transaction.heard, policy.timezone)
        transaction.samples = gathered(transaction.heard)


def _started(facts: Sequence[AnyFact], sockets: list[int], policy: Policy) -> list[Transaction]:
    """1.6: equal key, same transaction, whatever the message or the answered id (S1)."""
    found: dict[str, Transaction] = {}
    for fact in facts:
        if type(fact) is not StartReported:
            continue
        transaction = found.get(fact.key)
        if transaction is None:
            raw: int | None = fact.socket
            if raw == 0:
                raw = sockets[0] if len(sockets) == 1 else None
            transaction = found[fact.key] = Transaction(
                key=key_of(fact),
                start=fact.at,
                is_v2=False,
                raw_socket=raw,
                socket=None if raw is None else socket_of(raw, policy),
                token=fact.token,
                begin_wh=fact.meter_start_wh,
                first_received_at=fact.received_at,
                learned_at=fact.received_at,
            )
        else:
            transaction.repeats_of_start += 1
        transaction.refs.add(fact.ref)
        transaction.start_refs.add(fact.ref)
        transaction.latest_received_at = max(transaction.latest_received_at, fact.received_at)
        transaction.clock_repaired |= fact.clock_repaired
    return list(found.values())


def _told(facts: Sequence[AnyFact], policy: Policy) -> list[Transaction]:
    """2.x: equal id, events by (time, seqNo), each seqNo once; an id used anew is a new one (Q12)."""
    by_id: dict[str, list[TransactionTold]] = defaultdict(list)
    for fact in facts:
        if type(fact) is TransactionTold:
            by_id[fact.transaction_id].append(fact)
    found: list[Transaction] = []
    for transaction_id, told in by_id.items():
        events = thinned_events(sorted(told, key=lambda event: (event.at, event.seq_no)))
        lives: list[list[TransactionTold]] = [[]]
        ended: TransactionTold | None = None
        for event in events:
            if ended is not None and _begins_anew(event, ended):
                lives.append([])
                ended = None
            lives[-1].append(event)
            if event.event == "Ended" and ended is None:
                ended = event
        found += [_one_life(transaction_id, life, policy) for life in lives]
    return found


def _told_whole(facts: Sequence[AnyFact], policy: Policy) -> list[Transaction]:
    """Sessions that another system concluded: of each what holds now, and when something was learned."""
    by_key: dict[str, list[SessionTold]] = defaultdict(list)
    taken_back: set[str] = set()
    for fact in facts:
        if type(fact) is SessionTold:
            by_key[fact.key].append(fact)
            taken_back.add(fact.takes_back)
    found: list[Transaction] = []
    for key, all_told in by_key.items():
        told = [one for one in all_told if not one.takes_back and not (one.bill and one.bill in taken_back)]
        told.sort(key=lambda one: (bool(one.bill), one.received_at))
        if not told or told[-1].is_void:
            continue
        last = told[-1]
        found.append(
            Transaction(
                key=f"{last.at}/{key}",
                start=last.at,
                is_v2=False,
                raw_socket=last.socket,
                socket=None if last.socket is None else socket_of(last.socket, policy),
                token=next((one.token for one in reversed(told) if one.token), ""),
                refs={key},
                transaction_ids=[key],
                told_at=[fact.received_at for fact in told if fact.received_at > last.at],
                end=None if last.end is None else max(last.end, last.at),
                reason=last.reason or None,
                is_told_whole=True,
                source=last.source or "?",
                told_wh=last.energy_wh,
                charged=last.charged,
                told_peak_w=last.peak_w,
                learned_at=max(one.received_at for one in all_told),
                latest_received_at=max(one.received_at for one in all_told),
            )
        )
    return found


def _begins_anew(event: TransactionTold, ended: TransactionTold) -> bool:
    """
    Whether the event begins another transaction with the id of one that has ended (Q12).

    A start that we had before the end is that transaction's own: the station's clock stepped back in it.
    """
    is_later = event.at > ended.at and event.received_at >= ended.received_at
    return event.event == "Started" and event.seq_no == 0 and is_later


def _one_life(transaction_id: str, events: list[TransactionTold], policy: Policy) -> Transaction:
    started = next((event for event in events if event.event == "Started"), events[0])
    transaction = Transaction(
        key=f"{started.at}/{transaction_id}",
        start=started.at,
        is_v2=True,
        transaction_ids=[transaction_id],
        first_received_at=started.received_at,
    )
    seen: set[tuple[int, str, Instant]] = set()
    for event in events:
        transaction.refs.add(event.ref)
        transaction.latest_received_at = max(transaction.latest_received_at, event.received_at)
        # some stations never count: only what is equal in kind and time too is the same event
        same = (event.seq_no, event.event, event.at)
        if same in seen:
            if event.event == "Started":
                transaction.start_refs.add(event.ref)
            transaction.repeats_of_start += event.event == "Started"
            transaction.repeats_of_stop += event.event == "Ended"
            continue
        seen.add(same)
        transaction.learned_at = max(transaction.learned_at, event.received_at)
        if transaction.raw_socket is None and event.socket is not None:
            transaction.raw_socket = event.socket
            transaction.socket = socket_of(event.socket, policy)
        transaction.token = transaction.token or event.token
        if event.remote_start_id is not None:
            transaction.remote_start_id = event.remote_start_id
        transaction.clock_repaired |= event.clock_repaired
        if transaction.end is not None and event.event != "Ended":
            continue
        transaction.told_at.append(event.at)
        if event.charging_state:
            transaction.charging_states.append((event.at, event.charging_state))
        _note_start_and_cards(transaction, event)
        transaction.timed_out |= event.trigger == "EVConnectTimeout" or event.reason == "Timeout"
        if event.event == "Ended":
            if transaction.end is not None:
                transaction.repeats_of_stop += 1
                continue
            transaction.end = max(event.at, transaction.start)
            transaction.reason = event.reason or "Local"
            transaction.stop_trigger = event.trigger
    return transaction


def _note_start_and_cards(transaction: Transaction, event: TransactionTold) -> None:
    """How it began, who was to be allowed to charge, and that it did."""
    if event.event == "Started":
        transaction.start_refs.add(event.ref)
        transaction.begun_by = transaction.begun_by or event.trigger
    is_stop = event.event == "Ended" or event.trigger == "StopAuthorized"
    is_asked = event.remote_start_id is not None or event.trigger in {"Authorized", "RemoteStart"}
    if not is_stop and (event.token or is_asked):
        transaction.cards.append((event.at, event.ref))
    if event.trigger == "ChargingRateChanged" and transaction.rate_changed_at is None:
        transaction.rate_changed_at = event.at


def _by_id(found: Iterable[Transaction]) -> dict[str, list[Transaction]]:
    by_id: dict[str, list[Transaction]] = defaultdict(list)
    for transaction in found:
        for transaction_id in transaction.transaction_ids:
            by_id[transaction_id].append(transaction)
    return by_id


def _owner(candidates: Sequence[Transaction], stop: StopReported) -> Transaction | None:
    """Of those that were given the same id: the token's, not yet stopped, latest started."""
    fitting = [
        candidate for candidate in candidates if not candidate.is_v2 and candidate.start <= stop.at
    ] or [candidate for candidate in candidates if not candidate.is_v2]
    if len(fitting) > 1 and stop.token:
        fitting = [transaction for transaction in fitting if transaction.token == stop.token] or fitting
    return max(
        fitting,
        # a session that is told whole has its end already, and may be that of another telling
        key=lambda transaction: (not transaction.is_told_whole, transaction.end is None, transaction.start),
        default=None,
    )


def _at_time(candidates: Sequence[Transaction], sample: Sampled, late: int) -> Transaction | None:
    """Of those with the id: the connector's (Q14), open at the time, or about to start or just over."""
    at = sample.at
    near = [candidate for candidate in candidates if candidate.start - late <= at <= candidate.until + late]
    if len(near) < 2:
        return near[0] if near else None
    return max(
        near,
        key=lambda transaction: (
            transaction.raw_socket == sample.socket,
            transaction.start <= at,
            transaction.start,
        ),
    )


def _open_on(candidates: Sequence[tuple[Transaction, Instant]], at: Instant, late: int) -> Transaction | None:
    covering = [
        (at <= until, transaction.start, transaction)
        for transaction, until in candidates
        if transaction.start <= at <= until + late
    ]
    return max(covering, key=lambda found: found[:2])[2] if covering else None
