"""
What is known to have happened?

This is the one language between the wire and the figures: `decode` reads a frame into these (then called
events: what was said), `fold` settles their clocks, adds what only the order of arrival tells and keeps them.
A fact is immutable evidence with two clocks: `at`, when it happened by the charger (corrected by rules T8 and
T5), and `received_at`, when we learned it. `stated_at` is the charger's own stamp where it names another
instant. Facts conclude nothing; every figure is a function of facts and now.
A fact's kind is its type, and only `Gathered` is a kind of another, `Sampled`: to compare types takes a fifth
of the time of `isinstance`, and each fact is asked some twenty times what it is.
Tokens in facts are keyed hashes. A socket of None means that the frame did not say.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TypeAlias

import msgspec

from chargeboard.domain.codes import OddityKind, ProblemGroup, Side, TroubleKind, Untold
from chargeboard.domain.reasons import Oddity, Reason
from chargeboard.time.instants import Instant, Micros

PLUGGED = frozenset({"Preparing", "Occupied", "Charging", "SuspendedEV", "SuspendedEVSE", "Finishing"})
"""Statuses in which a cable is in the connector."""


class Fact(msgspec.Struct, frozen=True, array_like=True, tag=True, omit_defaults=True, gc=False):
    """The two clocks that every fact carries."""

    at: Instant
    received_at: Instant


class LinkOpened(Fact, frozen=True, tag="open"):
    """The charger's first live connection came up."""

    connection: str = ""


class LinkClosed(Fact, frozen=True, tag="close"):
    """The charger's last live connection went away. `close_code` is the WebSocket's; None: nobody told it."""

    connection: str = ""
    close_code: int | None = None


class LinkReplaced(Fact, frozen=True, tag="replace"):
    """A connection was opened while another lived: the newest wins (O4). Counted as a flap."""

    connection: str = ""


class Quiet(Fact, frozen=True, tag="quiet"):
    """
    Nothing was heard from `at` until `until`; longer than 60 s. Whether it is offline is O3's to say.

    `is_beat`: a heartbeat stood at either end and no other frame between them (O3a).
    """

    until: Instant
    is_beat: bool = False


class CollectorGap(Fact, frozen=True, tag="gap"):
    """We were away from `at` until `until` (O5); `links_lost`: and every connection with us."""

    until: Instant
    links_lost: bool = False


class PingAnswered(Fact, frozen=True, tag="pong"):
    """
    From here on the connection answers pings that we send every `interval_s` (O3).

    None: a ping or pong of which no more is known; a sign of life, and never kept as a fact.
    """

    interval_s: int | None


class IntervalSet(Fact, frozen=True, tag="interval"):
    """The heartbeat interval that is agreed from here on, however it was set or read (O3a)."""

    interval_s: int


class SettingTaken(Fact, frozen=True, tag="setting"):
    """
    The charger took a value that its CSMS set (V7). `name` is a key of 1.6, else component and variable.

    `value` is the value where it may be shown, "#" and a digest where it may not, "" where it was hidden
    before it was kept. `waits`: it is in force once the charger has started again.
    """

    name: str
    value: str = ""
    waits: bool = False


class HeartbeatHeard(Fact, frozen=True, tag="beat"):
    """The charger sent a heartbeat. Never kept as a fact."""


class PaceFound(Fact, frozen=True, tag="pace"):
    """
    From here on heartbeats are known to come `pace_s` apart, which is slower than agreed (O3a).

    The median of the last five gaps that held no other frame, rounded up to 5 s; 0: no slower than agreed.
    The first of the five began at `since`.
    """

    pace_s: int
    since: Instant


class Booted(Fact, frozen=True, tag="boot"):
    """The charger started and said what it is; or another system knows what it said."""

    vendor: str = ""
    model: str = ""
    serial: str = ""
    firmware: str = ""
    reason: str = ""
    is_start: bool = True
    """False: when it started is not told."""


class StatusReported(Fact, frozen=True, tag="status"):
    """
    A connector said how it is.

    `socket` is the 1.6 connector or the 2.x EVSE, 0 the charger; `connector` the 2.x connector of the EVSE.
    `status` is the standard's spelling where it is known, else verbatim. `repeats` further reports of
    the same words followed within a minute each, the last one at `repeated_at`.
    """

    socket: int
    status: str
    error_code: str = "NoError"
    vendor_code: str = ""
    vendor_id: str = ""
    info: str = ""
    is_v2: bool = False
    connector: int = 0
    repeats: int = 0
    repeated_at: Instant = 0
    clock_repaired: bool = False
    stated_at: Instant = 0


class TokenShown(Fact, frozen=True, tag="token"):
    """Authorize was asked for a token; `socket` where it names a connector or EVSE."""

    ref: str
    token: str
    socket: int | None = None


class ReservationAsked(Fact, frozen=True, tag="reserve"):
    """The CSMS asked to hold a socket for a token; `socket` None: any."""

    token: str
    socket: int | None = None


class RemoteStartAsked(Fact, frozen=True, tag="remote"):
    """The CSMS asked for a start."""

    ref: str
    token: str = ""
    socket: int | None = None
    remote_start_id: int | None = None


class Answered(Fact, frozen=True, tag="answer"):
    """
    A call that opened or carried something was answered. `at` is the call's, so that both stand together.

    `ref` names the call's fact. `status` is the authorisation or acceptance status, "" where none was
    given, "CallError" for an error. `transaction_id` is what a 1.6 start was given, `group` the token's
    group (parentIdTag, groupIdToken), like it a keyed hash; `is_master` says that this is the group of
    master passes, which stop any session.
    """

    ref: str
    status: str = ""
    transaction_id: str = ""
    group: str = ""
    is_master: bool = False


class StartReported(Fact, frozen=True, tag="start"):
    """A 1.6 StartTransaction. Equal `key` means the same transaction whatever else differs (S1)."""

    ref: str
    key: str
    socket: int
    token: str
    meter_start_wh: Decimal | None
    clock_repaired: bool = False
    stated_at: Instant = 0


class StopReported(Fact, frozen=True, tag="stop"):
    """A 1.6 StopTransaction. The id is as said, which may name no transaction that we know (S4)."""

    transaction_id: str
    meter_stop_wh: Decimal | None
    reason: str = "Local"
    token: str = ""
    clock_repaired: bool = False
    stated_at: Instant = 0


class TransactionTold(Fact, frozen=True, tag="tx"):
    """A 2.x TransactionEvent. `event` is Started, Updated or Ended; empty strings were not sent."""

    ref: str
    transaction_id: str
    event: str
    seq_no: int
    trigger: str = ""
    charging_state: str = ""
    reason: str = ""
    socket: int | None = None
    connector: int | None = None
    token: str = ""
    offline: bool = False
    remote_start_id: int | None = None
    clock_repaired: bool = False
    stated_at: Instant = 0


class SessionTold(Fact, frozen=True, tag="told"):
    """
    A whole session, as another system concluded it from what nobody shows us; `at` is when it began.

    Equal `key` means the same session: what was learned last holds. An `end` of None goes on, as of
    `received_at`; `energy_wh` None was not told. `socket` None: the system does not say. What is told by a
    bill holds over what is not, unless another one takes that bill back.
    """

    key: str
    socket: int | None = None
    end: Instant | None = None
    energy_wh: Decimal | None = None
    reason: str = ""
    token: str = ""
    bill: str = ""
    """Names the bill that this is."""
    takes_back: str = ""
    """The bill that does not count any more; this tells nothing else."""
    is_void: bool = False
    """The system says now that there was none."""
    source: str = ""
    """Names that system."""
    charged: tuple[tuple[Instant, Decimal], ...] = ()
    """How much had been charged by which instants, in Wh, ascending up to its end; empty: not told."""
    peak_w: float | None = None
    """The highest power that was told."""


class TransactionAsked(Fact, frozen=True, tag="txask"):
    """GetTransactionStatus was answered: is the transaction ongoing, are messages queued?"""

    transaction_id: str
    ongoing: bool | None
    messages_queued: bool


class Phases(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One measurand by phase, in its base unit; None was not sent."""

    l1: float | None = None
    l2: float | None = None
    l3: float | None = None


class Sampled(Fact, frozen=True, tag="sample"):
    """
    What a meter read at one instant, in base units.

    `transaction_id` is as said, "" where none was; `socket` None in a 2.x event that names no EVSE.
    `register_wh` is Energy.Active.Import.Register normalised by S3; `interval_wh` an .Interval value;
    `context` the standard's reading context, "" for a periodic one; `location` where the register was read,
    "" for the outlet. `also_wh` are further registers of the very same kind in the same words (S3c).
    """

    socket: int | None
    transaction_id: str = ""
    register_wh: Decimal | None = None
    power_w: float | None = None
    soc_pct: float | None = None
    interval_wh: Decimal | None = None
    context: str = ""
    current_a: Phases | None = None
    voltage_v: Phases | None = None
    power_by_phase_w: Phases | None = None
    offered_w: float | None = None
    offered_a: float | None = None
    export_wh: Decimal | None = None
    temperature_c: float | None = None
    clock_repaired: bool = False
    stated_at: Instant = 0
    location: str = ""
    also_wh: tuple[Decimal, ...] = ()
    net_wh: Decimal | None = None
    """Energy.Active.Net: import less export, as the meter nets them."""
    export_w: float | None = None
    export_interval_wh: Decimal | None = None


class Register(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What a register said at an instant."""

    at: Instant
    wh: Decimal


class Gathered(Sampled, frozen=True, tag="samples"):
    """
    A meter value with the registers between the one before it and this that tell only how it went.

    It is carried over a checkpoint and never told: so a long transaction stands on few facts.
    """

    course: tuple[Register, ...] = ()
    """By time."""


class ProblemTold(Fact, frozen=True, tag="problem"):
    """
    A 2.x NotifyEvent about a problem, a 1.6 or 2.x security event, or a failed firmware or log transfer.

    `code` is what E1 shows: of an event without a techCode
    its component and variable. `component` and `variable` carry their instance. `severity` 0-9 where known.
    """

    group: ProblemGroup
    socket: int
    code: str
    vendor_code: str = ""
    component: str = ""
    variable: str = ""
    severity: int | None = None
    cleared: bool = False
    info: str = ""
    stated_at: Instant = 0
    connector: int = 0
    """The connector of the EVSE that the component belongs to; 0: none was named."""


class ClockSet(Fact, frozen=True, tag="clock"):
    """
    What arrived from `at` on was stamped by a clock that is `offset` behind ours (negative: ahead); 0: right.

    Three messages proved it by `received_at` (T8).
    """

    offset: Micros


class CannotTell(Fact, frozen=True, tag="untold"):
    """
    From here on the charger is known by rows of another system, which cannot tell so much (ADR 27).

    Nothing: it is heard itself, or other rows tell the rest.
    """

    what: tuple[Untold, ...] = ()


class RowRead(Fact, frozen=True, tag="row"):
    """
    A row of another system came: by whom what follows was said. Never kept as a fact.

    `repeats_charger`: that system writes down what the charger says to it.
    """

    source: str
    cannot_tell: tuple[Untold, ...] = ()
    repeats_charger: bool = False


class OddityFound(Fact, frozen=True, tag="odd"):
    """
    Something had to be forgiven.

    `raw` is the value.
    """

    kind: OddityKind
    what: tuple[Reason[Oddity], ...]
    raw: str = ""
    rule: str = ""
    count: int = 1
    """How many of the same since the last such fact."""


class Trouble(msgspec.Struct, frozen=True, array_like=True, omit_defaults=True, gc=False):
    """
    How often something went wrong in the conversation, at whose door, with which action.

    `what` is the code of an error, or the status that refused; of an answer that never came the side that
    owed it, whoever is at fault; "" where there is none.
    """

    kind: TroubleKind
    side: Side
    action: str = ""
    what: str = ""
    times: int = 1

    def __str__(self) -> str:
        """As it stands in a column of facts."""
        return " ".join([str(self.times), self.kind, self.side, *filter(None, (self.action, self.what))])


class Closed(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A connection ended; the WebSocket's code, None where nobody told it."""

    at: Instant
    code: int | None

    def __str__(self) -> str:
        """As it stands in a column of facts."""
        return f"{self.at} {self.code or '-'}"


class Ended(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """How often connections ended with a code; None: nobody told it."""

    code: int | None
    times: int

    def __str__(self) -> str:
        """As it stands in a column of facts."""
        return f"{self.times} {self.code or '-'}"


class ConversationCounted(Fact, frozen=True, tag="talk"):
    """
    What went between a charger and its CSMS on a local day that is over (H1-H6).

    Calls by who asked, and answers to known calls by who gave them. `closed` are the latest of the `ends`.
    `has_ids`: connections were told apart, as an id holds for one; `has_ends`: their ends are told.
    """

    on: date
    charger_asked: int = 0
    csms_asked: int = 0
    charger_answered: int = 0
    csms_answered: int = 0
    troubles: tuple[Trouble, ...] = ()
    ends: tuple[Ended, ...] = ()
    closed: tuple[Closed, ...] = ()
    has_ids: bool = False
    has_ends: bool = False


AnyFact: TypeAlias = (
    LinkOpened
    | LinkClosed
    | LinkReplaced
    | Quiet
    | CollectorGap
    | PingAnswered
    | IntervalSet
    | SettingTaken
    | HeartbeatHeard
    | PaceFound
    | Booted
    | StatusReported
    | TokenShown
    | ReservationAsked
    | RemoteStartAsked
    | Answered
    | StartReported
    | StopReported
    | TransactionTold
    | SessionTold
    | TransactionAsked
    | Sampled
    | ProblemTold
    | ClockSet
    | CannotTell
    | RowRead
    | ConversationCounted
    | OddityFound
)

CarriedFact: TypeAlias = AnyFact | Gathered
"""What is known of the time before a checkpoint."""
_SAMPLES = frozenset({Sampled, Gathered})


def apart(facts: Sequence[AnyFact]) -> tuple[list[AnyFact], list[Sampled]]:
    """Words and meter values, each in order. Most facts are meter values, and few rules ask for them."""
    samples = [fact for fact in facts if type(fact) in _SAMPLES and isinstance(fact, Sampled)]
    return words_of(facts), samples


def words_of(facts: Sequence[AnyFact]) -> list[AnyFact]:
    """Those that are no meter values."""
    return [fact for fact in facts if type(fact) not in _SAMPLES]
