"""
How far can this page be trusted, and how long was the charger up?

Source: definitions 2.7, 2.8 and 3 (I20, I21). Uptime never stands without the rule that it follows.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from operator import attrgetter

import msgspec

from chargeboard import VERSION, __version__
from chargeboard.domain.figures.board import Board, DataQuality
from chargeboard.domain.figures.day_rows import UptimeDay
from chargeboard.metrics.days.uptime import uptime_over
from chargeboard.panels.days import days_observed, local_of, observed
from chargeboard.panels.kept import let_go_of
from chargeboard.panels.notes import Note, notes_for
from chargeboard.panels.panel import Panel, of_board
from chargeboard.panels.plain import PlainPanel
from chargeboard.panels.quality.words import say
from chargeboard.words.dates import full_day
from chargeboard.words.formats import about, percent_in_column


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

    since: str
    coverage: str
    repairs: tuple[Repair, ...]
    forgiven: str
    let_go_of: tuple[str, ...]
    """What is no longer kept."""
    uptime: tuple[Uptime, ...]
    uptime_line: str
    version: str
    notes: tuple[Note, ...]


def panel(board: Board) -> Quality:
    """The state of the data, and uptime by rule."""
    since = board.charger.commissioned_on
    coverage = board.utilization_headline.coverage_pct
    return Quality(
        since=say("since", day=full_day(since)) if since else say("no_data"),
        coverage=say("coverage", share=coverage) if coverage is not None else "",
        let_go_of=let_go_of(board.kept_since, local_of(board)),
        repairs=_repairs(board),
        forgiven=", ".join(forgiven(board.data_quality)),
        uptime=tuple(_uptime(day) for day in board.uptime),
        uptime_line=_nevi([day for day in board.uptime if not day.partial], observed(board)),
        version=VERSION if board.version == __version__ else board.version,
        notes=notes_for("quality", board),
    )


def _repairs(board: Board) -> tuple[Repair, ...]:
    data_quality = board.data_quality
    counted = {
        "quarantined": data_quality.quarantined,
        "repaired": data_quality.repaired,
        "nonconformant": data_quality.nonconformant,
        "orphan": data_quality.orphan_stops,
        "end": data_quality.inferred_ends,
        "energy": data_quality.energy_unknown,
        "clock": data_quality.clock_repaired,
    }
    repairs = [Repair(say(kind, n=number), kind) for kind, number in counted.items() if number]
    if data_quality.clock_offset is not None:
        since = local_of(board).moment(data_quality.clock_offset.since)
        told = say("clock_offset", offset=data_quality.clock_offset.offset_s, at=since)
        repairs.append(Repair(told, "clock_offset"))
    return tuple(repairs)


def forgiven(data_quality: DataQuality) -> tuple[str, ...]:
    """What is counted and not listed one by one: repeats, and time that was ours."""
    counted = {
        "repeated_start": data_quality.duplicate_starts,
        "repeated_stop": data_quality.duplicate_stops,
        "flap": data_quality.connection_flaps,
    }
    told = [say(kind, n=number) for kind, number in counted.items() if number]
    if data_quality.collector_gap_s:
        told.append(say("server_down", length=data_quality.collector_gap_s))
    return tuple(told)


def _uptime(day: UptimeDay) -> Uptime:
    on = full_day(day.date)
    return Uptime(
        say("so_far", day=on) if day.partial else on,
        about(day.outage_s),
        percent_in_column(day.nevi_pct),
        percent_in_column(day.uk_reg7_pct),
        percent_in_column(day.uk_template_pct),
    )


def _nevi(days: list[UptimeDay], known: Collection[date]) -> str:
    """Complete days since the first message, as the ratio of their sums; nothing where none is known."""
    days = [day for day in days if day.total_s]
    up, seen = uptime_over(days).nevi_pct, sum(day.date in known for day in days)
    return (
        say("uptime_line", share=up, days=days_observed(len(days), seen)) if up is not None and seen else ""
    )


def plain(board: Board, _columns: int) -> tuple[PlainPanel, ...]:
    """What was repaired or forgiven, in a line; nothing where there is none."""
    told = [*(repair.text for repair in _repairs(board)), *forgiven(board.data_quality)]
    return (PlainPanel(say("plain_title"), (", ".join(told),)),) if told else ()


PANEL = Panel(
    "quality",
    90,
    say,
    of_board(panel),
    plain,
    ("data_quality", "uptime", "kept_since", "version"),
    is_of_sites=False,
    ground=attrgetter("data_quality", "uptime", "kept_since", "utilization_headline.coverage_pct"),
)
