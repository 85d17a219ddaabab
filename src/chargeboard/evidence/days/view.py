"""Which days are the headline percentages sums of?"""

from __future__ import annotations

from datetime import date

import msgspec

from chargeboard.domain.day_evidence import DayList, DayRow
from chargeboard.evidence.local_time import local_of
from chargeboard.words.dates import dates_through, full_day
from chargeboard.words.formats import count, hours, hours_in_column, kilo, percent


class DayLine(msgspec.Struct, frozen=True):
    """A day of a window."""

    on: date
    day: str
    in_use: str
    pct: str
    coverage: str
    fraction: str
    success: str
    sessions: str
    energy_kwh: str
    uptime: str
    remark: str


class DaysPage(msgspec.Struct, frozen=True):
    """The days of a window."""

    window: str
    facts: tuple[str, ...]
    rows: tuple[DayLine, ...]


def page(found: DayList) -> DaysPage:
    """The days that the headline percentages are sums of."""
    local = local_of(found.charger)
    use, tried = found.utilization, found.success
    return DaysPage(
        window=dates_through(found.window.from_, found.window.through),
        facts=tuple(
            fact
            for fact in (
                f"utilization {percent(use.pct)}: {hours(use.numerator)} of {hours(use.denominator)} h"
                if use.denominator
                else "",
                f"success {percent(tried.pct)}: {count(tried.numerator)} of"
                f" {count(tried.denominator)} attempts"
                if tried.denominator
                else "",
                f"{percent(use.coverage_pct)} of the time is known" if use.coverage_pct is not None else "",
            )
            if fact
        ),
        rows=tuple(
            DayLine(
                on=row.date,
                day=full_day(row.date),
                in_use=_in_use(row),
                pct=percent(row.utilization.known_pct if row.utilization else None),
                coverage=percent(row.utilization.coverage_pct if row.utilization else None),
                fraction=f"{count(row.success.successes)} of {count(row.success.attempts)}"
                if row.success and row.success.attempts
                else "",
                success=percent(row.success.pct if row.success else None),
                sessions=count(row.sessions),
                energy_kwh=kilo(row.energy_wh),
                uptime=percent(row.uptime.nevi_pct if row.uptime else None),
                remark=", ".join(
                    word
                    for word, holds in (
                        ("today so far", row.date == local.today),
                        ("incomplete data", row.utilization is not None and row.utilization.incomplete),
                        ("revised", row.revised),
                    )
                    if holds
                ),
            )
            for row in found.days
        ),
    )


def _in_use(row: DayRow) -> str:
    if row.utilization is None or not row.utilization.available_s:
        return ""
    return f"{hours_in_column(row.utilization.in_use_s)} of {hours(row.utilization.available_s)} h"
