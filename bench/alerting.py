"""What do rules of alerts cost, over ten thousand chargers?"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from statistics import median

from bench.crowd import alone
from bench.figure import Figure, at_most, spread
from bench.lists import _fleet
from bench.town import BUSY, NOW
from bench.workbench import Workbench
from chargeboard.alerts.notice import Group, Member
from chargeboard.alerts.rule import Kind, Rule
from chargeboard.domain.policy import Profile
from chargeboard.history.opening import Histories
from chargeboard.ports.store import Store
from chargeboard.run.alerting.watch import Watch
from chargeboard.run.answering.board import make_board
from chargeboard.store import open_store

_CHARGERS = 10_000
_LOOKS_A_MINUTE = _CHARGERS * (1 / 10 + 1 / 5)
"""Readings of each every ten minutes, and something that changed every five."""
_TURNS_A_MINUTE = 60
_LEAST_S = 2.0


def figures(workbench: Workbench) -> Iterator[Figure]:
    """Every kind of rule: looks at who spoke, and turns in which nothing is due."""
    path = shutil.copyfile(alone(workbench.folder), workbench.folder / "watched.db")
    store = open_store(path)
    watch = _watch(store)
    made = make_board(Histories(store, _profile).of(BUSY.id, NOW))
    many = workbench.scaled(2_000, 300)
    looks = [s / many for s in workbench.cpu_s(lambda: [watch.look(made) for _ in range(many)], 5)]
    store.close()
    store = open_store(shutil.copyfile(_fleet(workbench.folder, _CHARGERS), path))
    watch = _watch(store)
    with store.together():
        for number in range(_CHARGERS):
            store.save_alert_group(Kind.NO_SESSION, _idle(f"{BUSY.id}-{number:05d}"), 2**60)
    watch.work(lambda _: None)
    turns = [s / many for s in workbench.cpu_s(lambda: [watch.work(lambda _: None) for _ in range(many)], 5)]
    store.close()
    minute = _LOOKS_A_MINUTE * median(looks) + _TURNS_A_MINUTE * median(turns)
    look_us, turn_us = 1e6 * median(looks), 1e6 * median(turns)
    note = (
        f"ten rules; {_LOOKS_A_MINUTE:,.0f} looks of {look_us:,.0f} µs at boards that are there, and "
        f"{_TURNS_A_MINUTE} turns of {turn_us:,.0f} µs in which nothing is due; "
        f"looks: {spread([1e6 * s for s in looks])} µs"
    )
    yield at_most(
        _LEAST_S, Figure(name="alerts, 10,000 chargers", value=minute, unit="CPU s a minute", note=note)
    )


def _watch(store: Store) -> Watch:
    for kind in Kind:
        store.save_alert_rule(Rule(name=kind.value, kind=kind))
    return Watch(store, _profile, lambda: NOW)


def _idle(station: str) -> Group:
    """Nobody charges there, and not for long enough that somebody would be told."""
    return Group(key=f"charger {station}", members=(Member(station=station, since=NOW, known_at=NOW),))


def _profile(station: str) -> Profile:
    return Profile(id=station, name=f"Charger {station}", site="Harbour")
