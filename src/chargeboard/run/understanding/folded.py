"""What does it matter, what was folded?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from chargeboard.domain.contact import is_lost, lost_at
from chargeboard.domain.facts import (
    AnyFact,
    ConversationCounted,
    HeartbeatHeard,
    PaceFound,
    PingAnswered,
    Quiet,
    Sampled,
    TransactionTold,
)
from chargeboard.domain.policy import Policy
from chargeboard.fold.memory import Links
from chargeboard.pipeline import StationState
from chargeboard.time.instants import NEVER, Instant, Micros

_METERS = "MeterValue"


class Tells(IntEnum):
    """What new facts tell of a charger, at most."""

    LIFE = 0
    """That it is there, as it was supposed to be."""
    READINGS = 1
    """What its meters show, or how often it will be heard."""
    NEWS = 2
    """Something changed."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A bounded part of the work: at most `FRAMES_AT_ONCE` frames, or a part of what was forgotten."""

    frames: int = 0
    facts: int = 0
    is_all: bool = False
    """Nothing is left to be folded."""
    is_idle: bool = False
    """No connector has a cable in it, as far as the last statuses tell."""
    tells: Tells = Tells.LIFE
    silent_at: Instant = NEVER
    """When its silence makes it offline, if it says nothing more."""


def tells(facts: Sequence[AnyFact], state: StationState, policy: Policy) -> Tells:
    """What facts tell that led to a state."""
    limit = _limit(state.memory.links, policy)
    told = Tells.LIFE
    for fact in facts:
        told = max(told, _tells(fact, limit))
        if told is Tells.NEWS:
            break
    return told


def silent_at(state: StationState, policy: Policy) -> Instant:
    """When the charger is offline, if it says nothing more."""
    links = state.memory.links
    if links.heard_at is None or not policy.silence_detection:
        return NEVER
    return lost_at(links.heard_at, _limit(links, policy))


def _limit(links: Links, policy: Policy) -> Micros:
    return policy.silence_limit(links.interval_s, links.pace_s, links.ping_s)


def _tells(fact: AnyFact, limit: Micros) -> Tells:
    match fact:
        case HeartbeatHeard() | ConversationCounted():
            return Tells.LIFE
        case Quiet():
            return Tells.NEWS if is_lost(fact.at, fact.until, limit) else Tells.LIFE
        case PaceFound() | PingAnswered() | Sampled():
            return Tells.READINGS
        case TransactionTold() if fact.event == "Updated" and fact.trigger.startswith(_METERS):
            return Tells.READINGS
    return Tells.NEWS
