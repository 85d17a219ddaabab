"""
What is known of a charger at an instant, stored and computed?

Conclusions before the right checkpoint come from the store; what follows it is computed from its facts. A
look at an earlier instant uses nothing that was received after it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import msgspec

from chargeboard.decode import Pairing, read
from chargeboard.domain.conclusions import (
    Attempt,
    Checkpoint,
    Conclusions,
    DayFigures,
    Episode,
    Gap,
    NoEnergy,
    Segment,
    Session,
)
from chargeboard.domain.facts import AnyFact, Booted, LinkOpened, PingAnswered, Quiet, StatusReported
from chargeboard.domain.frame import Frame
from chargeboard.domain.instants import BEGINNING, HOUR, MINUTE, NEVER, SECOND, Instant
from chargeboard.domain.policy import Policy, Profile
from chargeboard.domain.records import Progress, SessionDoc
from chargeboard.domain.span import Span, dates, day_of, day_span, midnight
from chargeboard.fold import pending
from chargeboard.metrics.asked import HISTORY_DAYS, SHORT_DAYS, Asked
from chargeboard.metrics.carry import Carry, advance
from chargeboard.metrics.conclude import Found, conclude
from chargeboard.metrics.days import DayBook, is_revised
from chargeboard.metrics.late import SETTLING, final_at, heard_by
from chargeboard.metrics.standing import commissioned_on
from chargeboard.pipeline import restore
from chargeboard.run.keep import as_known, before, carry_of
from chargeboard.run.ports import Store
from chargeboard.run.settle import conclusions_version

_A_LONG_SILENCE = 60 * 24 * HOUR


@dataclass(frozen=True, slots=True)
class Tail:
    """What follows the checkpoint, computed from facts."""

    begin: Instant
    """The checkpoint, or the first fact where there is none."""
    stored_until: Instant
    """The checkpoint: what is stored holds up to it; the beginning of time where there is none."""
    found: Found
    carry: Carry
    """The past in brief at the instant of the question."""
    heard_at: Instant | None
    protocol: str
    facts: list[AnyFact]
    ahead: Instant = NEVER
    """The first fact that was told and happens later: some clocks run ahead."""


@dataclass(frozen=True, slots=True)
class Past:
    """What the store holds before the checkpoint, as far as a page asks for it."""

    docs: list[SessionDoc]
    days: dict[date, DayFigures]
    segments: list[Segment]
    gaps: list[Gap]
    episodes: list[Episode]
    attempts: list[Attempt]
    sessions: list[Session]
    """Those that reach into the day of the checkpoint: their energy may belong to it."""
    ended: list[tuple[Instant, int, float | None]]
    """The completed ones of `docs`: (end, duration, energy in Wh that sums take)."""
    rows: list[msgspec.Raw]
    """The rows of `docs` as JSON."""
    outdated: dict[date, DayFigures]
    """Days behind the checkpoint as they stood before the newest facts: what differs now was revised."""
    turns: list[Booted | StatusReported] = field(default_factory=list)
    """Boots and statuses of connector 0 for the timeline, and the latest of each before it."""
    drawn: list[Episode] = field(default_factory=list)
    """Errors that the timeline marks."""
    no_energy: list[NoEnergy] = field(default_factory=list)
    memory: dict[object, Any] = field(default_factory=dict)
    """What looks made of it, so that the next one need not."""


class _Flagged(msgspec.Struct):
    """A stored row, as far as sums need it."""

    flags: list[str]


_FLAGS = msgspec.json.Decoder(_Flagged)


def checkpoint_for(store: Store, profile: Profile, progress: Progress, at: Instant) -> Checkpoint | None:
    """The latest checkpoint that a look at this instant may go on from."""
    if progress.conclusions_version != conclusions_version(profile):
        return None
    latest = at - SETTLING
    if progress.dirty_from is not None:
        latest = min(latest, progress.dirty_from)
    return store.checkpoint(profile.id, latest, at)


def tail(
    store: Store, profile: Profile, progress: Progress, checkpoint: Checkpoint | None, at: Instant
) -> Tail:
    """All that follows from the facts behind the checkpoint, by `at`."""
    station, policy = profile.id, profile.policy
    start = checkpoint.at if checkpoint else BEGINNING
    ahead = policy.clock_skew_max_s * SECOND
    facts = store.facts(station, Span(start, at + ahead + 1), received_until=at)
    memory = restore(progress.snapshot).memory
    heard_at = memory.links.heard_at
    if heard_at is not None and heard_at > at:
        heard_at = _heard_by(store, station, at)
    if at >= progress.received_at and (held := [fact for fact in pending(memory) if fact.at >= start]):
        facts = sorted([*facts, *held], key=lambda fact: (fact.at, fact.received_at))
    ahead = min((fact.at for fact in facts if fact.at > at), default=NEVER)
    facts = [fact for fact in facts if fact.at <= at]
    carry = carry_of(checkpoint)
    begin = checkpoint.at if checkpoint else min(facts[0].at if facts else at, at)
    found = conclude(
        facts, carry, start=begin, now=at, heard_at=heard_at, zone=policy.timezone, policy=policy
    )
    return Tail(
        begin=begin,
        stored_until=checkpoint.at if checkpoint else BEGINNING,
        found=found,
        carry=advance(carry, facts, found.conclusions, found.sockets, policy),
        heard_at=heard_at,
        protocol=memory.protocol,
        facts=facts,
        ahead=ahead,
    )


def past(store: Store, profile: Profile, checkpoint: Checkpoint | None, asked: Asked) -> Past:
    """What a page needs of the time before the checkpoint."""
    if checkpoint is None:
        return Past([], {}, [], [], [], [], [], [], [], {})
    station, zone, begin = profile.id, asked.zone, checkpoint.at
    broken_day = day_of(begin, zone)
    day_start = midnight(broken_day, zone)
    week = midnight(asked.today - timedelta(days=SHORT_DAYS), zone)
    first = min(asked.widest[0], asked.today - timedelta(days=HISTORY_DAYS))

    def until_begin(start: Instant) -> Span:
        return Span(min(start, begin), begin)

    timeline = until_begin(min(asked.timeline.start, day_start))
    window = until_begin(asked.sessions_span.start)
    asked_for = Span(window.start, max(window.start, min(begin, asked.sessions_span.end)))
    docs = [doc for doc in store.session_docs(station, asked_for) if doc.start < begin]
    return Past(
        docs=docs,
        rows=[msgspec.Raw(doc.doc) for doc in docs],
        ended=[
            (doc.end, doc.end - doc.start, _summed_wh(doc, profile.policy))
            for doc in docs
            if doc.is_completed and doc.end is not None
        ],
        days={one.on: one for one in store.days(station, first, broken_day)},
        outdated={one.on: one for one in store.days(station, broken_day, asked.today)},
        segments=before(Conclusions(segments=store.segments(station, timeline)), begin).segments,
        gaps=[
            gap
            for gap in store.gaps(station, until_begin(min(window.start, timeline.start)))
            if gap.start < begin
        ],
        episodes=[one for one in store.episodes(station, until_begin(week)) if one.start < begin],
        attempts=[
            one for one in store.attempts(station, until_begin(min(week, day_start))) if one.start < begin
        ],
        sessions=[one for one in store.sessions(station, until_begin(day_start)) if one.start < begin],
        turns=list(store.turns(station, until_begin(asked.timeline.start))),
        drawn=store.episodes(station, until_begin(asked.timeline.start)),
        no_energy=store.no_energy(station, until_begin(asked.timeline.start)),
    )


def _summed_wh(doc: SessionDoc, policy: Policy) -> float | None:
    """The energy that a sum takes of a stored session; None where the operator wants it in none (S3)."""
    if policy.drop_suspicious_energy and "energy_suspicious" in _FLAGS.decode(doc.doc).flags:
        return None
    return doc.energy_wh


def together(early: Past, late: Tail) -> Conclusions:
    """Stored and computed conclusions; of an error that was open at the checkpoint the computed one."""
    new = late.found.conclusions
    again = {(one.socket, one.code, one.vendor_code, one.start) for one in new.episodes}
    return Conclusions(
        sessions=early.sessions + new.sessions,
        attempts=early.attempts + new.attempts,
        segments=early.segments + new.segments,
        gaps=early.gaps + new.gaps,
        episodes=[
            one for one in early.episodes if (one.socket, one.code, one.vendor_code, one.start) not in again
        ]
        + new.episodes,
    )


def days(
    store: Store, early: Past, late: Tail, found: Conclusions, asked: Asked, profile: Profile, *, is_now: bool
) -> dict[date, DayFigures]:
    """
    The figures of the asked local days, and of all since that the charger was there: stored, or made.

    A look at the present compares what is made with what stood there before.
    """
    first, end = asked.widest
    born = commissioned_on(late.carry, asked.zone) or asked.today
    lately = min(max(first, born), asked.today - timedelta(days=SHORT_DAYS))
    wanted = {*dates(first, min(end, asked.tomorrow)), *dates(lately, asked.tomorrow)}
    missing = sorted(wanted.difference(early.days))
    book = DayBook(found, late.carry.sockets, zone=asked.zone, now=asked.at, policy=profile.policy)
    made = {day: book.day(day) for day in missing}
    if is_now:
        for day, before in early.outdated.items():
            if day in made and (before.revised or is_revised(before, made[day])):
                made[day] = msgspec.structs.replace(made[day], revised=True)
    for day, figures in made.items():
        if not figures.revised and _is_revised(store, profile, early, late, found, figures, asked.at):
            made[day] = msgspec.structs.replace(figures, revised=True)
    return dict(sorted((early.days | made).items()))


def _is_revised(  # noqa: PLR0917
    store: Store,
    profile: Profile,
    early: Past,
    late: Tail,
    found: Conclusions,
    figures: DayFigures,
    at: Instant,
) -> bool:
    """Whether a day that is not stored yet, for something is open ever since, changed when it was over."""
    zone = profile.policy.timezone
    end = day_span(figures.on, zone).end
    if end + SETTLING >= at or late.begin >= end:
        return False
    final = final_at(figures.on, found, zone)
    behind = sum(fact.received_at > final for fact in late.facts if fact.at < final)
    behind += sum(known_at > final for _, known_at in store.retold(profile.id, Span(late.begin, final)))
    if not behind or final >= at:
        return False
    key = ("as known", figures.on, final, behind)
    known = early.memory.get(key)
    if known is None:
        heard_at = heard_by(late.facts, final)
        known = early.memory[key] = as_known(store, profile, figures.on, final, heard_at)
    return is_revised(known, figures)


def _heard_by(store: Store, station: str, at: Instant) -> Instant | None:
    """The last sign of life by an instant of the past; None before the first."""
    # the minute before it alone is a small part of the journal, and mostly tells
    for since in (at - MINUTE, BEGINNING):
        for frames in store.frames_in(station, Span(since, at + 1), newest_first=True):
            for stored in frames:
                if _is_alive(stored.frame):
                    return stored.frame.received_at
    # frames may have been given up; a silence around the instant is told by its fact
    facts = store.facts(station, Span(at - _A_LONG_SILENCE, at))
    for fact in reversed(facts):
        if isinstance(fact, Quiet) and fact.at <= at < fact.until:
            return fact.at
    return at if any(fact.received_at <= at for fact in facts) else None


def _is_alive(frame: Frame) -> bool:
    """Whether the charger said this, came, or answered a ping (O1)."""
    if frame.direction == "ws":
        told = read(frame, Pairing(), Policy())
        return any(isinstance(one, LinkOpened | PingAnswered) for one in told)
    return frame.direction == "in"
