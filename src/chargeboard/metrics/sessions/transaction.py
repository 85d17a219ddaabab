"""
What is known of one transaction (definitions 2.1)?

Evidence put together, in any order of arrival. Whether it is over, and how much energy it gave, is said
elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from chargeboard.domain.facts import Sampled, StopReported
from chargeboard.time.instants import NEVER, Instant


@dataclass(slots=True, eq=False)
class Transaction:
    """The evidence of one transaction."""

    key: str
    start: Instant
    is_v2: bool
    raw_socket: int | None = None
    socket: int | None = None
    token: str = ""
    begin_wh: Decimal | None = None
    refs: set[str] = field(default_factory=set)
    start_refs: set[str] = field(default_factory=set)
    """Those of its start, repeats included."""
    cards: list[tuple[Instant, str]] = field(default_factory=list)
    """2.x: the events that brought or announced a token to charge with, by time and ref."""
    begun_by: str = ""
    """2.x: what triggered Started."""
    transaction_ids: list[str] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    """What each of its calls was answered by a status: Accepted if it ever was."""
    is_taken: bool = False
    """Its start was answered, and nobody was judged by that answer."""
    heard: list[Sampled] = field(default_factory=list)
    """Its meter values as they were told, thinned where it is long."""
    samples: list[Sampled] = field(default_factory=list)
    """Those with its own registers alone."""
    stops: list[StopReported] = field(default_factory=list)
    charging_states: list[tuple[Instant, str]] = field(default_factory=list)
    course: list[tuple[Instant, str]] = field(default_factory=list)
    """2.x: `charging_states`, before the first of them what follows from the other events (1.3a)."""
    rate_changed_at: Instant | None = None
    """2.x: when it first said that its rate of charging changed."""
    told_at: list[Instant] = field(default_factory=list)
    end: Instant | None = None
    stop_wh: Decimal | None = None
    reason: str | None = None
    stop_trigger: str = ""
    """2.x: what triggered Ended."""
    is_told_whole: bool = False
    """Another system concluded it: of how it came about nothing is known."""
    source: str = ""
    """Which system that is; "": none."""
    is_filled_in: bool = False
    """Something of it is known from another system's telling alone."""
    told_wh: Decimal | None = None
    """Its energy as that system concluded it."""
    charged: tuple[tuple[Instant, Decimal], ...] = ()
    """How much had been charged by which instants, as it told that; empty: it did not."""
    told_peak_w: float | None = None
    """The highest power as it told that."""
    repeats_of_start: int = 0
    repeats_of_stop: int = 0
    remote_start_id: int | None = None
    timed_out: bool = False
    """No vehicle came in time, by the 2.x trigger or stop reason."""
    not_ongoing_at: Instant | None = None
    """The charger first said by GetTransactionStatus that it is over and nothing is queued."""
    end_inferred: bool = False
    inferred_from: Instant | None = None
    """The instant at which the inference became certain."""
    inferred_by: Instant = 0
    """When what it was inferred from had arrived."""
    clock_repaired: bool = False
    matched_by_inference: bool = False
    has_spikes: bool = False
    """A register was left out because no charger could reach it and leave it again (S3b)."""
    first_received_at: Instant = 0
    """When we first heard that it had begun."""
    learned_at: Instant = 0
    """When the last of its messages arrived that was no repeat of another, `samples` apart."""
    latest_received_at: Instant = 0
    """When the last of its messages arrived, `samples` apart: some are yet found not to be its own."""

    def fill_in(self, other: Transaction) -> None:
        """What is not told of it is what another telling of the same session has."""
        if self.raw_socket is None and other.raw_socket is not None:
            self.raw_socket, self.socket, self.is_filled_in = other.raw_socket, other.socket, True
        if not self.token and other.token:
            self.token, self.is_filled_in = other.token, True
        if self.end is not None and not self.reason and other.reason:
            self.reason, self.is_filled_in = other.reason, True

    @property
    def until(self) -> Instant:
        """The end, or a far future while it is open."""
        return NEVER if self.end is None else self.end

    @property
    def start_status(self) -> str:
        """
        What the start was answered: Accepted if a repeat of it or a later card was, "" if nothing told.

        An error judges no card: what was said of the card by another answer comes before it.
        """
        cards = [self.answers[ref] for _, ref in self.cards if ref in self.answers]
        starts = [said for ref, said in self.answers.items() if ref in self.start_refs]
        if "Accepted" in cards or "Accepted" in starts:
            return "Accepted"
        judged = [said for said in starts if said != "CallError"]
        if judged:
            return judged[0]
        return "CallError" if starts and not self.is_taken else ""

    @property
    def was_refused(self) -> bool:
        """Whether its start was answered, and never by Accepted (S7)."""
        return self.start_status not in {"", "Accepted"}

    @property
    def never_charged(self) -> bool:
        """Whether its 2.x events say that no energy can have flowed, whatever the registers."""
        states = {said for _, said in self.course}
        is_idle = bool(states) and states <= {"EVConnected", "Idle"}
        return (is_idle or self.timed_out) and not any((sample.power_w or 0) > 0 for sample in self.samples)

    @property
    def proof_at(self) -> Instant:
        """The latest stop, meter value or event: proves the transaction through a gap (P2)."""
        latest = max([sample.at for sample in self.samples], default=self.start)
        latest = max(latest, max(self.told_at, default=self.start))
        return latest if self.end is None or self.end_inferred else max(latest, self.end)
