"""What does the operator want to be told of, of which chargers, how late and how often?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

import msgspec

from chargeboard.domain.codes import Code
from chargeboard.domain.conclusions import UNHEARD, State
from chargeboard.time.instants import SECOND, Micros


class Kind(Code):
    """What has to be so."""

    OUT_OF_CONTACT = "out_of_contact"
    """Nothing is heard of the charger (1.5)."""
    FAULTED = "faulted"
    """A socket is faulted (1.2)."""
    ERROR = "error"
    """An error of a code lasts, or was reported (2.7)."""
    DANGER = "danger"
    """An error tells of danger to people: heat, leakage, current or damage (I22)."""
    LOW_SUCCESS = "low_success"
    """Too few attempts of the last complete days succeeded (2.3)."""
    SILENT_FAILURE = "silent_failure"
    """Attempt after attempt fails and the charger says nothing (I05)."""
    NO_SESSION = "no_session"
    """Nobody charges (2.5)."""
    FLAPPING = "flapping"
    """The connection comes and goes."""
    CLOCK_OFF = "clock_off"
    """The charger's clock is wrong (T8)."""
    NO_ENERGY = "no_energy"
    """A session is running and gives no energy."""
    STATE = "state"
    """A socket is in a state (1.2): told as it turns into it, and as it turns out of it."""


class Danger(Code):
    """Of which kind a danger is."""

    HEAT = "heat"
    LEAKAGE = "leakage"
    CURRENT = "current"
    DAMAGE = "damage"


STATES: list[str] = [state for state in get_args(State) if state not in UNHEARD]
"""Those of a socket that is heard; that it is not is another rule's to tell."""
LASTING_S: Mapping[Kind, int] = {
    Kind.OUT_OF_CONTACT: 900,
    Kind.FAULTED: 600,
    Kind.ERROR: 0,
    Kind.DANGER: 0,
    Kind.LOW_SUCCESS: 0,
    Kind.SILENT_FAILURE: 0,
    Kind.NO_SESSION: 3 * 86_400,
    Kind.FLAPPING: 0,
    Kind.CLOCK_OFF: 0,
    Kind.NO_ENERGY: 900,
    Kind.STATE: 0,
}
"""How long it has to last before it is told, where the rule does not say."""


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One thing of which the operator wants to be told."""

    name: str
    """What it is called; no other rule is."""
    kind: Kind
    """What has to be so."""
    after_s: int | None = None
    """For how long; none: as is usual for the kind."""
    codes: tuple[str, ...] = ()
    """Errors, by code or vendor code, where the kind is error; none: any that makes a socket faulted."""
    dangers: tuple[Danger, ...] = ()
    """Kinds of danger, where the kind is danger; none: any."""
    states: tuple[str, ...] = ()
    """States of sockets, where the kind is state; none: any."""
    below_pct: float = 80
    """Less success than that is low."""
    least_attempts: int = 5
    """Fewer attempts tell nothing of success."""
    reconnects: int = 6
    """So many connections within an hour are flapping."""
    chargers: tuple[str, ...] = ()
    """Only these, by id. A charger has to meet each list that is not empty."""
    sites: tuple[str, ...] = ()
    """Only chargers there."""
    tags: tuple[str, ...] = ()
    """Only chargers that have one of these, as their settings say."""
    makers: tuple[str, ...] = ()
    """Only theirs, as chargers name them when they boot."""
    models: tuple[str, ...] = ()
    """Only such, as chargers name them when they boot."""
    by_site: bool = True
    """Whether half of a site's chargers out of contact, three at least, are one alert of the site."""
    recovery: bool = True
    """Whether it is told, too, when it is over."""
    repeat_s: int = 0
    """After how long it is told again while it lasts and nobody acknowledged it; 0: never."""
    quiet: str = ""
    """Hours of the charger in which nothing is sent, such as 22:00-06:00; it is held back until then."""
    channels: tuple[str, ...] = ()
    """Where it is sent; none: to every channel."""
    is_off: bool = False
    """Whether nothing is sent for now."""

    @property
    def lasting(self) -> Micros:
        """How long it has to last before it is told."""
        return (LASTING_S[self.kind] if self.after_s is None else self.after_s) * SECOND

    @property
    def gathers(self) -> bool:
        """Whether chargers of a site are told together."""
        return self.by_site and self.kind is Kind.OUT_OF_CONTACT
