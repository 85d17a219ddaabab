"""Who says what the cluster has to take: chargers with sockets, or publishers without any?"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from typing import NamedTuple

import msgspec

from bench.cluster.injecting import Injected, charger
from bench.cluster.parts import Cluster
from bench.system import processes
from bench.system.chargers import Chargers
from bench.workbench import HERE, environment
from chargeboard.demo.load import Mix
from chargeboard.demo.load.mix import id_of

_BOOTED_WITHIN_S, _END_WITHIN_S = 90.0, 60.0
_SETTLES_S = 2.0


class Load(NamedTuple):
    """What is to be said."""

    calls_s: float
    chargers: int
    warm_s: float
    seconds: float


class Offered(NamedTuple):
    """What was said, and what became of it as those see it who said it."""

    calls: int
    """While it was measured."""
    calls_of_all: int
    """Since the begin."""
    acked_of_all: int
    apart_s: float
    """Processor seconds of who stands in for chargers, while it was measured."""
    gateways_s: float
    """Those of who stands in for gateways."""
    told: str
    """In words."""


def from_sockets(at: Cluster, load: Load, measured: Callable[[Callable[[], None]], None]) -> Offered:
    """Chargers of `chargeboard load`, half of them at each gateway; `measured` calls back to pass time."""
    gateways = [hand.address for hand in at.hands if hand.role == "gateway"]
    speed = load.calls_s / load.chargers / Mix().calls_s
    fleets = [Chargers(address, Mix(), speed) for address in gateways]
    for n, fleet in enumerate(fleets):
        share = load.chargers // len(fleets)
        fleet.switch_on(range(n * share, (n + 1) * share))
    for fleet in fleets:
        fleet.booted_s(fleet.tally.since(fleet.tally), load.chargers // len(fleets), _BOOTED_WITHIN_S)
    time.sleep(load.warm_s)
    pids = [pid for fleet in fleets for pid in fleet.pids]
    sent, apart_s = [0, 0], [0.0, 0.0]

    def count(n: int) -> None:
        sent[n] = sum(fleet.tally.frames for fleet in fleets)
        apart_s[n] = sum(processes.cpu_s(pids).values())

    def pass_time() -> None:
        count(0)
        time.sleep(load.seconds)
        count(1)

    measured(pass_time)
    time.sleep(_SETTLES_S)
    for fleet in fleets:
        fleet.switch_off()
    tallies = [fleet.tally for fleet in fleets]
    told = (
        f"{load.chargers} chargers live {speed:.0f} times as fast; "
        f"{sum(one.unanswered for one in tallies)} calls without an answer, which are said again; "
        f"{sum(one.refused for one in tallies)} connections refused; half of the answers came within "
        f"{max(one.wait_s(0.5) for one in tallies):.2f} s, 99 of 100 within "
        f"{max(one.wait_s(0.99) for one in tallies):.2f} s"
    )
    answered = sum(one.answers for one in tallies)
    return Offered(
        sent[1] - sent[0],
        sum(one.frames for one in tallies),
        answered,
        apart_s[1] - apart_s[0],
        0.0,
        told,
    )


def injected(at: Cluster, load: Load, measured: Callable[[Callable[[], None]], None]) -> Offered:
    """Two publishers, each with half of the chargers."""
    many = 2
    command = [sys.executable, "-m", "bench.cluster.injecting", at.log]
    begun = [
        subprocess.Popen(
            [
                *command,
                *map(str, (n, many, load.chargers, load.calls_s / many, load.warm_s, load.seconds)),
            ],
            env=environment() | {"PYTHONPATH": f"{HERE.parent / 'src'}:{HERE.parent}"},
            stdout=subprocess.PIPE,
        )
        for n in range(many)
    ]
    try:
        time.sleep(load.warm_s + _SETTLES_S)
        measured(lambda: time.sleep(max(0.0, load.seconds - 2 * _SETTLES_S)))
        ended = [one.communicate(timeout=_END_WITHIN_S)[0] for one in begun]
    finally:
        for one in begun:
            one.kill()
            one.wait()
    if not all(ended):
        raise RuntimeError("a publisher has ended too early")
    parts = [msgspec.json.decode(told, type=Injected) for told in ended]
    share = max(0.0, load.seconds - 2 * _SETTLES_S) / load.seconds
    return Offered(
        round(share * sum(one.offered_warm for one in parts)),
        sum(one.offered for one in parts),
        sum(one.acked for one in parts),
        share * sum(one.made_up_s for one in parts),
        share * sum(one.published_s for one in parts),
        f"calls of {load.chargers} chargers, offered at most {max(one.late_s for one in parts):.2f} s late",
    )


def some_of(name: str, load: Load, many: int = 200) -> list[str]:
    """The ids of a sample of the chargers."""
    step = max(1, load.chargers // many)
    return [(charger if name == "injected" else id_of)(n) for n in range(0, load.chargers, step)]
