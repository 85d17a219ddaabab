"""What is known of a charger before a checkpoint, and of its days on the whole?"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import msgspec

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
from chargeboard.domain.facts import Booted, StatusReported
from chargeboard.domain.policy import Policy, Profile
from chargeboard.domain.records import SessionDoc
from chargeboard.history.checkpoints import before
from chargeboard.history.known_days import as_known
from chargeboard.history.stood import newest
from chargeboard.history.tail import Tail
from chargeboard.metrics.asked import SHORT_DAYS, Asked
from chargeboard.metrics.days.day_book import DayBook, is_revised
from chargeboard.metrics.days.late import SETTLING, final_at, heard_by
from chargeboard.metrics.standing import commissioned_on
from chargeboard.ports.store import Store
from chargeboard.time.days import dates, day_of, day_span, midnight
from chargeboard.time.instants import Instant
from chargeboard.time.spans import Span


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


def past(store: Store, profile: Profile, checkpoint: Checkpoint | None, asked: Asked) -> Past:
    """What a page needs of the time before the checkpoint."""
    if checkpoint is None:
        return Past([], {}, [], [], [], [], [], [], [], {})
    station, zone, begin = profile.id, asked.zone, checkpoint.at
    broken_day = day_of(begin, zone)
    day_start = midnight(broken_day, zone)
    week = midnight(asked.today - timedelta(days=SHORT_DAYS), zone)
    first = asked.compared_from

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
        days={one.on: one for one in store.days(station, first, min(broken_day, asked.figures_end))},
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
    """Stored and computed conclusions."""
    new = late.found.conclusions
    return Conclusions(
        sessions=early.sessions + new.sessions,
        attempts=early.attempts + new.attempts,
        segments=early.segments + new.segments,
        gaps=early.gaps + new.gaps,
        episodes=newest(early.episodes, new.episodes),
    )


def days(
    store: Store, early: Past, late: Tail, found: Conclusions, asked: Asked, profile: Profile, *, is_now: bool
) -> dict[date, DayFigures]:
    """
    The figures of the asked local days, and of all since that the charger was there: stored, or made.

    A look at the present compares what is made with what stood there before.
    """
    first, end = asked.widest
    wanted = {*dates(first, min(end, asked.tomorrow))}
    if asked.figures_end > asked.today:
        born = commissioned_on(late.carry, asked.zone) or asked.today
        lately = min(max(first, born), asked.today - timedelta(days=SHORT_DAYS))
        wanted.update(dates(lately, asked.tomorrow))
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
    if day_span(figures.on, zone).start < store.kept_since(profile.id).evidence:
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
