"""How are conclusions put together into the document of one charger (DESIGN 6)?"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from chargeboard import __version__
from chargeboard.domain.codes import Untold
from chargeboard.domain.conclusions import Attempt, AttemptInBrief, Conclusions, DayFigures, State
from chargeboard.domain.figures.board import Board
from chargeboard.domain.figures.day_rows import Headline, SuccessDay
from chargeboard.domain.figures.fleet_span import Worse
from chargeboard.domain.figures.measures import DateSpan, InstantSpan
from chargeboard.domain.figures.session_rows import SessionRow
from chargeboard.domain.policy import Profile
from chargeboard.domain.records import Completed
from chargeboard.metrics import board_notes, untold
from chargeboard.metrics.attempts.success import success_day, success_of
from chargeboard.metrics.board_notes import Bar, Memory
from chargeboard.metrics.board_query import LONG_DAYS, SHORT_DAYS, BoardQuery
from chargeboard.metrics.carry import Carry
from chargeboard.metrics.days.uptime import uptime_day
from chargeboard.metrics.days.utilization import (
    coverage_pct,
    ratio_pct,
    utilization_day,
    utilization_headline,
)
from chargeboard.metrics.errors.rows import error_rows
from chargeboard.metrics.quality import data_quality
from chargeboard.metrics.sessions.ongoing import ongoing
from chargeboard.metrics.sessions.overview import Ended, overview, together
from chargeboard.metrics.standing import (
    charger_info,
    commissioned_on,
    gaps,
    in_a_gap,
    sockets_now,
    states,
)
from chargeboard.metrics.timeline import offline_periods
from chargeboard.time.days import dates, midnight
from chargeboard.time.instants import Instant
from chargeboard.time.series import Series
from chargeboard.time.spans import Span

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What is known, for the spans that were asked."""

    found: Conclusions
    """The tail's sessions; gaps; episodes of the last days."""
    states: Mapping[int, Series[State]]
    """Of each socket, over the timeline and the last 24 hours."""
    days: Mapping[date, DayFigures]
    ended: Completed
    """Completed sessions of the window that are not kept."""
    kept_ended: Sequence[Completed] = ()
    """Those that are, some at a time; they stay the same from look to look."""
    has_all_ended: bool = True
    """Whether no completed session of the window was let go; else there are none here."""
    memory: Memory = field(default_factory=dict)
    kept_days: Container[date] = ()
    """Those that nothing can change any more."""
    attempts: Sequence[Attempt | AttemptInBrief] = ()
    """Of the last seven complete days and today."""
    rows: list[SessionRow]
    carry: Carry
    standing: Carry
    """The past in brief where errors and repairs are told of: at `asked.stands_at`."""
    heard_at: Instant | None
    protocol: str
    worse: Sequence[Worse] = ()
    """Firmware with which chargers of a model do worse than with others, as it was found of all of them."""
    revision: int | None = None
    """Of all that is known by now; None of a look at the past, behind which more is known."""

    def once(self, what: object, days: Sequence[DayFigures], make: Callable[[], _T]) -> _T:
        """What follows from these days; it is made once while their figures are the very ones of before."""
        return board_notes.once(self.memory, what, days, make)

    def each(self, panel: str, days: Sequence[date], make: Callable[[DayFigures], _T]) -> list[_T]:
        """A panel's rows of the days of which something is known, likewise."""
        return board_notes.each(self.memory, panel, days, self.days, make)

    def ended_in(self, window: Span) -> Ended:
        """The completed sessions of a window; the kept ones are summed up once."""
        kept = board_notes.once(
            self.memory,
            window,
            self.kept_ended,
            lambda: Ended(together([some.within(window) for some in self.kept_ended])),
        )
        return kept.and_also(self.ended.within(window))


def board(profile: Profile, asked: BoardQuery, seen: Evidence) -> Board:
    """The document without guidance."""
    at, today, policy, zone = asked.at, asked.today, profile.policy, asked.zone
    short, widest = asked.days(SHORT_DAYS), asked.widest
    offline, ours = offline_periods.absences(seen.found.gaps, at)
    now = sockets_now(seen.carry)
    complete = [seen.days[on] for on in short if on < today and on in seen.days]
    first, end = asked.overview_window
    begun = commissioned_on(seen.carry, zone)
    counted = [on for on in dates(first, min(end, asked.tomorrow)) if begun is not None and on >= begun]
    bars = seen.each("bars", asked.days(LONG_DAYS), _bar)
    listed = [asked.timeline, asked.sessions_span]
    errors_first, errors_end = asked.errors_window
    not_told = list(untold.at(seen.carry.untold, at))
    observed = sum(seen.days[on].known > 0 for on in counted if on in seen.days)
    return Board(
        charger=charger_info(
            profile,
            seen.carry,
            heard_at=seen.heard_at,
            protocol=seen.protocol,
            offline=offline,
            at=at,
            is_unwatched=offline_periods.is_unwatched(seen.found.gaps),
        ),
        at=at,
        window=DateSpan(from_=widest[0], to=widest[1]),
        timeline=InstantSpan(from_=asked.timeline.start, to=asked.timeline.end),
        now=now,
        states=states(seen.states, seen.carry.sockets, asked.timeline, at),
        offline_gaps=gaps(offline, listed, at),
        collector_gaps=gaps(ours, listed, at),
        observed_since=dict(sorted(seen.carry.sockets.items())),
        utilization=seen.each(
            "utilization", short, lambda figures: utilization_day(figures, today=today, policy=policy)
        ),
        utilization_headline=seen.once(
            "utilization", complete, lambda: utilization_headline(complete, policy)
        ),
        success=seen.each("success", short, lambda figures: _success(figures, today, profile)),
        success_headline=seen.once("success", complete, lambda: _success_headline(complete, profile)),
        sessions_per_day={bar.date: bar.sessions for bar in bars},
        energy_per_day_wh={bar.date: bar.energy_wh for bar in bars},
        export_per_day_wh={bar.date: bar.export_wh for bar in bars if bar.export_wh},
        revised_days=[bar.date for bar in bars if bar.revised],
        overview=overview(
            seen.ended_in(Span(midnight(first, zone), midnight(end, zone))),
            days=len(counted),
            observed_days=observed,
            first=first,
            end=end,
        ),
        ongoing=ongoing(
            seen.found.sessions,
            states={socket.socket: socket.state for socket in now},
            is_offline=in_a_gap(offline, at) or offline_periods.is_unwatched(seen.found.gaps),
            last_contact=seen.heard_at,
            now=at,
        ),
        errors=error_rows(
            seen.found.episodes,
            seen.standing.first_ever_of(),
            since=midnight(errors_first, zone),
            now=asked.stands_at,
            zone=zone,
        ),
        errors_window=DateSpan(from_=errors_first, to=errors_end),
        errors_coverage_pct=None
        if Untold.STATUSES in not_told
        else coverage_pct(
            [figures for on in dates(errors_first, errors_end) if (figures := seen.days.get(on)) is not None]
        ),
        sessions=seen.rows,
        uptime=seen.each("uptime", short, lambda figures: uptime_day(figures, today=today)),
        untold=not_told,
        data_quality=data_quality(seen.standing.quality, seen.standing.link.flaps, seen.standing.clock),
        insights=[],
        policy=policy,
        version=__version__,
    )


def _bar(figures: DayFigures) -> Bar:
    is_known = figures.known > 0
    return Bar(
        date=figures.on,
        sessions=figures.sessions if figures.sessions or is_known else None,
        energy_wh=float(figures.energy_wh) if figures.energy_wh or is_known else None,
        revised=figures.revised,
        export_wh=float(figures.export_wh),
    )


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
        charger_pct=day.charger.pct,
        charger_attempts=day.charger.denominator,
    )


def _success_headline(days: Sequence[DayFigures], profile: Profile) -> Headline:
    whole = success_of((figures.outcomes for figures in days), profile.policy)
    return Headline(
        numerator=whole.successes,
        denominator=whole.attempts,
        pct=ratio_pct(whole.successes, whole.attempts),
        days=sum(1 for figures in days if figures.states),
        coverage_pct=coverage_pct(days),
        observed_days=sum(1 for figures in days if figures.known),
    )
