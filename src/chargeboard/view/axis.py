"""
Where does an axis of time carry its ticks?

On hours that people use, counted on the wall: on a day of 25 hours the ticks are where the clock shows them.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import msgspec

from chargeboard.domain.instants import HOUR, MINUTE, Instant, datetime_of, instant_of
from chargeboard.domain.span import Span, dates, day_of, midnight, zone_of
from chargeboard.view.when import day_month, weekday

_STEPS_MIN = (1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720)
_STEPS_DAYS = (1, 2, 7, 14, 31, 92)
MOST_TICKS = 13


class Tick(msgspec.Struct, frozen=True):
    """`x` in percent of the window. A minor tick has no label where room is short."""

    x: float
    label: str
    is_day: bool
    is_minor: bool

    @property
    def weekday(self) -> str:
        """The part of a date that goes where room is short, with the blank behind it."""
        return self.label[:4] if self.is_day and self.label[0].isalpha() else ""


def ticks(window: Span, zone: str) -> list[Tick]:
    """At most MOST_TICKS, the first instant of a day labelled by its date."""
    if not window.length:
        return []
    instants = _wall_ticks(window, zone)
    is_day = [moment == midnight(day_of(moment, zone), zone) for moment in instants]
    is_long = window.length > 92 * 24 * HOUR
    # the wide label of a day keeps its room where every other one has to go
    anchor = is_day.index(True) if True in is_day else 0
    return [
        Tick(
            x=round(100 * (moment - window.start) / window.length, 3),
            label=_label(
                datetime_of(moment).astimezone(zone_of(zone)), is_day=is_day[place], is_long=is_long
            ),
            is_day=is_day[place],
            is_minor=bool((place - anchor) % 2),
        )
        for place, moment in enumerate(instants)
    ]


def _label(wall: datetime, *, is_day: bool, is_long: bool) -> str:
    if is_day and is_long:
        return day_month(wall.date())
    return f"{weekday(wall.date())} {day_month(wall.date())}" if is_day else f"{wall:%H:%M}"


def _wall_ticks(window: Span, zone: str) -> list[Instant]:
    first, last = day_of(window.start, zone), day_of(window.end, zone)
    days = (last - first).days + 1
    for step in _STEPS_MIN:
        if window.length / (step * MINUTE) <= MOST_TICKS:
            return [
                t
                for day in dates(first, last + timedelta(days=1))
                for t in _within(day, step, zone)
                if t in window
            ]
    step_days = next((s for s in _STEPS_DAYS if days / s <= MOST_TICKS), -(-days // MOST_TICKS))
    if months := {31: 1, 92: 3}.get(step_days):
        return [
            t
            for day in dates(first, last + timedelta(days=1))
            if day.day == 1 and (day.month - 1) % months == 0 and (t := midnight(day, zone)) in window
        ]
    # weeks begin on Monday, other steps count from a fixed day so that a moving window keeps its ticks
    return [
        t
        for day in dates(first, last + timedelta(days=1))
        if (day.toordinal() - 1) % step_days == 0
        if (t := midnight(day, zone)) in window
    ]


def _within(day: date, step_min: int, zone: str) -> list[Instant]:
    start = midnight(day, zone)
    found = [start]
    for minute in range(step_min, 24 * 60, step_min):
        wall = datetime.combine(day, time(minute // 60, minute % 60), zone_of(zone))
        moment = instant_of(wall)
        # an hour that the clock skips has no tick
        if datetime_of(moment).astimezone(zone_of(zone)).time() == wall.time() and moment - start < 26 * HOUR:
            found.append(moment)
    return found
