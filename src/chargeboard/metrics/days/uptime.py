"""
How long was the charger up, by three rules that disagree (definitions 2.8)?

The figures are indicative, computed by our reading of the rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from msgspec.structs import replace

from chargeboard.domain.conclusions import OUTAGE, DayFigures
from chargeboard.domain.figures.day_rows import UptimeDay, UptimeSocket
from chargeboard.metrics.days.utilization import ratio_pct
from chargeboard.time.instants import Micros, seconds_of


def uptime_day(figures: DayFigures, *, today: date) -> UptimeDay:
    """
    NEVI: (total - (outage - excluded)) / total, outage = faulted, unavailable and offline.
    UK regulation 7: (total - faulted - unavailable) / total; offline is exempt.
    UK template: ((total - offline) - faulted - unavailable) / (total - offline).

    Unit:   percent; None where no time is known. `total` is observed time without unknown. Where nobody tells
            of contact, rules that count it have no percentage.
    Source: definitions 2.8; 23 CFR 680.116(b); SI 2023/1168 reg. 7.
    """
    sums = [_sums(states, figures.excluded.get(socket, 0)) for socket, states in figures.states.items()]
    total, outage, excluded, hard, offline = (
        (sum(column) for column in zip(*sums, strict=True)) if sums else (0,) * 5
    )
    row = _told(_rates(total, outage, excluded, hard, offline), figures.is_contact_known)
    return UptimeDay(
        date=figures.on,
        total_s=row.total_s,
        outage_s=row.outage_s,
        excluded_s=row.excluded_s,
        nevi_pct=row.nevi_pct,
        uk_reg7_pct=row.uk_reg7_pct,
        uk_template_pct=row.uk_template_pct,
        partial=figures.on >= today,
        revised=figures.revised,
        by_socket={
            socket: _told(_rates(*_sums(states, figures.excluded.get(socket, 0))), figures.is_contact_known)
            for socket, states in figures.states.items()
        },
    )


def uptime_over(days: Iterable[UptimeDay | UptimeSocket]) -> UptimeSocket:
    """
    The same over several days, or of a socket over its days: each rule is a ratio of sums.

    Days on which nobody tells of contact are in no rule that counts it.

    Source: definitions 2.8, 4c Uptime windows: a shorter window divides by its own minutes.
    """
    told = [day for day in days if day.total_s]
    total, outage, excluded, hard = _together(told)
    rated, lost, excused, broken = _together([day for day in told if day.nevi_pct is not None])
    return UptimeSocket(
        total_s=total,
        outage_s=outage,
        excluded_s=excluded,
        nevi_pct=ratio_pct(rated - (lost - excused), rated),
        uk_reg7_pct=ratio_pct(total - hard, total),
        uk_template_pct=ratio_pct(rated - lost, rated - (lost - broken)),
    )


def _together(days: Iterable[UptimeDay | UptimeSocket]) -> tuple[float, float, float, float]:
    sums = [_back(day) for day in days]
    total, outage, excluded, hard = (
        (sum(column) for column in zip(*sums, strict=True)) if sums else (0.0,) * 4
    )
    return total, outage, excluded, hard


def _told(row: UptimeSocket, is_contact_known: bool) -> UptimeSocket:  # noqa: FBT001 - its name says what
    return row if is_contact_known else replace(row, nevi_pct=None, uk_template_pct=None)


def _back(day: UptimeDay | UptimeSocket) -> tuple[float, float, float, float]:
    """A day's seconds: in all, out, excluded, and faulted or unavailable, which the UK's percentage tells."""
    hard = round(day.total_s * (1 - (day.uk_reg7_pct or 0) / 100), 6)
    return day.total_s, day.outage_s, day.excluded_s, hard


def _sums(states: Mapping[str, Micros], excluded: Micros) -> tuple[Micros, Micros, Micros, Micros, Micros]:
    offline = states.get("offline", 0)
    hard = states.get("faulted", 0) + states.get("unavailable", 0)
    return sum(states.values()) - states.get("unknown", 0), _time(states, OUTAGE), excluded, hard, offline


def _rates(total: Micros, outage: Micros, excluded: Micros, hard: Micros, offline: Micros) -> UptimeSocket:
    return UptimeSocket(
        total_s=seconds_of(total),
        outage_s=seconds_of(outage),
        excluded_s=seconds_of(excluded),
        nevi_pct=ratio_pct(total - (outage - excluded), total),
        uk_reg7_pct=ratio_pct(total - hard, total),
        uk_template_pct=ratio_pct(total - offline - hard, total - offline),
    )


def _time(states: Mapping[str, Micros], wanted: Iterable[str]) -> Micros:
    return sum(states.get(state, 0) for state in wanted)
