"""How are conclusions put together into the document of one charger (DESIGN 6)?"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any, TypeVar

from chargeboard import __version__
from chargeboard.domain.board import (
    Board,
    ChargerInfo,
    DateSpan,
    Headline,
    InstantSpan,
    SessionRow,
    SocketNow,
    SuccessDay,
)
from chargeboard.domain.conclusions import Conclusions, DayFigures, Segment
from chargeboard.domain.instants import Instant, text_of
from chargeboard.domain.policy import Profile
from chargeboard.domain.span import Span, day_of, midnight
from chargeboard.metrics import links
from chargeboard.metrics.carry import Carry
from chargeboard.metrics.errors import error_rows
from chargeboard.metrics.insights import History, insights
from chargeboard.metrics.ongoing import ongoing
from chargeboard.metrics.overview import Ended, overview
from chargeboard.metrics.quality import data_quality
from chargeboard.metrics.skew import skew_s
from chargeboard.metrics.success import success_day
from chargeboard.metrics.timeline import joined
from chargeboard.metrics.uptime import uptime_day
from chargeboard.metrics.utilization import (
    coverage_pct,
    known,
    ratio_pct,
    utilization_day,
    utilization_headline,
)

_Row = TypeVar("_Row")

ERROR_DAYS = 7
SHORT_DAYS = 7
LONG_DAYS = 30
HISTORY_DAYS = 60
"""How far back guidance looks: four weekdays before each of the long window's days."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the page asks for: local dates (None: the usual windows) and the timeline's span."""

    at: Instant
    window: tuple[date, date] | None
    timeline: Span
    zone: str

    @cached_property
    def today(self) -> date:
        """The local date of the question."""
        return day_of(self.at, self.zone)

    def days(self, usual: int) -> list[date]:
        """The dates of a panel: the asked window up to today, or complete days and today."""
        first, end = self.window or (self.today - timedelta(days=usual), self.today + timedelta(days=1))
        return [
            date.fromordinal(number)
            for number in range(first.toordinal(), min(end, self.today + timedelta(days=1)).toordinal())
        ]

    @property
    def overview_window(self) -> tuple[date, date]:
        """The dates of the overview: the asked window, or complete days without today."""
        return self.window or (self.today - timedelta(days=LONG_DAYS), self.today)

    @property
    def widest(self) -> tuple[date, date]:
        """All dates that any panel needs."""
        return self.window or (self.today - timedelta(days=LONG_DAYS), self.today + timedelta(days=1))

    @property
    def sessions_span(self) -> Span:
        """The instants of the list of sessions."""
        first, end = self.widest
        return Span(midnight(first, self.zone), max(midnight(first, self.zone), midnight(end, self.zone)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What is known, for the spans that were asked."""

    found: Conclusions
    """The tail's sessions; segments of the timeline and now; gaps; episodes of the last days."""
    days: Mapping[date, DayFigures]
    ended: Sequence[tuple[Instant, int, float | None]]
    """Completed sessions of the window: (end, duration, energy in Wh); first the kept ones."""
    kept: int = 0
    """How many of `ended` were kept, and stay the same from look to look."""
    memory: dict[object, Any] = field(default_factory=dict)
    """What was made of kept days and sessions at an earlier look; empty where nothing is kept."""
    kept_days: Container[date] = ()
    rows: list[SessionRow]
    carry: Carry
    heard_at: Instant | None
    protocol: str


def board(profile: Profile, asked: Asked, seen: Evidence) -> Board:
    """The whole document, guidance included."""
    made = _figures(profile, asked, seen)
    made.insights = insights(made, _history(asked, seen))
    return made


def _history(asked: Asked, seen: Evidence) -> History:
    """What the rules of guidance look at besides the board; a past look sees nothing of its future."""
    week = midnight(asked.today - timedelta(days=SHORT_DAYS), asked.zone)
    return History(
        now=asked.at,
        zone=asked.zone,
        days=[seen.days[on] for on in sorted(seen.days)],
        attempts=[one for one in seen.found.attempts if one.start >= week],
        segments=seen.found.segments,
        sessions=[one for one in seen.found.sessions if one.is_open],
        ended=seen.ended,
        gaps=seen.found.gaps,
        episodes=seen.found.episodes,
        opened=seen.carry.link.opened,
        skew_s=skew_s(seen.carry.skews),
        unaccounted_wh=seen.carry.unaccounted.within(*asked.widest),
    )


def _figures(profile: Profile, asked: Asked, seen: Evidence) -> Board:
    """The document without guidance."""
    at, today, policy, zone = asked.at, asked.today, profile.policy, asked.zone
    short, long = asked.days(SHORT_DAYS), asked.days(LONG_DAYS)
    commissioned = min(seen.carry.sockets.values(), default=None)
    commissioned_on = None if commissioned is None else day_of(commissioned, zone)
    offline = links.offline(seen.found.gaps, at)
    is_offline = bool(offline) and offline[-1].end >= at
    now = _sockets_now(seen)
    complete = [seen.days[on] for on in short if on < today and on in seen.days]
    since = midnight(today - timedelta(days=ERROR_DAYS), zone)
    first, end = asked.overview_window
    counted = [
        on
        for number in range(first.toordinal(), min(end, today + timedelta(days=1)).toordinal())
        if commissioned_on is not None and (on := date.fromordinal(number)) >= commissioned_on
    ]
    counted_from, counted_until = midnight(first, zone), midnight(end, zone)
    widest = asked.widest
    return Board(
        charger=_info(profile, seen, commissioned_on, is_offline=is_offline, offline_since=offline),
        at=text_of(at),
        window=DateSpan(from_=widest[0], to=widest[1]),
        timeline=InstantSpan(from_=text_of(asked.timeline.start), to=text_of(asked.timeline.end)),
        now=now,
        states=_states(seen.found.segments, seen.carry.sockets, asked.timeline, at),
        offline_gaps=_gaps(offline, [asked.timeline, asked.sessions_span], at),
        collector_gaps=_gaps(links.collector(seen.found.gaps, at), [asked.timeline, asked.sessions_span], at),
        observed_since={str(n): text_of(since) for n, since in sorted(seen.carry.sockets.items())},
        utilization=_by_day(
            seen, short, "utilization", lambda figures: utilization_day(figures, today=today, policy=policy)
        ),
        utilization_headline=utilization_headline(complete, policy),
        success=_by_day(seen, short, "success", lambda figures: _success(figures, today, profile)),
        success_headline=_success_headline(complete, profile),
        sessions_per_day={on.isoformat(): _sessions_on(seen.days[on]) for on in long if on in seen.days},
        energy_per_day_wh={on.isoformat(): _energy_on(seen.days[on]) for on in long if on in seen.days},
        revised_days=[on.isoformat() for on in long if on in seen.days and seen.days[on].revised],
        overview=overview(
            _ended(seen, Span(counted_from, counted_until)),
            days=len(counted),
            first=first,
            end=end,
        ),
        ongoing=ongoing(
            seen.found.sessions,
            states={one.socket: one.state for one in now},
            is_offline=is_offline,
            last_contact=seen.heard_at,
            now=at,
        ),
        errors=error_rows(seen.found.episodes, seen.carry.first_ever_of(), since=since, now=at, zone=zone),
        errors_coverage_pct=coverage_pct(
            [
                figures
                for on, figures in seen.days.items()
                if today - timedelta(days=ERROR_DAYS) <= on <= today
            ]
        ),
        sessions=seen.rows,
        uptime=_by_day(seen, short, "uptime", lambda figures: uptime_day(figures, today=today)),
        data_quality=data_quality(seen.carry.quality, seen.carry.link.flaps),
        insights=[],
        policy=policy,
        version=__version__,
    )


def _by_day(
    seen: Evidence, days: Sequence[date], panel: str, made_of: Callable[[DayFigures], _Row]
) -> list[_Row]:
    """A panel's rows; those of kept days are made once."""
    rows: list[_Row] = []
    for on in days:
        if on not in seen.days:
            continue
        row = seen.memory.get((panel, on))
        if row is None:
            row = made_of(seen.days[on])
            if on in seen.kept_days:
                seen.memory[panel, on] = row
        rows.append(row)
    return rows


def _ended(seen: Evidence, window: Span) -> Ended:
    """The completed sessions of a window; the kept ones are summed up once."""
    kept = seen.memory.get(window)
    if kept is None:
        kept = seen.memory[window] = Ended().and_also(_within(seen.ended[: seen.kept], window))
    return kept.and_also(_within(seen.ended[seen.kept :], window))


def _within(
    ended: Sequence[tuple[Instant, int, float | None]], window: Span
) -> Iterator[tuple[int, float | None]]:
    return ((duration, energy) for end, duration, energy in ended if window.start <= end < window.end)


def _info(
    profile: Profile,
    seen: Evidence,
    commissioned_on: date | None,
    *,
    is_offline: bool,
    offline_since: Sequence[Span],
) -> ChargerInfo:
    boot = seen.carry.boot
    return ChargerInfo(
        id=profile.id,
        name=profile.name or profile.id,
        site=profile.site,
        timezone=profile.policy.timezone,
        timezone_is_default=profile.timezone_is_default,
        vendor=(boot.vendor or None) if boot else None,
        model=(boot.model or None) if boot else None,
        serial=(boot.serial or None) if boot else None,
        firmware=(boot.firmware or None) if boot else None,
        rated_kw=profile.policy.rated_kw,
        protocols=[seen.protocol or ("ocpp2.0.1" if seen.carry.is_v2 else "ocpp1.6")],
        first_seen=None if seen.carry.first_at is None else text_of(seen.carry.first_at),
        last_contact=None if seen.heard_at is None else text_of(seen.heard_at),
        is_online=None if seen.heard_at is None else not is_offline,
        offline_since=text_of(offline_since[-1].start) if is_offline else None,
        commissioned_on=commissioned_on,
        sockets=sorted(seen.carry.sockets),
    )


def _states(
    segments: Sequence[Segment], sockets: Mapping[int, Instant], timeline: Span, at: Instant
) -> dict[str, list[tuple[str, str, str]]]:
    """Each socket's states over the timeline, clipped to it and to now; before its first evidence unknown."""
    span = Span(timeline.start, max(timeline.start, min(timeline.end, at)))
    states: dict[str, list[tuple[str, str, str]]] = {}
    for socket in sorted(sockets):
        pieces = [
            one
            if span.start <= one.start and one.end <= span.end
            else Segment(socket, max(one.start, span.start), min(one.end, span.end), one.state)
            for one in segments
            if one.socket == socket and one.start < span.end and span.start < one.end
        ]
        begun = pieces[0].start if pieces else span.end
        if begun > span.start:
            pieces.insert(0, Segment(socket, span.start, begun, "unknown"))
        states[str(socket)] = [
            (text_of(one.start), text_of(one.end), one.state) for one in joined(pieces) if one.start < one.end
        ]
    return states


def _sockets_now(seen: Evidence) -> list[SocketNow]:
    runs = seen.carry.runs
    return [
        SocketNow(socket=socket, state=runs[socket].state, since=text_of(runs[socket].since))
        if socket in runs
        else SocketNow(socket=socket, state="unknown", since=None)
        for socket in sorted(seen.carry.sockets)
    ]


def _gaps(spans: Sequence[Span], windows: Sequence[Span], at: Instant) -> list[tuple[str, str]]:
    """Gaps that overlap a window, unclipped but for now."""
    return [
        (text_of(span.start), text_of(min(span.end, at)))
        for span in spans
        if any(span.overlaps(window) for window in windows)
    ]


def _success(figures: DayFigures, today: date, profile: Profile) -> SuccessDay:
    day = success_day(figures.outcomes, profile.policy)
    return SuccessDay(
        date=figures.on,
        attempts=day.attempts,
        successes=day.successes,
        pct=day.pct,
        failures=day.failures,
        partial=figures.on >= today,
        revised=figures.revised,
        pending=day.pending,
        charger_pct=day.charger_pct,
    )


def _success_headline(days: Sequence[DayFigures], profile: Profile) -> Headline:
    sums: dict[str, int] = {}
    for figures in days:
        for outcome, count in figures.outcomes.items():
            sums[outcome] = sums.get(outcome, 0) + count
    whole = success_day(sums, profile.policy)
    return Headline(
        numerator=whole.successes,
        denominator=whole.attempts,
        pct=ratio_pct(whole.successes, whole.attempts),
        days=sum(1 for figures in days if figures.states),
        coverage_pct=coverage_pct(days),
    )


def _sessions_on(figures: DayFigures) -> int | None:
    return figures.sessions if figures.sessions or known(figures) else None


def _energy_on(figures: DayFigures) -> float | None:
    return float(figures.energy_wh) if figures.energy_wh or known(figures) else None
