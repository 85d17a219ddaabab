"""
How does a frame become facts?

Start reading here. A frame is read into events (what was said), the events are folded into the station's
state in order of arrival, and what comes out are facts. No I/O, no clock: same frames, same facts.

A message may prove that the charger's clock was off in messages before it (T8). The state then says so by
`proof`, and whoever folds goes on from `rewound`: what was told since then is told again, corrected.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import msgspec

from chargeboard.decode import Pairing, read
from chargeboard.domain.facts import AnyFact, ClockSet
from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy
from chargeboard.domain.records import LAST_PLACE, FactPlace, Stored
from chargeboard.domain.stamps import Stamps
from chargeboard.fold import Clock, Memory, Place, Proof, applied, apply
from chargeboard.time.instants import BEGINNING, NEVER, Instant, Micros

CODE_VERSION = "22"
"""Raise it when decode or fold gives other facts than before: stations are then rebuilt."""

_FIRST = Place(BEGINNING, 0, 0)


class Mark(msgspec.Struct):
    """What was remembered at a frame, to fold again from there."""

    seq: int
    """The last frame before it."""
    kept: msgspec.Raw
    """JSON of what a state keeps of the frames."""
    stamps: Stamps
    """How stamps were read until then."""
    least_at: Instant = NEVER
    """The earliest fact since."""


class Period(msgspec.Struct):
    """The present clock period: its first frame, and a mark at or before it."""

    first: Place
    heard_at: Instant
    """When the clock before it was last heard."""
    mark: Mark


class Again(msgspec.Struct):
    """Frames up to `until` are folded again; from `first` on with the offset that `until` proved."""

    first: Place
    until: Place
    offset: Micros
    heard_at: Instant
    """When the clock before it was last heard."""
    least_at: Instant
    """The earliest of the facts that are replaced."""
    is_begun: bool = False
    """Whether they are."""
    is_told: bool = True
    """Whether it is a fact, at the first message with a stamp."""


class Kept(msgspec.Struct):
    """What is remembered of the frames themselves: open calls, and what the fold knows."""

    pairing: Pairing = msgspec.field(default_factory=Pairing)
    memory: Memory = msgspec.field(default_factory=Memory)


class StationState(Kept):
    """What is remembered between two frames of a station; besides, how its clock is to be read."""

    clock: Clock = msgspec.field(default_factory=Clock)
    stamps: Stamps = msgspec.field(default_factory=Stamps)
    told: int = 0
    """How many facts there were, those that were told again included."""
    period: Period | None = None
    """None: there was but one."""
    turn: Mark | None = None
    """At the first message that speaks for a new period."""
    proof: Proof | None = None
    """To go on by `rewound` first."""
    again: Again | None = None
    kept_until: FactPlace = LAST_PLACE
    """What a proof replaces goes in parts, the newest first: it is gone behind here."""
    born: int = 0
    """How many facts there were before its first frame: of frames that are gone."""
    origin: Mark | None = None
    """What those frames left behind; None: there were none."""
    proven_at: Instant | None = None
    """By when the last proof was there: what was received before it is known as it is since then."""


class _Left(Kept):
    """What a mark of gone frames has in it."""

    clock: Clock = msgspec.field(default_factory=Clock)
    stamps: Stamps = msgspec.field(default_factory=Stamps)


_NOTHING = Mark(0, msgspec.Raw(b"{}"), Stamps())
_STATE = msgspec.json.Decoder(StationState)
_LEFT = msgspec.json.Decoder(_Left)
_KEPT = msgspec.json.Decoder(Kept)


def fold_version(policy: Policy) -> str:
    """Names the code and the settings that facts depend on; another one means: fold again."""
    seen = (
        CODE_VERSION,
        policy.timezone,
        policy.clock_skew_max_s,
        policy.clock_offset_min_s,
        policy.clock_offset_span_s,
        policy.energy_factor,
        policy.silence_detection,
        policy.heartbeat_interval_s,
        policy.offline_k,
        policy.offline_min_s,
        policy.offline_default_s,
        policy.reconnect_grace_s,
    )
    return hashlib.sha256(msgspec.json.encode(seen)).hexdigest()[:16]


def step(state: StationState, frame: Frame, policy: Policy, seq: int = 0, before: int = 0) -> list[AnyFact]:
    """
    The facts that one more frame of the station gives; `state` moves on.

    `seq` is its place in the journal, `before` that of the frame before it; only going on from a proof asks.
    """
    if state.again is not None:
        return _step_again(state, state.again, frame, policy, seq)
    stamps, said = state.stamps, state.pairing.statuses
    events = read(frame, state.pairing, policy, stamps)
    envelope, state.pairing.said = state.pairing.said, None
    stated = stamps.latest
    if stated is None:
        found = apply(state.memory, frame, events, policy, envelope)
    else:
        stamps.latest = None
        clock = state.clock
        if clock.above < frame.received_at - stated < clock.below:
            clock.heard_at = frame.received_at
            found = apply(state.memory, frame, events, policy, envelope)
        else:
            place = Place(frame.received_at, seq, state.told)
            turn = state.turn or _mark(state, said, frame.received_at - stated, before, policy)
            found = apply(state.memory, frame, events, policy, envelope)
            _look_at_clock(state, stated, place, turn, policy)
    if found:
        state.told += len(found)
        if state.turn is not None or state.period is not None:
            _note_least(state, found)
    return found


def _note_least(state: StationState, facts: list[AnyFact]) -> None:
    turn, period = state.turn, state.period
    least = min(fact.at for fact in facts)
    if turn is not None:
        turn.least_at = min(turn.least_at, least)
    if period is not None:
        period.mark.least_at = min(period.mark.least_at, least)


def _mark(
    state: StationState, said: list[tuple[int, Instant]], skew: Micros, before: int, policy: Policy
) -> Mark | None:
    """
    The state at a frame that was read and not yet applied; None where no new period can begin.

    To read the frame twice is harmless: it is a call, and a call is remembered by its id. Only of what was
    `said` lately the frame itself is no part, else it would be taken for its own repeat.
    """
    if state.clock.offset is None or state.clock.is_present(skew, policy):
        return None
    pairing = msgspec.structs.replace(state.pairing, statuses=said)
    kept = msgspec.Raw(msgspec.json.encode(Kept(pairing, state.memory)))
    return Mark(before, kept, msgspec.structs.replace(state.stamps))


def _look_at_clock(
    state: StationState, stated: Instant, place: Place, turn: Mark | None, policy: Policy
) -> None:
    """Hears a stamp that does not fit the clock in force."""
    # what was queued matters where it could speak against a known offset
    is_queued = state.clock.offset is not None and state.memory.links.were_away(
        state.stamps.corrected(stated, place.received_at), place.received_at
    )
    proof = state.clock.hear(place.received_at - stated, place, policy, counts=not is_queued)
    state.turn = turn if state.clock.may_turn else None
    if proof is None:
        return
    if proof.since is not None and turn is not None:
        state.period = Period(proof.since, proof.heard_at, turn)
    if applied(proof.offset, policy) != state.stamps.offset:
        state.proof = proof


def replaced(state: StationState) -> tuple[int, Instant]:
    """The number of the first fact that a proof replaces, and when the earliest of them happened."""
    if state.period is None:
        return state.born, BEGINNING
    return state.period.first.told, state.period.mark.least_at


def rewound(state: StationState, proof: Proof, policy: Policy) -> tuple[StationState, int]:
    """Where to go on after a proof: the state at a frame before its offset holds, and that frame's seq."""
    period = state.period
    mark = (state.origin or _NOTHING) if period is None else period.mark
    kept = _KEPT.decode(mark.kept)
    again = Again(
        msgspec.structs.replace(_FIRST, told=state.born) if period is None else period.first,
        proof.by,
        applied(proof.offset, policy),
        BEGINNING if period is None else period.heard_at,
        replaced(state)[1],
    )
    if period is not None:
        mark.least_at = NEVER
    again_from = StationState(
        kept.pairing,
        kept.memory,
        clock=state.clock,
        stamps=msgspec.structs.replace(mark.stamps),
        told=state.told,
        period=period,
        again=again,
        kept_until=state.kept_until,
        born=state.born,
        origin=state.origin,
        proven_at=proof.by.received_at,
    )
    return again_from, mark.seq


def _step_again(state: StationState, again: Again, frame: Frame, policy: Policy, seq: int) -> list[AnyFact]:
    """The facts of a frame as they are after a proof; none before the first that it changes."""
    place = (frame.received_at, seq)
    is_told = place >= (again.first.received_at, again.first.seq)
    found: list[AnyFact] = []
    if is_told and state.stamps.offset != again.offset:
        if state.period is None:
            state.stamps.offset = again.offset
        else:
            state.stamps.turn(again.offset, again.heard_at, frame.received_at)
        again.is_told = False
    events = read(frame, state.pairing, policy, state.stamps)
    envelope, state.pairing.said = state.pairing.said, None
    if not again.is_told and state.stamps.latest is not None:
        again.is_told = True
        found.append(ClockSet(frame.received_at, again.until.received_at, again.offset))
    found += apply(state.memory, frame, events, policy, envelope)
    if place >= (again.until.received_at, again.until.seq):
        state.again = None
    state.stamps.latest = None
    if not is_told:
        return []
    state.told += len(found)
    if found:
        _note_least(state, found)
    return found


def left_by(mark: bytes, frames: Sequence[Stored], policy: Policy) -> StationState:
    """The state behind frames that are let go of, `mark` being what those before them left."""
    state, n = begun(mark), 0
    places = {stored.seq: place for place, stored in enumerate(frames)}
    while n < len(frames):
        step(state, frames[n].frame, policy, frames[n].seq, frames[n - 1].seq if n else 0)
        n += 1
        if state.proof is not None:
            if state.period is not None and state.period.mark.seq not in places:
                state.period = None  # it reaches back to frames that went before these
            state, seq = rewound(state, state.proof, policy)
            n = places[seq] + 1 if seq else 0
    return state


def mark_of(state: StationState) -> bytes:
    """What is left of a state when its frames are gone: what follows is understood as if they were there."""
    return msgspec.json.encode(_Left(state.pairing, state.memory, state.clock, state.stamps))


def begun(mark: bytes, born: int = 0) -> StationState:
    """
    The state before the first frame that is kept, behind `born` facts of those that are gone.

    A mark that another version left and this one cannot read is none.
    """
    if not mark:
        return StationState(told=born, born=born)
    try:
        left = _LEFT.decode(mark)
    except msgspec.DecodeError:
        return StationState(told=born, born=born)
    origin = Mark(0, msgspec.Raw(msgspec.json.encode(Kept(left.pairing, left.memory))), left.stamps)
    return StationState(
        left.pairing,
        left.memory,
        clock=left.clock,
        stamps=msgspec.structs.replace(left.stamps),
        told=born,
        born=born,
        origin=origin,
    )


def without_frames_before(state: StationState, received_from: Instant, mark: bytes, born: int) -> None:
    """A proof that reaches back to frames that are gone changes what the others told alone."""
    period = state.period
    if state.born != born if period is None else period.first.received_at < received_from:
        state.period, state.born, state.origin = None, born, begun(mark).origin


def snapshot(state: StationState) -> bytes:
    """The state as JSON, to go on from later."""
    return msgspec.json.encode(state)


def restore(text: bytes) -> StationState:
    """The state that `snapshot` wrote; empty text is the state before the first frame."""
    return _STATE.decode(text) if text else StationState()


class _Links(msgspec.Struct, frozen=True):
    heard_at: Instant | None = None


class _Memory(msgspec.Struct, frozen=True):
    links: _Links = _Links()


class _Heard(msgspec.Struct, frozen=True):
    """As much of a state as tells when the charger was last heard, in a tenth of the time."""

    memory: _Memory = _Memory()


_HEARD = msgspec.json.Decoder(_Heard)


def heard_at(text: bytes) -> Instant | None:
    """When the charger of a snapshot was last heard."""
    return _HEARD.decode(text).memory.links.heard_at if text else None
