"""
Which of the allowed choices does the operator make?

Every threshold and option of the definitions, each with its default and its unit in its name. One policy
holds for a charger; it comes from the settings file, the environment or the shell, and never from a frame.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Literal

import msgspec

from chargeboard.domain.codes import ExclusionKind
from chargeboard.domain.connectors import Connector
from chargeboard.time.instants import SECOND, Micros

Basis = Literal["session", "charging", "occupied"]
Denominator = Literal["calendar", "operative"]
SuccessRule = Literal["energy", "charging_state", "transaction"]
Grouping = Literal["attempt", "visit"]
EnergyDay = Literal["delivered", "by_session_end"]


class Exclusion(msgspec.Struct, frozen=True, rename={"from_": "from"}):
    """A declared window that an uptime rule leaves out: the operator's word, never inferred (2.8)."""

    from_: str
    to: str
    reason: str
    note: str = ""
    socket: int | None = None
    kind: ExclusionKind = ExclusionKind.OTHER
    """Each official rule has those that it honours."""


class Policy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What holds for one charger. Source: definitions, "Default config" of the scenarios."""

    timezone: str = "UTC"
    """IANA zone whose calendar days the charger's figures are counted in."""
    sockets: tuple[int, ...] | None = None
    """Sockets that exist, declared; None: learned from first evidence (1.1)."""
    socket_groups: tuple[tuple[int, ...], ...] = ()
    """1.6 connectors that share one power output; the first number of a group names the socket (1.1)."""
    silence_detection: bool = True
    """Whether silence makes a charger offline (O3); off: only closed links do."""
    heartbeat_interval_s: int | None = None
    """Overrides the interval that was agreed or seen (O3)."""
    offline_k: float = 2
    """Intervals of silence that make a charger offline (O3)."""
    offline_min_s: int = 180
    """Silence shorter than this never counts (O3); below 60 it has no more effect."""
    offline_default_s: int = 900
    """The limit of silence where no interval is known (O3)."""
    reconnect_grace_s: int = 60
    """A link that is back within this many seconds was never gone (O2)."""
    clock_skew_max_s: int = 300
    """How far a charger's clock may be from ours before its stamp is not believed (T5)."""
    clock_offset_min_s: int = 5
    """Messages that agree within this on a clock's offset prove it; a smaller one is not corrected (T8)."""
    clock_offset_span_s: int = 60
    """Over how long three messages have to agree before a clock is known to be off (T8)."""
    clock_warn_s: int = 60
    """From how far off on guidance speaks of a clock (I20)."""
    min_success_energy_wh: int = 100
    """Energy that makes a session a session and an attempt a success (S2, 2.3)."""
    min_session_s: int = 60
    """Where energy is unknown: the shortest completed session (S2)."""
    user_cancel_max_s: int = 120
    """The longest transaction that counts as cancelled by its user (2.3)."""
    attempt_match_window_s: int = 300
    """How long signals of one attempt may lie apart (A1, A7)."""
    plug_only_min_s: int = 30
    """A plug-in shorter than this without any other signal is no attempt (A4)."""
    auth_retry_dedup_s: int = 60
    """Repeats of a rejected token within this are one attempt (A2)."""
    stop_grace_s: int = 300
    """How long Available must have stood before a lost stop is inferred (S5b)."""
    stale_tx_s: int = 172_800
    """Online time without evidence after which a lost stop is inferred (S5c)."""
    late_meter_s: int = 60
    """How long after its end a session still takes meter values (S6, Q24)."""
    error_merge_s: int = 60
    """A code-less fault this close to a coded error is a report of it (E5)."""
    exclusions: tuple[Exclusion, ...] = ()
    """Windows that the NEVI figure leaves out (2.8)."""
    opening_hours: tuple[str, ...] = ()
    """Local opening hours such as "Mo-Fr 06:00-22:00"; empty: always open (2.2)."""
    rated_kw: float | None = None
    """Rated power of the charger; used for plausibility and the capacity factor."""
    energy_factor: float = 1.0
    """Multiplies every register, for a charger that labels kWh as Wh; the operator's word (Q20)."""
    charger_unavailable_propagates: bool = False
    """Whether Unavailable on connector 0 makes every socket unavailable (1.4 a)."""
    utilization_basis: Basis = "session"
    """What counts as in use: an open session, charging alone, or a taken socket (2.2)."""
    utilization_denominator: Denominator = "calendar"
    """What it is divided by: calendar time, or the time in which the socket could be used (2.2)."""
    success: SuccessRule = "energy"
    """What makes an attempt a success: energy, a charging state, or a transaction (2.3)."""
    success_excludes: tuple[str, ...] = ()
    """Failure classes left out of the success rate's denominator (2.3)."""
    grouping: Grouping = "attempt"
    """What the success rate counts: every attempt, or visits of a driver (2.3)."""
    visit_window_s: int = 600
    """Failed attempts this long before a success belong to its visit, where grouping is by visit (2.3)."""
    energy_per_day: EnergyDay = "delivered"
    """Whether energy counts on the day it flowed, or on the day its session ended (2.4)."""
    drop_suspicious_energy: bool = False
    """Whether energy above plausible power is left out of sums (S3)."""
    list_communication_errors: bool = False
    """Whether offline gaps of 15 minutes and more are listed as errors (2.7)."""

    def silence_limit(self, interval_s: int | None, pace_s: int = 0, ping_s: int | None = None) -> Micros:
        """
        How long a charger may be silent before it counts as offline.

        `ping_s`: how often it answers pings, which comes first; `interval_s`: how often it agreed to be
        heard; `pace_s`: how far apart its heartbeats really come, where that is more.
        Source: definitions O3, 4c O3a.
        """
        slower = pace_s if interval_s is None or pace_s > interval_s else interval_s
        interval = self.heartbeat_interval_s or ping_s or slower
        if not interval:
            return self.offline_default_s * SECOND
        return round(max(self.offline_k * interval, self.offline_min_s) * SECOND)

    def digest(self) -> str:
        """A short hash; a cached day made under another policy is computed again."""
        return _digest(self)


@lru_cache(maxsize=1024)
def _digest(policy: Policy) -> str:
    return hashlib.sha256(msgspec.json.encode(policy)).hexdigest()[:16]


class Retention(msgspec.Struct, frozen=True, kw_only=True):
    """For how many days what is kept stays; 0: for ever. Each kind at least as long as the one above it."""

    frames_days: int = 0
    """Messages as they came in, and the pages that show them."""
    evidence_days: int = 0
    """What the figures were concluded from: statuses, stops, readings and their curves."""
    sessions_days: int = 0
    """Sessions and attempts. Days with their sums, states and errors name nobody, and stay for ever."""


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """Who a charger is, by the operator's word."""

    id: str
    name: str = ""
    site: str = ""
    tags: tuple[str, ...] = ()
    """Whatever the operator groups chargers by."""
    maker: str = ""
    """Who made it, where the charger does not say so, or says it badly."""
    model: str = ""
    socket_names: tuple[tuple[int, str], ...] = ()
    """What is written on sockets, by number."""
    notes: str = ""
    """Whatever else whoever looks after it should know."""
    station_id: str = ""
    """How the authority that funds it names its station."""
    network_provider: str = ""
    """How that authority names the network."""
    port_ids: tuple[tuple[int, str], ...] = ()
    """The permanent id of each socket, by number."""
    connectors: tuple[tuple[int, Connector], ...] = ()
    """The plug of each socket, by number."""
    payment_method: str = ""
    """How drivers pay, in that authority's words."""
    payment_type: str = ""
    """How drivers pay, in the words of Atlas' specification."""
    energy_fee: str = ""
    """What a driver pays for a kWh, in USD."""
    session_fee: str = ""
    """What a driver pays for a session, in USD."""
    time_fee: str = ""
    """What a driver pays for a minute of a session, in USD."""
    registration: tuple[tuple[str, str], ...] = ()
    """What was declared of its station and its ports, by the fields of Atlas' specification."""
    timezone_is_default: bool = True
    """Nobody named a zone, so UTC is used and the page says so."""
    policy: Policy = Policy()
