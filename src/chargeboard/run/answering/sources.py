"""
Where does another system tell of a charger otherwise than its page does?

The rows of each system are read once more, as if nothing else told of the charger, and set beside what its
page shows. That is made when somebody looks, of the days that they look at; nothing of it is kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta
from operator import attrgetter
from typing import Final, NamedTuple

from chargeboard.decode.rows import system_of, systems
from chargeboard.domain.codes import Differing, Untold
from chargeboard.domain.conclusions import Session, State
from chargeboard.domain.figures.sources import (
    SourceDifferences,
    SourceSession,
    SourceState,
    SourceTold,
)
from chargeboard.domain.frame import Frame
from chargeboard.fold import pending
from chargeboard.fold.sources import SILENT
from chargeboard.history.charger import ChargerHistory
from chargeboard.history.last_heard import was_heard_in
from chargeboard.metrics.carry import Carry
from chargeboard.metrics.conclude import conclude
from chargeboard.metrics.sources import Contrary, Pair, contraries, differences, energy_more, pairs
from chargeboard.metrics.timeline.socket_states import states_of
from chargeboard.pipeline import StationState, restore, step
from chargeboard.run.answering.list_filters import ListFilter, ListScope
from chargeboard.run.answering.whose import whose, window_of
from chargeboard.time.days import day_of
from chargeboard.time.instants import HOUR, Instant, seconds_of
from chargeboard.time.series import Series
from chargeboard.time.spans import Span

USUAL_DAYS: Final = 3
"""Complete ones, besides the present one."""
MOST_DAYS: Final = timedelta(days=31)
MOST_ROWS: Final = 20_000
"""That are read at once."""
MOST_STATES: Final = 100
_DAY: Final = 24 * HOUR
_BEFORE, _AFTER = _DAY, 7 * _DAY
"""So much earlier and later are rows read: of what began before, and of what is told or billed later."""


class _Telling(NamedTuple):
    """What one system alone tells."""

    since: Instant
    until: Instant
    sessions: Sequence[Session]
    states: Mapping[int, Series[State]]


def differing_sources(history: ChargerHistory, scope: ListScope, chosen: ListFilter) -> SourceDifferences:
    """The rows of other systems, of three complete days and the present one where no dates are asked for."""
    today = day_of(history.at, history.zone)
    usual = today - timedelta(days=USUAL_DAYS), today + timedelta(days=1)
    window, span = window_of(history, scope.window or usual)
    rows, read = _rows(history, Span(span.start - _BEFORE, min(span.end + _AFTER, history.at + 1)))
    shown = history.sessions(Span(span.start - _BEFORE, span.end + _DAY))
    states = history.states(span)
    told_of: list[SourceTold] = []
    sessions: list[tuple[Pair, SourceSession]] = []
    contrary: list[SourceState] = []
    for source, frames in sorted(rows.items()):
        telling = _telling(frames, history)
        if telling.since >= span.end or telling.until < span.start:
            continue
        system = systems()[source]
        judged = Span(max(span.start, telling.since), min(span.end, telling.until + 1, read.end))
        found = [
            one
            for one in pairs(shown, telling.sessions)
            if (one.start in span if one.told else system.repeats_charger and one.start in judged)
        ]
        kinds = [differences(one, repeats_words=system.repeats_charger) for one in found]
        told_of.append(_summed(source, telling, found, kinds))
        sessions += [
            (one, _session(source, one, differs))
            for one, differs in zip(found, kinds, strict=True)
            if differs
        ]
        if Untold.STATUSES not in system.cannot_tell:
            known = Span(judged.start, min(judged.end, telling.until))
            contrary += [_state(source, one) for one in contraries(states, telling.states, known)]
    sessions.sort(key=lambda one: one[0].start, reverse=True)
    contrary = sorted(contrary, key=attrgetter("duration_s"), reverse=True)[:MOST_STATES]
    return SourceDifferences(
        charger=whose(history),
        window=window,
        has_messages=_has_messages(history, span),
        is_cut=read.end < min(span.end, history.at),
        sources=told_of,
        total=len(sessions),
        offset=chosen.offset,
        limit=chosen.limit,
        sessions=chosen.of([row for _, row in sessions]),
        states=sorted(contrary, key=attrgetter("start"), reverse=True),
    )


def _has_messages(history: ChargerHistory, span: Span) -> bool:
    """Whether the charger was heard in the span, or so shortly before that its messages are the evidence."""
    heard_at = restore(history.progress.snapshot).memory.links.heard_at
    span = Span(span.start - SILENT, min(span.end, history.at + 1))
    if heard_at is None or heard_at < span.end:
        return heard_at is not None and heard_at in span
    return was_heard_in(history.store, history.station, span)


def _rows(history: ChargerHistory, span: Span) -> tuple[dict[str, list[Frame]], Span]:
    """By system, and of which span all of them are read."""
    frames = history.store.rows_in(history.station, span)
    if len(frames) > MOST_ROWS:
        span = Span(span.start, frames[MOST_ROWS].received_at)
    by_system: dict[str, list[Frame]] = {}
    for frame in frames[:MOST_ROWS]:
        system = system_of(frame.text) or ""
        if system in systems():
            by_system.setdefault(system, []).append(frame)
    return by_system, span


def _telling(frames: Sequence[Frame], history: ChargerHistory) -> _Telling:
    """What would be known of the charger by these rows alone."""
    state, policy = StationState(), history.policy
    facts = [fact for frame in frames for fact in step(state, frame, policy)]
    facts += pending(state.memory)
    facts = [fact for fact in facts if fact.at <= history.at]
    facts.sort(key=attrgetter("at", "received_at"))
    found = conclude(
        facts,
        Carry(),
        start=facts[0].at if facts else history.at,
        now=history.at,
        heard_at=None,
        zone=history.zone,
        policy=policy,
    )
    sessions = sorted(found.conclusions.sessions, key=attrgetter("start"))
    starts = [one.start for one in sessions]
    return _Telling(
        min([frames[0].received_at, *starts]),
        max([frames[-1].received_at, *starts]),
        sessions,
        states_of(found.conclusions.segments),
    )


def _summed(
    source: str, telling: _Telling, found: Sequence[Pair], kinds: Sequence[Sequence[Differing]]
) -> SourceTold:
    system, known = systems()[source], [one for one in found if one.told is not None]
    alone = Counter(kind for differs in kinds for kind in differs)
    alike = sum(not differs for differs in kinds)
    return SourceTold(
        source=source,
        since=telling.since,
        until=telling.until,
        sessions=len(known),
        alike=alike,
        differing=len(known) - alike - alone[Differing.ADDED],
        added=alone[Differing.ADDED],
        missing=alone[Differing.MISSING] if system.repeats_charger else None,
        cannot_tell=list(system.cannot_tell),
    )


def _session(source: str, pair: Pair, differs: list[Differing]) -> SourceSession:
    shown, told = pair
    ours, theirs = shown or _NONE, told or _NONE
    is_both = shown is not None and told is not None
    more = energy_more(ours, theirs) if is_both else None
    is_said = is_both and systems()[source].repeats_charger
    return SourceSession(
        source=source,
        differs=differs,
        session=None if shown is None else shown.key,
        transaction_id=next(iter(theirs.transaction_ids), None),
        socket=theirs.socket if shown is None else shown.socket,
        source_socket=theirs.socket,
        start=None if shown is None else shown.start,
        source_start=None if told is None else told.start,
        start_later_s=_later(theirs.start, ours.start) if is_both else None,
        end=ours.end,
        source_end=theirs.end,
        end_later_s=_later(theirs.end, ours.end) if is_both else None,
        energy_wh=None if ours.energy_wh is None else float(ours.energy_wh),
        source_energy_wh=None if theirs.energy_wh is None else float(theirs.energy_wh),
        energy_more_wh=None if more is None else float(more),
        reason=ours.reason,
        source_reason=theirs.reason if is_said else None,
    )


_NONE: Final = Session(key="", socket=None, start=0, end=None, energy_wh=None, reason=None)


def _later(one: Instant | None, other: Instant | None) -> float | None:
    return None if one is None or other is None else seconds_of(one - other)


def _state(source: str, one: Contrary) -> SourceState:
    return SourceState(
        source=source,
        socket=one.socket,
        start=one.span.start,
        end=one.span.end,
        duration_s=seconds_of(one.span.length),
        is_out=one.is_out,
        source_state=one.told,
    )
