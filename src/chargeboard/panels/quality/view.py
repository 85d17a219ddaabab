"""
How far can this page be trusted, and how long was the charger up?

Source: definitions 2.7, 2.8 and 3 (I20, I21). Uptime never stands without the rule that it follows.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import msgspec

from chargeboard.domain.board import Board, DataQuality, UptimeDay
from chargeboard.metrics.days.uptime import uptime_over
from chargeboard.panels.interpret import GUIDES, Guide
from chargeboard.panels.kept import let_go_of
from chargeboard.panels.notes import Note, notes_for
from chargeboard.view.when import Local, days_observed, observed
from chargeboard.words.dates import full_day
from chargeboard.words.formats import about, clock_off, percent, several


class Uptime(msgspec.Struct, frozen=True):
    """One day's uptime by three rules."""

    day: str
    outage: str
    nevi: str
    uk: str
    uk_template: str


class Repair(msgspec.Struct, frozen=True):
    """How often something had to be repaired, inferred or left out; `kind` is that of its findings."""

    text: str
    kind: str


class Quality(msgspec.Struct, frozen=True):
    """The foot of the page."""

    title: str
    since: str
    coverage: str
    repairs: tuple[Repair, ...]
    forgiven: str
    let_go_of: tuple[str, ...]
    """What is no longer kept."""
    uptime: tuple[Uptime, ...]
    uptime_line: str
    version: str
    guide: Guide
    notes: tuple[Note, ...]


def panel(board: Board) -> Quality:
    """The state of the data, and uptime by rule."""
    since = board.charger.commissioned_on
    coverage = board.utilization_headline.coverage_pct
    return Quality(
        title="Data and uptime",
        since=f"Data since {full_day(since)}" if since else "No data yet",
        coverage=f"{percent(coverage)} of the time is known" if coverage is not None else "",
        let_go_of=let_go_of(board.kept_since, Local.of(board)),
        repairs=_repairs(board),
        forgiven=", ".join(forgiven(board.data_quality)),
        uptime=tuple(_uptime(day) for day in board.uptime),
        uptime_line=_nevi([day for day in board.uptime if not day.partial], observed(board)),
        version=board.version,
        guide=GUIDES["quality"],
        notes=notes_for("quality", board),
    )


def _repairs(board: Board) -> tuple[Repair, ...]:
    found = board.data_quality
    told = (
        (found.quarantined, "unreadable frame", None, "quarantined"),
        (found.repaired, "repaired frame", None, "repaired"),
        (found.nonconformant, "non-standard message", "non-standard messages", "nonconformant"),
        (found.orphan_stops, "stop without a start", "stops without a start", "orphan"),
        (found.inferred_ends, "inferred end", None, "end"),
        (found.energy_unknown, "session with unknown energy", "sessions with unknown energy", "energy"),
        (found.clock_repaired, "repaired clock reading", None, "clock"),
    )
    repairs = [Repair(several(n, one, many), kind) for n, one, many, kind in told if n]
    if found.clock_offset is not None:
        since = Local.of(board).moment(found.clock_offset.since)
        off = clock_off(found.clock_offset.offset_s)
        repairs.append(Repair(f"clock {off} since {since}, corrected", "clock_offset"))
    return tuple(repairs)


def forgiven(found: DataQuality) -> tuple[str, ...]:
    """What is counted and not listed one by one: repeats, and time that was ours."""
    told = (
        (found.duplicate_starts, "repeated start", None),
        (found.duplicate_stops, "repeated stop", None),
        (found.connection_flaps, "short break of the connection", "short breaks of the connection"),
    )
    words = [several(n, one, many) for n, one, many in told if n]
    if found.collector_gap_s:
        words.append(f"{about(found.collector_gap_s)} in which our server was down")
    return tuple(words)


def _uptime(day: UptimeDay) -> Uptime:
    return Uptime(
        full_day(day.date) + (", so far" if day.partial else ""),
        about(day.outage_s),
        percent(day.nevi_pct),
        percent(day.uk_reg7_pct),
        percent(day.uk_template_pct),
    )


def _nevi(days: list[UptimeDay], known: Collection[date]) -> str:
    """Complete days since the first message, as the ratio of their sums; nothing where none is known."""
    days = [day for day in days if day.total_s]
    up, seen = uptime_over(days).nevi_pct, sum(day.date in known for day in days)
    if up is None or not seen:
        return ""
    return f"{percent(up)} up by the NEVI rule over {days_observed(len(days), seen)} (indicative)"
