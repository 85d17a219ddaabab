"""What is the same in every rule: a socket that can be used, or is, is up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from chargeboard.domain.conclusions import State
from chargeboard.official.uptime.rule import Count


def by_state(*, faulted: Count, unavailable: Count, offline: Count, unknown: Count) -> Mapping[State, Count]:
    """How each state counts; those that are not named are up."""
    told: dict[State, Count] = {
        "faulted": faulted,
        "unavailable": unavailable,
        "offline": offline,
        "unknown": unknown,
    }
    return {state: told.get(state, Count.UP) for state in get_args(State)}
