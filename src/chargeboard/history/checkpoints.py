"""From which checkpoint does a look go on, and what is carried over it?"""

from __future__ import annotations

from functools import lru_cache

import msgspec

from chargeboard.domain.conclusions import Checkpoint
from chargeboard.domain.policy import Profile
from chargeboard.domain.records import NotKeptError, Progress
from chargeboard.metrics.carry import Carry
from chargeboard.metrics.conclude import METRICS_VERSION
from chargeboard.metrics.days.late import SETTLING
from chargeboard.ports.conclusions import ConclusionsPort
from chargeboard.time.instants import BEGINNING, Instant

_CARRY = msgspec.msgpack.Decoder(Carry)


def conclusions_version(profile: Profile) -> str:
    """Names everything besides facts that conclusions depend on."""
    return f"{METRICS_VERSION}/{profile.policy.digest()}"


def carry_of(checkpoint: Checkpoint | None) -> Carry:
    """What is carried into the time after a checkpoint."""
    return Carry() if checkpoint is None else _decoded(checkpoint.carry)


def unsettled_from(checkpoint: Checkpoint) -> Instant:
    """When the first of what was not settled at a checkpoint began; the checkpoint where nothing was."""
    unsettled = carry_of(checkpoint).unsettled
    return checkpoint.at if unsettled.at == BEGINNING else unsettled.earliest


@lru_cache(maxsize=16)
def _decoded(carry: bytes) -> Carry:
    """Each look goes on from it, and it is long where much is open."""
    return _CARRY.decode(carry)


def checkpoint_for(
    store: ConclusionsPort,
    profile: Profile,
    progress: Progress,
    at: Instant,
    *,
    known_at: Instant,
    whole_since: Instant,
) -> Checkpoint | None:
    """
    The latest checkpoint that a look at an instant may go on from, by what was received by `known_at`.

    `whole_since` is since when the charger's evidence is kept.
    Raises: NotKeptError where what was known then is not kept any more.
    """
    latest = at - SETTLING
    if progress.conclusions_version != conclusions_version(profile):
        latest = BEGINNING
    elif progress.dirty_from is not None:
        latest = min(latest, progress.dirty_from)
    if whole_since == BEGINNING:
        return None if latest == BEGINNING else store.checkpoint(profile.id, latest, known_at)
    checkpoint = None
    if at >= whole_since:
        checkpoint = store.checkpoint(profile.id, max(latest, whole_since), known_at)
    if checkpoint is None:
        first = store.checkpoint(profile.id, whole_since, None)
        raise NotKeptError(profile.id, max(whole_since, first.received_until if first else whole_since))
    return checkpoint


def earlier_than(
    store: ConclusionsPort,
    profile: Profile,
    checkpoint: Checkpoint,
    whole_since: Instant,
    known_at: Instant | None,
) -> Checkpoint | None:
    """The one before a checkpoint; itself where evidence is not kept from before it."""
    if whole_since >= checkpoint.at:
        return checkpoint
    earlier = store.checkpoint(profile.id, checkpoint.at - 1, known_at)
    return checkpoint if earlier is None and whole_since > BEGINNING else earlier
