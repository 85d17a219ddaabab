"""Of what chargers does a fleet consist, and how do they live?"""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Annotated

import msgspec
from msgspec.structs import replace

from chargeboard.demo.town import TOWN, Place, Story

Share = Annotated[float, msgspec.Meta(ge=0, le=1)]
Positive = Annotated[float, msgspec.Meta(gt=0)]
_AC, _DC = (next(place for place in TOWN if place.is_dc is is_dc) for is_dc in (False, True))
_FAULTS: dict[Story, float] = {
    "breakdown": 0.3,
    "handshake": 0.3,
    "ground": 0.2,
    "zero": 0.1,
    "lost_stop": 0.1,
}
_HARMLESS: dict[Story, float] = {"cancel": 0.02, "rejected": 0.02, "told_twice": 0.02}


class Mix(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a mix file may say; each has a value where it says nothing."""

    ocpp201: Share = 0.4
    """Of the chargers, those of OCPP 2.0.1; the others speak 1.6."""
    dc: Share = 0.3
    """Of the chargers, those that charge with direct current."""
    utilization: Share = 0.2
    """Of the time in which a car is on the cable."""
    sample_s: Positive = 60
    """Seconds from one MeterValues of a transaction to the next."""
    heartbeat_s: Positive = 300
    """Seconds of silence after which a heartbeat comes."""
    faults: Share = 0.05
    """Of the visits that end with a fault, or without their stop."""
    losses_a_day: Positive = 1
    """Lost links of a charger."""
    loss_s: Positive = 600
    """How long one usually lasts, in seconds. What was said meanwhile is queued."""
    slow_clocks: Share = 0.05
    """Of the chargers, those whose clock is wrong."""
    slow_by_s: float = 900
    """By so many seconds."""

    @property
    def calls_s(self) -> float:
        """Calls of a charger in a second: samples while a car is there, heartbeats while none is."""
        return self.utilization / self.sample_s + (1 - self.utilization) / self.heartbeat_s


def mix_in(path: Path) -> Mix:
    """
    The mix of a TOML file.

    Raises: OSError, msgspec.ValidationError, msgspec.DecodeError.
    """
    return msgspec.toml.decode(path.read_bytes(), type=Mix)


def place_of(number: int, mix: Mix) -> Place:
    """The charger of that number: what it is, and how it is used. The same for ever."""
    rng = Random(f"load {number}")
    is_dc = rng.random() < mix.dc
    return replace(
        _DC if is_dc else _AC,
        id=id_of(number),
        protocol="ocpp2.0.1" if rng.random() < mix.ocpp201 else "ocpp1.6",
        sockets=1,
        sample_s=max(1, round(mix.sample_s)),
        interval_s=max(1, round(mix.heartbeat_s)),
        stays_overnight=False,
        mishaps={story: mix.faults * share for story, share in _FAULTS.items()} | _HARMLESS,
        moments=(),
        cuts=(),
    )


def id_of(number: int) -> str:
    """The id of a charger of the fleet."""
    return f"LOAD-{number:05d}"


def slow_by_s(number: int, mix: Mix) -> float:
    """By how much its clock is wrong."""
    return mix.slow_by_s if Random(f"clock {number}").random() < mix.slow_clocks else 0
