"""
When was a status true, and was it news?

Rule T5: the charger's stamp is believed if it is near its receipt or inside a finished offline gap. A charger
that says the same every second gets one fact a minute that counts its repeats (Q28).
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from chargeboard.domain.codes import OddityKind
from chargeboard.domain.facts import AnyFact, OddityFound, StatusReported
from chargeboard.domain.policy import Policy
from chargeboard.domain.reasons import Oddity, Reason
from chargeboard.fold.memory import Memory, Said
from chargeboard.time.instants import MINUTE, SECOND

_STAMP = (Reason(Oddity.STATUS_STAMP_NOT_BELIEVED),)


def tell(memory: Memory, event: StatusReported, policy: Policy) -> list[AnyFact]:
    """The facts of one more status: none while it is counted as a repeat."""
    facts: list[AnyFact] = []
    off = abs(event.at - event.received_at)
    if off > policy.clock_skew_max_s * SECOND and not memory.links.were_away(event.at, event.received_at):
        facts.append(OddityFound(event.received_at, event.received_at, OddityKind.CLOCK, _STAMP, "", "T5"))
        event = replace(
            event, at=event.received_at, clock_repaired=True, stated_at=event.stated_at or event.at
        )
    key = f"{event.socket}/{event.connector}"
    said = memory.statuses.get(key)
    if said is not None and said.is_open and _is_repeat(said.fact, event):
        if not said.again:
            said.again_at = event.at
            memory.held_until = min(memory.held_until, said.fact.received_at + MINUTE)
        said.again += 1
        said.again_until, said.again_received_at = event.at, event.received_at
        return facts
    if said is not None and said.again:
        facts.append(_repeats(said))
    memory.statuses[key] = Said(event)
    facts.append(event)
    return facts


def close(memory: Memory) -> None:
    """Something else happened: a status said again after it is news, for rules ask which came first."""
    for said in memory.statuses.values():
        said.is_open = False


def release(memory: Memory) -> list[AnyFact]:
    """Repeats whose minute is over become a fact; the others stay, and say when they are due."""
    facts: list[AnyFact] = []
    for said in memory.statuses.values():
        due = said.fact.received_at + MINUTE
        if said.again and due <= memory.newest:
            facts.append(_repeats(said))
            said.again, said.is_open = 0, False
        elif said.again:
            memory.held_until = min(memory.held_until, due)
    return facts


def uncounted(memory: Memory) -> list[AnyFact]:
    """The repeats that no fact counts yet."""
    return [_repeats(said) for said in memory.statuses.values() if said.again]


def drop_told(memory: Memory, is_told: Callable[[AnyFact], bool]) -> None:
    """Of the repeats those go that a fact counts that somebody knows already."""
    for said in memory.statuses.values():
        if said.again and is_told(_repeats(said)):
            said.again, said.is_open = 0, False


def _is_repeat(fact: StatusReported, event: StatusReported) -> bool:
    return (
        event.received_at - fact.received_at < MINUTE
        and 0 <= event.at - fact.at < MINUTE
        and event.status == fact.status
        and event.error_code == fact.error_code
        and event.vendor_code == fact.vendor_code
        and event.vendor_id == fact.vendor_id
        and event.info == fact.info
        and event.is_v2 == fact.is_v2
    )


def _repeats(said: Said) -> StatusReported:
    return replace(
        said.fact,
        at=said.again_at,
        received_at=said.again_received_at,
        repeats=said.again - 1,
        repeated_at=said.again_until,
    )
