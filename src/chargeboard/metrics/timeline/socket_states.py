"""
In which state was each socket, at every instant (definitions 1.2 to 1.4)?

`state_at` is the one definition of a socket's state: rules P1 to P6 in order. The timeline asks it once
between any two instants at which something changed.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

from chargeboard.domain.conclusions import Segment, State
from chargeboard.domain.facts import StatusReported
from chargeboard.domain.policy import Policy
from chargeboard.metrics.sessions.transaction import Transaction
from chargeboard.metrics.timeline.status_log import Member, StatusLog
from chargeboard.time.instants import Instant
from chargeboard.time.series import Series, Stretch
from chargeboard.time.spans import Span

_STATES: dict[str, State] = {
    "Available": "available",
    "Preparing": "preparing",
    "Occupied": "preparing",
    "Charging": "charging",
    "SuspendedEV": "suspended",
    "SuspendedEVSE": "suspended",
    "Finishing": "finishing",
    "Reserved": "reserved",
    "Unavailable": "unavailable",
    "Faulted": "faulted",
}
_OF_A_SESSION = frozenset({"Charging", "SuspendedEV", "SuspendedEVSE", "Preparing", "Occupied"})
_OUT = frozenset({"Faulted", "Unavailable"})
_SUSPENDED = frozenset({"SuspendedEV", "SuspendedEVSE"})
_AFTER_CHARGING = _SUSPENDED | {"Finishing"}
_BUSIEST_FIRST: tuple[State, ...] = (
    "charging",
    "suspended",
    "finishing",
    "preparing",
    "reserved",
    "available",
    "unavailable",
)


class Socket:
    """The history of one socket, from the first fact's instant on."""

    def __init__(
        self,
        socket: int,
        transactions: Sequence[Transaction],
        log: StatusLog,
        *,
        offline: Sequence[Span],
        collector: Sequence[Span],
        last_end: Instant | None,
        policy: Policy,
    ) -> None:
        self.socket = socket
        self._log = log
        self._members = log.members(socket)
        self._transactions = [transaction for transaction in transactions if transaction.socket == socket]
        self._starts = [transaction.start for transaction in self._transactions]
        self._latest_until = list(accumulate((transaction.until for transaction in self._transactions), max))
        self._ends = sorted(
            transaction.end for transaction in self._transactions if transaction.end is not None
        )
        self._last_end = last_end
        self._proofs = {id(transaction): transaction.proof_at for transaction in self._transactions}
        self._offline = offline
        self._offline_starts = [gap.start for gap in offline]
        self._collector = collector
        self._propagates = policy.charger_unavailable_propagates

    def state_at(self, t: Instant) -> State:
        """The socket's state at an instant: P1 to P6, the first that matches."""
        transaction = self._covering(t)
        absent: State | None = None
        if self._collector and any(t in gap for gap in self._collector):
            absent = "unknown"
        elif self._is_offline(t):
            absent = "offline"
        if absent is not None:
            if transaction is not None and t < self._proofs[id(transaction)]:
                return self._in_transaction(transaction, t)
            return absent
        if self._propagates and self._charger_is_unavailable(t, transaction):
            return "unavailable"
        states = [self._member_state(member, transaction, t) for member in self._members]
        if transaction is not None and (
            not states or (not transaction.is_v2 and (transaction.raw_socket, 0) not in self._members)
        ):
            states.append(self._in_transaction(transaction, t))
        return _merged(states)

    def segments(self, span: Span) -> list[Segment]:
        """The states over a span: no gap, no overlap, neighbours differ (law: Tiling)."""
        if span.length == 0:
            return []
        instants = sorted(instant for instant in self._changes() if span.start < instant < span.end)
        segments: list[Segment] = []
        start, state = span.start, self.state_at(span.start)
        previous = span.start
        for instant in instants:
            if instant == previous:
                continue
            previous = instant
            new = self.state_at(instant)
            if new != state:
                segments.append(Segment(self.socket, start, instant, state))
                start, state = instant, new
        segments.append(Segment(self.socket, start, span.end, state))
        return segments

    def _changes(self) -> set[Instant]:
        changes: set[Instant] = set()
        for member in [*self._members, *([(0, 0)] if self._propagates else [])]:
            changes.update(status.at for status in self._log.of(member))
        for transaction in self._transactions:
            changes.add(transaction.start)
            if transaction.end is not None:
                changes.add(transaction.end)
            changes.update(at for at, _ in transaction.course)
            changes.add(self._proofs[id(transaction)])
        for gap in [*self._offline, *self._collector]:
            changes.update((gap.start, gap.end))
        return changes

    def _covering(self, t: Instant) -> Transaction | None:
        """The latest started transaction that is open at the instant (Q14: several may be)."""
        index = bisect_right(self._starts, t) - 1
        while index >= 0 and t < self._latest_until[index]:
            if t < self._transactions[index].until:
                return self._transactions[index]
            index -= 1
        return None

    def _is_offline(self, t: Instant) -> bool:
        index = bisect_right(self._offline_starts, t) - 1
        return index >= 0 and t < self._offline[index].end

    def _charger_is_unavailable(self, t: Instant, transaction: Transaction | None) -> bool:
        """By the charger's own status, if it was reported since the transaction began (P3)."""
        status = self._log.latest((0, 0), t)
        if status is None or status.status != "Unavailable":
            return False
        return transaction is None or status.at >= transaction.start

    def _ended_by(self, t: Instant) -> Instant | None:
        """The end of the last transaction that was over at the instant."""
        index = bisect_right(self._ends, t)
        return self._ends[index - 1] if index else self._last_end

    def _member_state(self, member: Member, transaction: Transaction | None, t: Instant) -> State:
        status = self._log.latest(member, t)
        mine = transaction is not None and (transaction.is_v2 or transaction.raw_socket == member[0])
        if mine and transaction is not None:
            if status is not None and status.status in _OUT and status.at >= transaction.start:
                return _STATES[status.status]
            return self._in_transaction(transaction, t)
        if status is None:
            return "unknown"
        ended = self._ended_by(t)
        if status.status in _OF_A_SESSION and ended is not None:
            occupied = status.status == "Occupied"
            if (self._log.run_began(member, status) if occupied else status.at) <= ended:
                return "finishing"
        if status.status in _AFTER_CHARGING and not self._is_of_a_session(member, status, ended):
            return "preparing"
        return _STATES.get(status.status, "unknown")

    def _is_of_a_session(self, member: Member, status: StatusReported, ended: Instant | None) -> bool:
        """Whether its plug-in holds a transaction or a Charging status, before it or behind it (P5a)."""
        plug_in = self._log.plug_in(member, status)
        if plug_in.has_charged:
            return True
        if ended is not None and (plug_in.since is None or ended >= plug_in.since):
            return True
        following = bisect_left(self._starts, status.at)
        return following < len(self._starts) and self._starts[following] < plug_in.until

    def _in_transaction(self, transaction: Transaction, t: Instant) -> State:
        """P4: what an open transaction says of its socket."""
        if transaction.is_v2:
            return _by_charging_state(transaction, t)
        status: StatusReported | None = None
        if transaction.raw_socket is not None:
            status = self._log.latest((transaction.raw_socket, 0), t)
        if status is not None and status.at >= transaction.start:
            if status.status in _SUSPENDED:
                return "suspended"
            if status.status == "Finishing" and status.at > transaction.start:
                return "finishing"
        return "charging"


def _by_charging_state(transaction: Transaction, t: Instant) -> State:
    index = bisect_left(transaction.course, (t + 1,))
    said = transaction.course[:index]
    if not said:
        return "charging"
    match said[-1][1]:
        case "Charging":
            return "charging"
        case "SuspendedEV" | "SuspendedEVSE":
            return "suspended"
        case "EVConnected":
            return "preparing"
        case "Idle":
            return "finishing" if any(state == "Charging" for _, state in said) else "preparing"
        case _:
            return "charging"


def _merged(states: Sequence[State]) -> State:
    """A socket of several connectors shows its busiest; faulted only if all are (1.1)."""
    if not states:
        return "unknown"
    if len(states) == 1:
        return states[0]
    for state in (*_BUSIEST_FIRST, "faulted"):
        if state in states:
            return state
    return "unknown"


def states_of(segments: Iterable[Segment]) -> dict[int, Series[State]]:
    """The states of each socket over time, of segments by start."""
    by_socket: dict[int, list[Stretch[State]]] = {}
    for segment in segments:
        by_socket.setdefault(segment.socket, []).append((segment.start, segment.end, segment.state))
    return {socket: Series(states) for socket, states in by_socket.items()}
