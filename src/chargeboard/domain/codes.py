"""
Which words say what kind of thing something is?

Each is a closed set. Its values are what rows, documents and queries hold; what people read of them is said
where text is made.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Code(StrEnum):
    """A word of a closed set; found among texts as fast as a text."""

    __hash__ = str.__hash__


class Outcome(Code):
    """What became of an attempt (2.3)."""

    SUCCESS = "success"
    """The driver got energy."""
    PENDING = "pending"
    """Not decided yet; in no rate."""
    AUTH_REJECTED = "auth_rejected"
    """The card or the app was turned down."""
    START_REJECTED = "start_rejected"
    """The start was turned down although no card was."""
    EV_OR_CONNECTOR_FAULT = "ev_or_connector_fault"
    """Errors of the car or the connector alone."""
    CHARGER_FAULT = "charger_fault"
    """Another error of the charger, or a stop that is its fault."""
    PREPARING_TIMEOUT = "preparing_timeout"
    """Charging did not begin in time."""
    USER_CANCELLED = "user_cancelled"
    """The driver gave up within two minutes."""
    ZERO_ENERGY = "zero_energy"
    """A transaction that gave too little, for no other reason that is known."""


NO_FAILURES: Final = frozenset({Outcome.PENDING, Outcome.SUCCESS})
"""Outcomes that are no class of failure."""
FAILURE_CLASSES: Final = tuple(outcome.value for outcome in Outcome if outcome not in NO_FAILURES)
"""The others, as they are written."""


class EndedBy(Code):
    """Who ended a session, by the reason of its stop."""

    DRIVER = "driver"
    """At the charger: with a card, a button, or by pulling the plug."""
    VEHICLE = "vehicle"
    """The car had what it wanted, or stopped."""
    CHARGER = "charger"
    """A fault, a restart, no power, an emergency stop, or a limit that it watches over."""
    OPERATOR = "operator"
    """The operator's system or staff; a driver's app asks through it, too."""
    UNKNOWN = "unknown"
    """Nobody said that it ended, or the reason names nobody."""


class Stage(Code):
    """The last step that an attempt reached (2.3)."""

    AUTHORISE = "authorise"
    """A card or an app, and no plug."""
    PLUG = "plug"
    """A cable was in."""
    START = "start"
    """A transaction began."""
    ENERGY = "energy"
    """Energy flowed, in or out."""


class Severity(Code):
    """How bad an error is (2.7)."""

    FAULT = "fault"
    """It cannot charge for it."""
    SECURITY = "security"
    """Somebody may have tampered with it."""
    WARNING = "warning"
    """It goes on."""


class Weight(Code):
    """How much it matters what a rule of guidance says (3); the most first."""

    CRITICAL = "critical"
    """At once."""
    WARNING = "warning"
    """Soon."""
    INFO = "info"
    """It is to be known."""
    GOOD = "good"
    """Things are as they should be."""


class Need(Code):
    """
    Why somebody has to act, the most urgent first.

    People before machines, what is before what may come.
    """

    SAFETY = "safety"
    """Danger now."""
    INSPECT = "inspect"
    """Danger that was, and that nobody looked into as far as is known."""
    OUT_OF_SERVICE = "out_of_service"
    """It does not charge now."""
    DRIVERS = "drivers"
    """Drivers fail now."""
    LATER = "later"
    """It can wait."""
    NOBODY = ""
    """Nobody has to act."""


class ErrorGroup(Code):
    """What kind of report an error came by (2.7)."""

    FAULT = "fault"
    """A status or an event of a fault."""
    WARNING = "warning"
    """A status, an event or a stop that warns."""
    SECURITY = "security"
    """A security event."""
    TRANSFER = "transfer"
    """Firmware, diagnostics or a log that could not be sent or installed."""
    COMMUNICATION = "communication"
    """What chargeboard itself found out: no contact, or unreadable messages."""


class ProblemGroup(Code):
    """What kind of message told of a problem."""

    EVENT = "event"
    """NotifyEvent of 2.x."""
    SECURITY = "security"
    """SecurityEventNotification."""
    TRANSFER = "transfer"
    """The status of a transfer of firmware, diagnostics or logs."""


class Untold(Code):
    """What rows of another system cannot tell of a charger; figures of it are not known."""

    ATTEMPTS = "attempts"
    """Cards that were refused, and starts that failed: no success rate."""
    LINKS = "links"
    """When it was connected: no outage by lost contact, and no uptime that counts it."""
    STATUSES = "statuses"
    """How its sockets were between sessions, and their errors: that none is listed says nothing."""


class Differing(Code):
    """In what two sources differ about a session (B3)."""

    ADDED = "added"
    """Only the rows have it."""
    MISSING = "missing"
    """The rows do not have it."""
    START = "start"
    """They begin at different times."""
    END = "end"
    """They end at different times, or one goes on."""
    ENERGY = "energy"
    """They gave different energies."""
    SOCKET = "socket"
    """They were on different sockets."""
    REASON = "reason"
    """They ended for different reasons."""
    CARD = "card"
    """They were by different cards."""


class GapKind(Code):
    """Why there was no contact."""

    CLOSED = "closed"
    """The connection was closed (O2)."""
    SILENT = "silent"
    """Nothing was heard for too long (O3)."""
    COLLECTOR = "collector"
    """chargeboard itself did not run (O5)."""


class OddityKind(Code):
    """How a message was not as it should be."""

    QUARANTINED = "quarantined"
    """It could not be read; it was kept."""
    REPAIRED = "repaired"
    """It was read after it had been mended."""
    NONCONFORMANT = "nonconformant"
    """It was read as it was, against the standard."""
    CLOCK = "clock"
    """Its stamp was not believed."""


class SessionFlag(Code):
    """What is to be known of a session beside its figures."""

    SESSION_RELATIVE_REGISTER = "session_relative_register"
    """The meter values count from the session's start (S3)."""
    MATCHED_BY_INFERENCE = "matched_by_inference"
    """The stop named no known transaction; only this open one fits (S4)."""
    ENERGY_UNKNOWN = "energy_unknown"
    """The registers do not tell the energy (S3)."""
    BEGIN_INFERRED = "begin_inferred"
    """No register was read at the start, 0 stood for it; the first real one is the begin (S3b)."""
    METER_GLITCH = "meter_glitch"
    """A reading far off its neighbours was left out (Q18)."""
    METER_RESET = "meter_reset"
    """The register started again from zero; what it counted before was kept (Q15)."""
    ROLLOVER = "rollover"
    """The register rolled over (Q19)."""
    ENERGY_SUSPICIOUS = "energy_suspicious"
    """More energy than the charger can deliver in that time (S3)."""
    REVISED = "revised"
    """A message about it arrived after its day was over (T5, Q11)."""
    CLOCK_REPAIRED = "clock_repaired"
    """A stamp was unusable; the time of receipt is used (T5)."""
    FILLED_IN = "filled_in"
    """Its socket, card or stop reason was not told, and is that of another source's session (B1)."""
    NO_STOP = "no_stop"
    """
    No stop arrived: it ends at the first sign that it was over, its energy is a lower bound (S5).

    Among its reasons alone: a row tells it by `end_inferred`.
    """


class FindingKind(Code):
    """What kind of thing had to be repaired, inferred or left out (I21)."""

    QUARANTINED = OddityKind.QUARANTINED.value
    """A message that could not be read; it was kept."""
    REPAIRED = OddityKind.REPAIRED.value
    """A message that was read after it had been mended."""
    NONCONFORMANT = OddityKind.NONCONFORMANT.value
    """A message that was read as it was, against the standard."""
    CLOCK = OddityKind.CLOCK.value
    """A stamp that was not believed."""
    CLOCK_OFFSET = "clock_offset"
    """The charger's clock is off by a constant (T8)."""
    END = "end"
    """The end of a session was inferred (S5)."""
    ENERGY = "energy"
    """The energy of a session is unknown (S3)."""
    SESSION = "session"
    """Something else of a session was repaired."""
    ORPHAN = "orphan"
    """A stop that fits no transaction (S4)."""


class LateKind(Code):
    """What was learned when a day seemed final."""

    METER_VALUE = "meter_value"
    """What a meter read."""
    STATUS = "status"
    """How a connector was."""
    START = "start"
    """The start of a 1.6 transaction."""
    STOP = "stop"
    """Its stop."""
    TRANSACTION_EVENT = "transaction_event"
    """An event of a 2.x transaction."""
    SESSION = "session"
    """A session that another system concluded."""
    ABSENCE = "absence"
    """That chargeboard itself did not run."""
    MENDED = "mended"
    """A message that had to be mended."""
    OTHER = "other"
    """Another message."""


class MissingWhy(Code):
    """Why some of a day is not known, or in no figure."""

    CLOSED = GapKind.CLOSED.value
    """The connection was closed (O2)."""
    SILENT = GapKind.SILENT.value
    """Nothing was heard for too long (O3)."""
    COLLECTOR = GapKind.COLLECTOR.value
    """chargeboard itself did not run (O5)."""
    NO_STATUS = "no_status"
    """Nothing was said yet that tells a state."""
    NOT_COMMISSIONED = "not_commissioned"
    """Before the first evidence; in no denominator, so it costs no coverage."""
    NOT_OPEN = "not_open"
    """Outside opening hours; in no denominator, so it costs no coverage."""


class DoubtKind(Code):
    """What makes figures of a day provisional or uncertain, although its time is known."""

    OPEN_SESSION = "open_session"
    """A session goes on; its energy so far counts, and it does not."""
    PENDING_ATTEMPT = "pending_attempt"
    """An attempt is not decided; it is in no rate."""
    ENERGY_UNKNOWN = "energy_unknown"
    """The registers of a session do not tell it; it counts as none."""
    ENERGY_LOWER_BOUND = "energy_lower_bound"
    """The end of a session was inferred."""
    ENERGY_SUSPICIOUS = "energy_suspicious"
    """More than the charger can deliver in that time."""
    CLOCK = OddityKind.CLOCK.value
    """A stamp was not believed."""
    QUARANTINED = OddityKind.QUARANTINED.value
    """A message could not be read."""


class ExclusionKind(Code):
    """By what an outage is excused, as the operator declares it (2.8)."""

    PLANNED_MAINTENANCE = "planned_maintenance"
    """It was taken out of service to be looked after."""
    UTILITY_INTERRUPTION = "utility_interruption"
    """The grid gave no power."""
    VANDALISM = "vandalism"
    """Somebody damaged it."""
    NATURAL_DISASTER = "natural_disaster"
    """Flood, fire, storm and the like."""
    VEHICLE = "vehicle"
    """The fault was the car's."""
    OUTSIDE_OPENING_HOURS = "outside_opening_hours"
    """The site was closed."""
    BLOCKED = "blocked"
    """Nobody could reach it."""
    OTHER = "other"
    """Anything else; few official rules honour it."""


class Verdict(Code):
    """How a rule of uptime counts some time (2.8)."""

    UP = "up"
    """No outage."""
    OUT = "out"
    """An outage."""
    LEFT_OUT = "left_out"
    """In no denominator."""


class EventKind(Code):
    """What happened to a charger, as the timeline shows it."""

    BOOT = "boot"
    """It started: the reason, and the firmware."""
    FIRMWARE = "firmware"
    """It started with another firmware: the new version, and the former."""
    STATUS = "status"
    """What connector 0, the charger, said, and its error code."""
    ERROR = "error"
    """An error began: its code, and the vendor's."""


class ChangeKind(Code):
    """In what a charger became another."""

    HARDWARE = "hardware"
    """A boot named another plate."""
    ID = "id"
    """It was merged into another id, up to the last message that came under the former."""
    NAME = "name"
    """The operator called it otherwise."""


class Party(Code):
    """Who resolves an error by the vocabulary's own table."""

    DRIVER = "driver"
    """The EV user."""
    OPERATOR = "operator"
    """The station operator."""
    CHARGER = "charger"
    """The EVSE and its maker."""
    CAR = "car"
    """The EV and its maker."""


class Side(Code):
    """At whose door a trouble of the conversation lies (H6)."""

    CHARGER = "charger"
    """The charger's."""
    CSMS = "csms"
    """The management system's."""
    LINK = "link"
    """The connection's between them."""


class TroubleKind(Code):
    """What went wrong in the conversation of a charger and its CSMS (H1-H5)."""

    LATE = "late"
    """An answer came late."""
    UNANSWERED = "unanswered"
    """An answer never came."""
    REFUSED = "refused"
    """A call was answered by an error, or by a status that refuses it."""
    REPEATED = "repeated"
    """A call had the message id of another one."""
    NONSTANDARD = "nonstandard"
    """A message is not as the standard says."""
