"""From which checkpoint does a look go on, and what is carried over it?"""

from __future__ import annotations

import msgspec

from chargeboard.domain.conclusions import Checkpoint, Conclusions, Segment
from chargeboard.domain.policy import Profile
from chargeboard.domain.records import NotKeptError, Progress
from chargeboard.metrics.carry import Carry
from chargeboard.metrics.conclude import METRICS_VERSION
from chargeboard.metrics.days.late import SETTLING
from chargeboard.ports.store import Store
from chargeboard.time.instants import BEGINNING, Instant

_CARRY = msgspec.msgpack.Decoder(Carry)


def conclusions_version(profile: Profile) -> str:
    """Names everything besides facts that conclusions depend on."""
    return f"{METRICS_VERSION}/{profile.policy.digest()}"


def carry_of(checkpoint: Checkpoint | None) -> Carry:
    """What is carried into the time after a checkpoint."""
    return Carry() if checkpoint is None else _CARRY.decode(checkpoint.carry)


def checkpoint_for(
    store: Store, profile: Profile, progress: Progress, at: Instant, known_at: Instant
) -> Checkpoint | None:
    """
    The latest checkpoint that a look at an instant may go on from, by what was received by `known_at`.

    Raises: NotKeptError where what was known then is not kept any more.
    """
    whole = store.kept_since(profile.id).evidence
    latest = at - SETTLING
    if progress.conclusions_version != conclusions_version(profile):
        latest = BEGINNING
    elif progress.dirty_from is not None:
        latest = min(latest, progress.dirty_from)
    if whole == BEGINNING:
        return None if latest == BEGINNING else store.checkpoint(profile.id, latest, known_at)
    found = store.checkpoint(profile.id, max(latest, whole), known_at) if at >= whole else None
    if found is None:
        first = store.checkpoint(profile.id, whole, None)
        raise NotKeptError(profile.id, max(whole, first.received_until if first else whole))
    return found


def before(found: Conclusions, instant: Instant) -> Conclusions:
    """What began before the instant; segments are cut at it."""
    return Conclusions(
        sessions=[one for one in found.sessions if one.start < instant],
        attempts=[one for one in found.attempts if one.start < instant],
        segments=[
            one if one.end <= instant else Segment(one.socket, one.start, instant, one.state)
            for one in found.segments
            if one.start < instant
        ],
        no_energy=[one for one in found.no_energy if one.start < instant],
        gaps=[one for one in found.gaps if one.start < instant],
        episodes=[one for one in found.episodes if one.start < instant],
        orphans=[one for one in found.orphans if one.at < instant],
        refused=[one for one in found.refused if one.start < instant],
    )
