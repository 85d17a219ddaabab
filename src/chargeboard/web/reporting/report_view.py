"""How is a week or a month put for people, on one page?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from chargeboard.domain.figures.fleet_span import SpanFigures
from chargeboard.domain.figures.report import Report, ReportCharger, ReportDay, ReportOf
from chargeboard.domain.periods import Every
from chargeboard.evidence.comparison.view import figure_line
from chargeboard.panels.success.view import TARGET_PCT
from chargeboard.web.reporting.day_bars import DayBars, day_bars
from chargeboard.web.reporting.error_lines import MOST_ERRORS, ErrorLine, error_lines, errors_told
from chargeboard.web.reporting.known import NEARLY_ALL, what_is_known
from chargeboard.web.reporting.words import say
from chargeboard.words.dates import dates_through, day_month
from chargeboard.words.formats import DASH, count, duration, energy, kilo, per_day, percent, percent_in_column
from chargeboard.words.wall_clock import Local

MOST_ROWS = 24
_SUMS = frozenset({"sessions", "energy", "errors"})
"""Of no day they are no figures."""


class KeyFigure(msgspec.Struct, frozen=True):
    """A figure with what stands beside it."""

    key: str
    """Which one: the template knows where its evidence is."""
    name: str
    value: str
    beside: str
    before: str
    """What it was in the period before; empty if nothing is known of that."""
    is_low: bool = False


class ChargerLine(msgspec.Struct, frozen=True):
    """One of several chargers."""

    id: str
    name: str
    below: str
    sessions: str
    energy: str
    success: str
    counts: str
    is_low: bool
    utilization: str
    uptime: str
    errors: str
    days: str


class ReportPage(msgspec.Struct, frozen=True):
    """The page."""

    title: str
    kind: str
    period: str
    dates: str
    facts: tuple[str, ...]
    changes_head: str
    changed: tuple[str, ...]
    figures: tuple[KeyFigure, ...]
    charts: tuple[DayBars, ...]
    errors: tuple[ErrorLine, ...]
    errors_told: str
    """How many there are besides, or that there are none."""
    rows: tuple[ChargerLine, ...]
    rows_told: str
    known: tuple[str, ...]
    how: tuple[str, ...]
    made: str


def report_page(report: Report) -> ReportPage:
    """A report."""
    local = Local(report.timezone, report.at)
    is_one = report.of == ReportOf.CHARGER
    errors = error_lines(report)
    return ReportPage(
        title=report.name or say("all_chargers"),
        kind=say(f"every_{report.every}"),
        period=period_name(report.every, report.window.from_),
        dates=dates_through(report.window.from_, report.window.through),
        facts=tuple(_facts(report, local)),
        changes_head=say("against", before=period_name(report.every, report.before.from_)),
        changed=tuple(_changed(report)),
        figures=tuple(_figures(report)),
        charts=_charts(report) if is_one else (),
        errors=errors[:MOST_ERRORS],
        errors_told=errors_told(report, errors),
        rows=tuple(map(_row, report.rows[:MOST_ROWS])),
        rows_told=say("more_chargers", n=more) if (more := report.chargers - MOST_ROWS) > 0 else "",
        known=tuple(what_is_known(report)),
        how=tuple(say(code) for code in ("how_counted", "how_uptime", "how_chance")),
        made=say("made", at=local.in_full(report.at)),
    )


def period_name(every: Every, first: date) -> str:
    """`October 2026`, `Week 44, 2026`."""
    if every == Every.MONTH:
        return say("month", month=say("whole_months").split()[first.month - 1], year=first.year)
    year, week, _ = first.isocalendar()
    return say("week", week=week, year=year)


def _facts(report: Report, local: Local) -> Iterator[str]:
    if report.of == ReportOf.CHARGER:
        if report.id != report.name:
            yield report.id
        if report.site:
            yield report.site
        if told := " ".join(filter(None, (report.maker, report.model))):
            yield told
    else:
        yield say("n_chargers", n=report.chargers)
    yield local.zone_line()


def _changed(report: Report) -> Iterator[str]:
    """What differs by more than chance first, then what no test is made of, then what may be chance."""
    before = period_name(report.every, report.before.from_)
    if not report.figures.timed_s:
        yield say("nothing_known")
        return
    if not report.earlier.timed_s:
        yield say("nothing_before", before=before)
    else:
        tested = {one.may_be_chance for one in report.changes} - {None}
        if tested == {True}:
            yield say("none_beyond_chance")
        ordered = sorted(report.changes, key=lambda one: {False: 0, None: 1, True: 2}[one.may_be_chance])
        for line in map(figure_line, ordered):
            if DASH in {line.first, line.second}:
                continue
            told = say("same", name=line.name, value=line.second)
            if line.first != line.second:
                told = say(
                    "changed",
                    name=line.name,
                    now=line.second,
                    before=line.first,
                    difference=line.difference,
                )
            yield say("with_chance", told=told, chance=line.chance) if line.chance else say("end", told=told)
    for turn in report.firmware:
        yield say("firmware", on=day_month(turn.date), was=turn.was, became=turn.became)


def _figures(report: Report) -> Iterator[KeyFigure]:
    now, was = report.figures, report.earlier
    sessions, up = report.sessions, report.uptime
    energy_beside = _a_day_energy(now)
    if sessions is not None and sessions.avg_energy_wh is not None:
        energy_beside = say(
            "per_session", energy=sessions.avg_energy_wh, lasted=duration(sessions.avg_duration_s)
        )
    rate = now.errors_per_1000
    errors_beside = say("per_1000", rate=per_day(rate)) if rate is not None else say("began")
    is_low = now.success_pct is not None and now.success_pct < TARGET_PCT
    tried = say("of_attempts", part=now.successes, whole=now.attempts) if now.attempts else say("no_attempts")
    used = say("in_use", used=now.in_use_s, available=now.available_s)
    by_uk = say("uk", reg7=up.uk_reg7_pct, template=up.uk_template_pct) if up else say("indicative")
    figures = (
        ("sessions", count(now.sessions), _a_day(now), _sum(count(was.sessions), report)),
        ("energy", energy(now.energy_wh), energy_beside, _sum(energy(was.energy_wh), report)),
        ("utilization", percent(now.utilization_pct), used, percent(was.utilization_pct)),
        ("success", percent(now.success_pct), tried, percent(was.success_pct)),
        ("uptime", percent(now.uptime_pct), by_uk, percent(was.uptime_pct)),
        ("errors", count(now.errors), errors_beside, _sum(count(was.errors), report)),
    )
    for key, value, beside, before in figures:
        is_sum = key in _SUMS
        known = (DASH, "") if is_sum and not now.days else (value, beside)
        told = say("before_was", value=DASH if is_sum and not was.days else before) if was.timed_s else ""
        yield KeyFigure(key, say(key), *known, told, is_low=is_low and key == "success")


def _sum(value: str, report: Report) -> str:
    """A sum of the period before, with of how many days of chargers it is where many are missing."""
    days, length = report.earlier.days, (report.before.to - report.before.from_).days
    is_whole = days >= NEARLY_ALL * report.chargers * length
    return value if is_whole else say("on_days", value=value, n=days)


def _a_day(figures: SpanFigures) -> str:
    return say("a_day", number=per_day(figures.sessions / figures.days)) if figures.days else ""


def _a_day_energy(figures: SpanFigures) -> str:
    return say("a_day", number=energy(figures.energy_wh / figures.days)) if figures.days else ""


def _charts(report: Report) -> tuple[DayBars, ...]:
    days = report.days
    return (
        day_bars(say("energy_bars"), [(d.date, _of(d, d.figures.energy_wh / 1000)) for d in days], ""),
        day_bars(say("use_bars"), [(d.date, _of(d, d.figures.utilization_pct)) for d in days], "%"),
    )


def _of(day: ReportDay, value: float | None) -> float | None:
    """None where nothing is known of the day."""
    return value if day.figures.days else None


def _row(one: ReportCharger) -> ChargerLine:
    figures = one.figures
    known = bool(figures.days)
    return ChargerLine(
        id=one.id,
        name=one.name,
        below=one.id if one.id != one.name else "",
        sessions=count(figures.sessions) if known else DASH,
        energy=kilo(figures.energy_wh) if known else DASH,
        success=percent_in_column(figures.success_pct),
        counts=say("part_of", part=figures.successes, whole=figures.attempts) if figures.attempts else "",
        is_low=figures.success_pct is not None and figures.success_pct < TARGET_PCT,
        utilization=percent_in_column(figures.utilization_pct),
        uptime=percent_in_column(figures.uptime_pct),
        errors=count(figures.errors) if known else DASH,
        days=count(figures.days),
    )
