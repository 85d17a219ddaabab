"""How does a car take its energy?"""

from __future__ import annotations

from random import Random
from typing import NamedTuple


class Step(NamedTuple):
    """So far into the charge: energy, power from here on, state of charge."""

    after_s: int
    energy_wh: float
    power_w: float
    soc_pct: float


class Car(NamedTuple):
    """A battery and how fast it may be filled; `soc` and `target` are ratios."""

    capacity_wh: float
    peak_w: float
    phases: int
    soc: float
    target: float


def by_chance(rng: Random, *, is_dc: bool) -> Car:
    """A car as they come: the middle class is the largest."""
    capacity_wh = 1000 * rng.choice((42, 52, 58, 60, 64, 77, 77, 82, 95))
    soc = min(0.75, max(0.06, rng.gauss(0.36, 0.14)))
    if is_dc:
        target = min(0.97, max(soc + 0.08, rng.gauss(0.8, 0.09)))
        return Car(capacity_wh, 1000 * rng.choice((40, 46, 50, 75, 75, 100, 125)), 3, soc, target)
    kw, phases = rng.choice(((3.7, 1), (7.4, 1), (11, 3), (11, 3), (11, 3), (22, 3)))
    return Car(capacity_wh, kw * 1000, phases, soc, rng.choice((0.8, 0.8, 0.9, 1.0)))


def taken(car: Car, *, limit_w: float, stay_s: int, sample_s: int, leaves_full: bool) -> tuple[Step, ...]:
    """
    The charge, sample by sample, from nothing to its end.

    The last step ends it: when the driver leaves, or when the battery has what was asked for and the driver
    waited for that; else the car stays on the cable without taking anything.
    """
    steps, energy_wh, soc, after_s = [], 0.0, car.soc, 0
    while True:
        power_w = _power(car, soc, limit_w) if soc < car.target else 0.0
        steps.append(Step(after_s, energy_wh, power_w, 100 * soc))
        if after_s >= stay_s or (leaves_full and not power_w):
            return tuple(steps)
        lasts_s = min(sample_s, stay_s - after_s)
        energy_wh += power_w * lasts_s / 3600
        soc += power_w * lasts_s / 3600 / car.capacity_wh
        after_s += lasts_s


def _power(car: Car, soc: float, limit_w: float) -> float:
    """Full power in the middle, less while the battery is empty and much less when it is nearly full."""
    falls = 1.0 if soc < 0.55 else max(0.12, 1 - 1.95 * (soc - 0.55))
    rises = min(1.0, 0.75 + 2.5 * soc)
    full_w = car.peak_w * falls * rises if car.peak_w > 30_000 else car.peak_w * (1.0 if soc < 0.97 else 0.4)
    return round(min(limit_w, full_w), 1)
