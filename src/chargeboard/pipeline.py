"""
How does a frame become facts?

Start reading here. A frame is read into events (what was said), the events are folded into the station's
state in order of arrival, and what comes out are facts. No I/O, no clock: same frames, same facts.
"""

from __future__ import annotations

import hashlib

import msgspec

from chargeboard.decode import Pairing, read
from chargeboard.domain.facts import AnyFact
from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy
from chargeboard.fold import Memory, apply

_CODE_VERSION = "6"
"""Raise it when decode or fold gives other facts than before: stations are then rebuilt."""


class StationState(msgspec.Struct):
    """What is remembered between two frames of a station: open calls, and what the fold knows."""

    pairing: Pairing = msgspec.field(default_factory=Pairing)
    memory: Memory = msgspec.field(default_factory=Memory)


_STATE = msgspec.json.Decoder(StationState)


def fold_version(policy: Policy) -> str:
    """Names the code and the settings that facts depend on; another one means: fold again."""
    seen = (
        _CODE_VERSION,
        policy.timezone,
        policy.clock_skew_max_s,
        policy.energy_factor,
        policy.silence_detection,
        policy.heartbeat_interval_s,
        policy.offline_k,
        policy.offline_min_s,
        policy.offline_default_s,
        policy.reconnect_grace_s,
    )
    return hashlib.sha256(msgspec.json.encode(seen)).hexdigest()[:16]


def step(state: StationState, frame: Frame, policy: Policy) -> list[AnyFact]:
    """The facts that one more frame of the station gives; `state` moves on."""
    return apply(state.memory, frame, read(frame, state.pairing, policy), policy)


def snapshot(state: StationState) -> bytes:
    """The state as JSON, to go on from later."""
    return msgspec.json.encode(state)


def restore(text: bytes) -> StationState:
    """The state that `snapshot` wrote; empty text is the state before the first frame."""
    return _STATE.decode(text) if text else StationState()
