"""
Which transactions are completed charging sessions (definitions S2, 4c S2a)?

Energy decides. Where it is unknown, the transaction itself has to show that energy can have flowed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from chargeboard.domain.facts import StatusReported
from chargeboard.domain.policy import Policy
from chargeboard.metrics.sessions.meter import Metered
from chargeboard.metrics.sessions.transaction import Transaction
from chargeboard.metrics.timeline.status_log import Member, StatusLog
from chargeboard.time.instants import NEVER, SECOND, Instant, Micros
from chargeboard.time.spans import Span, overlap

_UNPLUGGED = frozenset({"Available", "Reserved", "Unavailable"})
_ZERO = Decimal(0)


class Completion:
    """What decides on one transaction: its meter, its statuses and the next start on its socket."""

    def __init__(
        self,
        transaction: Transaction,
        meter: Metered,
        back: Metered,
        following: tuple[Transaction, Metered] | None,
        log: StatusLog,
        policy: Policy,
    ) -> None:
        self._transaction, self._meter, self._back = transaction, meter, back
        self._following = following
        self._members = members(transaction, log)
        self._log, self._policy = log, policy

    def is_completed(self) -> bool:
        """Whether it ended and energy flowed, in or out, or must have."""
        if self._transaction.end is None:
            return False
        least = self._policy.min_success_energy_wh
        flows = (self._meter.energy_wh, self._back.energy_wh or None)
        if any(wh is not None and wh >= least for wh in flows):
            return True
        return self._meter.energy_wh is None and (self._ran_and_stopped() or self._rose_by_next_start())

    def waits(self) -> bool:
        """Whether the next start may still show that energy flowed: the cable is in, as far as is known."""
        return (
            self._transaction.end is not None
            and self._meter.energy_wh is None
            and self._meter.begin_wh is not None
            and self._following is None
            and not self._is_pulled(None)
            and not self.is_completed()
        )

    def decided_at(self) -> Instant | None:
        """When the next start or the cable showed whether energy flowed that no register tells of."""
        if self._meter.energy_wh is not None or self._meter.begin_wh is None or self._ran_and_stopped():
            return None
        pulled = [status.at for status in self._said_until(None)]
        following = [] if self._following is None else [self._following[0].start]
        return min([*pulled, *following], default=None)

    def _ran_and_stopped(self) -> bool:
        """It ended by a stop, its start was not refused, and for a minute it was not in a fault."""
        transaction = self._transaction
        if (
            transaction.end is None
            or transaction.end_inferred
            or transaction.start_status not in {"", "Accepted"}
            or transaction.never_charged
        ):
            return False
        return transaction.end - transaction.start - self._faulted() >= self._policy.min_session_s * SECOND

    def _rose_by_next_start(self) -> bool:
        """In the same plug-in the next transaction began higher by the energy of a session."""
        if self._following is None or self._meter.begin_wh is None:
            return False
        other, told = self._following
        rise = (told.begin_wh or _ZERO) - self._meter.begin_wh
        return rise >= self._policy.min_success_energy_wh and not self._is_pulled(other)

    def _is_pulled(self, other: Transaction | None) -> bool:
        """Whether the cable came out after it and before another transaction."""
        return any(True for _ in self._said_until(other))

    def _said_until(self, other: Transaction | None) -> Iterator[StatusReported]:
        """Statuses from its end on that say that the cable is out; a lost 2.x stop: from its last word on."""
        transaction = self._transaction
        end = transaction.proof_at if transaction.is_v2 and transaction.end_inferred else transaction.until
        for member in self._members:
            said = self._log.between(member, end, NEVER if other is None else other.start)
            yield from (status for status in said if status.status in _UNPLUGGED)

    def _faulted(self) -> Micros:
        """How long all its connectors were Faulted by their own words."""
        span = Span(self._transaction.start, self._transaction.until)
        shared: Sequence[Span] = [span] if self._members else []
        for member in self._members:
            faults = list(self._faults(member, span))
            shared = [part for open_part in shared for fault in faults if (part := open_part.clip(fault))]
        return overlap(shared, span)

    def _faults(self, member: Member, span: Span) -> Iterator[Span]:
        before = self._log.latest(member, span.start)
        said = [*([before] if before else []), *self._log.between(member, span.start + 1, span.end)]
        for status, after in zip(said, [*said[1:], None], strict=False):
            if status.status == "Faulted":
                yield Span(max(status.at, span.start), span.end if after is None else after.at)


def members(transaction: Transaction, log: StatusLog) -> Sequence[Member]:
    """The connectors whose statuses speak of the transaction."""
    if transaction.raw_socket is None or transaction.socket is None:
        return ()
    return log.members(transaction.socket) if transaction.is_v2 else [(transaction.raw_socket, 0)]
