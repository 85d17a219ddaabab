"""
How long was the charger up, by each rule, over a window and day by day?

Source: definitions 2.8. No figure of uptime stands without the rule that it follows.
"""

from __future__ import annotations

from datetime import date

import msgspec

from chargeboard.domain.figures.day_evidence import DayList, DayRow
from chargeboard.domain.figures.day_rows import UptimeDay, UptimeSocket
from chargeboard.evidence.local_time import local_of
from chargeboard.evidence.uptime.words import say
from chargeboard.evidence.words import say as say_of_evidence
from chargeboard.metrics.days.uptime import uptime_over
from chargeboard.panels.socket_label import socket_label
from chargeboard.words.dates import dates_through, full_day
from chargeboard.words.formats import DASH, about, hours_in_column, percent, percent_in_column


class Rule(msgspec.Struct, frozen=True):
    """One rule over the window."""

    name: str
    value: str
    meaning: str


class UptimeLine(msgspec.Struct, frozen=True):
    """A day, or a socket over all days of the window."""

    name: str
    on: date | None
    known: str
    outage: str
    left_out: str
    nevi: str
    uk_reg7: str
    uk_template: str
    remark: str


class UptimePage(msgspec.Struct, frozen=True):
    """The page. `over` says of which time the rules speak."""

    window: str
    over: str
    rules: tuple[Rule, ...]
    sockets: tuple[UptimeLine, ...]
    rows: tuple[UptimeLine, ...]
    has_left_out: bool
    """Whether the rules leave out any time, as the operator declared."""


def page(day_list: DayList) -> UptimePage:
    """The uptime of a window: today, which is not over, is in no sum."""
    today = local_of(day_list.charger).today
    told = [(row, row.uptime) for row in day_list.days if row.uptime is not None]
    whole = [up for _, up in told if not up.partial and up.total_s]
    over = uptime_over(whole)
    numbers = sorted({socket for up in whole for socket in up.by_socket})
    return UptimePage(
        window=dates_through(day_list.window.from_, day_list.window.through),
        over=say("over", n=len(whole), outage=over.outage_s) if whole else "",
        rules=(
            Rule(say("rule_nevi"), percent(over.nevi_pct), say("rule_nevi_meaning")),
            Rule(say("rule_uk_reg7"), percent(over.uk_reg7_pct), say("rule_uk_reg7_meaning")),
            Rule(say("rule_uk_template"), percent(over.uk_template_pct), say("rule_uk_template_meaning")),
        ),
        sockets=tuple(
            _line(
                socket_label(number, day_list.charger.socket_names),
                uptime_over(up.by_socket[number] for up in whole if number in up.by_socket),
            )
            for number in numbers
        )
        if len(numbers) > 1
        else (),
        rows=tuple(_line(full_day(row.date), up, row, today) for row, up in told),
        has_left_out=any(up.excluded_s for _, up in told),
    )


def _line(
    name: str, up: UptimeDay | UptimeSocket, row: DayRow | None = None, today: date | None = None
) -> UptimeLine:
    return UptimeLine(
        name=name,
        on=None if row is None else row.date,
        known=hours_in_column(up.total_s),
        outage=about(up.outage_s) if up.total_s else DASH,
        left_out=about(up.excluded_s) if up.excluded_s else "",
        nevi=percent_in_column(up.nevi_pct),
        uk_reg7=percent_in_column(up.uk_reg7_pct),
        uk_template=percent_in_column(up.uk_template_pct),
        remark="" if row is None else _remark(row, today),
    )


def _remark(row: DayRow, today: date | None) -> str:
    marks = [say_of_evidence("today_so_far")] if row.date == today else []
    if row.uptime is not None and not row.uptime.total_s:
        marks.append(say("no_data"))
    elif row.utilization is not None and row.utilization.incomplete:
        marks.append(say("incomplete"))
    if row.revised:
        marks.append(say_of_evidence("revised"))
    return ", ".join(marks)
