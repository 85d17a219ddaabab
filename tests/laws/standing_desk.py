"""A desk over an empty store in memory, with a clock that stands where it is put."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta

import msgspec

from chargeboard.domain.policy import Exclusion, Policy, Profile
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.days import day_of
from chargeboard.time.instants import HOUR
from chargeboard.time.spans import Span

POLICIES = [
    Policy(),
    Policy(silence_detection=False),
    Policy(timezone="Europe/Helsinki", silence_detection=False),
    Policy(timezone="Australia/Lord_Howe"),
]

CHOICES = [
    *POLICIES,
    Policy(grouping="visit", success="charging_state", utilization_denominator="operative"),
    Policy(
        timezone="America/St_Johns",
        socket_groups=((1, 2),),
        charger_unavailable_propagates=True,
        opening_hours=("Mo-Fr 06:00-22:00", "Sa 22:00-03:00"),
        exclusions=(Exclusion("2025-10-12", "2025-10-14T12:00", "scheduled maintenance"),),
        silence_detection=False,
    ),
    Policy(
        energy_per_day="by_session_end",
        drop_suspicious_energy=True,
        rated_kw=11,
        success="transaction",
        sockets=(1, 2, 5),
        offline_k=1,
        list_communication_errors=True,
    ),
]
"""Also with options that count otherwise."""


@contextmanager
def desk(policy: Policy, path: str = ":memory:"):
    """A desk for chargers of that policy."""
    store = open_store(path)
    try:
        yield Desk(store, lambda station: Profile(id=station, policy=policy), lambda: 2**52)
    finally:
        store.close()


def seen(desk: Desk, at: int, station: str = "CP1") -> dict:
    """The whole board at an instant, over the week before it."""
    zone = desk.profile_of(station).policy.timezone
    today = day_of(at, zone)
    window = (today - timedelta(days=8), today + timedelta(days=1))
    board = desk.board(station, at=at, window=window, timeline=Span(at - 6 * 24 * HOUR, at))
    return msgspec.to_builtins(board)


def unlike(one: object, other: object, where: str = "", *, but: tuple[str, ...] = ()) -> list[str]:
    """Each place where two boards differ, in words; parts named in `but` are left out."""
    if where.rpartition(".")[2] in but:
        return []
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        return [line for key in one for line in unlike(one[key], other[key], f"{where}.{key}", but=but)]
    if isinstance(one, list | tuple) and isinstance(other, list | tuple) and len(one) == len(other):
        pairs = enumerate(zip(one, other, strict=True))
        return [line for at, (a, b) in pairs for line in unlike(a, b, f"{where}[{at}]", but=but)]
    return [] if one == other else [f"{where}: {one!r} / {other!r}"]
