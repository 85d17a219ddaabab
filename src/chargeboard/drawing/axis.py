"""
Where does an axis of time carry its ticks?

On hours that people use, counted on the wall: on a day of 25 hours the ticks are where the clock shows them.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache

import msgspec

from chargeboard.drawing.label_room import CLASSES, Box, beside, centred, halving, level, needed, uncut
from chargeboard.time.days import dates, day_of, midnight, zone_of
from chargeboard.time.instants import HOUR, MINUTE, Instant, datetime_of, instant_of
from chargeboard.time.spans import Span
from chargeboard.words.dates import day_month, weekday

_STEPS_MIN = (1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720)
_STEPS_DAYS = (1, 2, 7, 14, 31, 92)
MOST_TICKS = 13
_EDGE_PCT = {False: 3, True: 8}
"""Of an hour and of a day: a date is not missed on the narrowest axis, an hour has its neighbours."""
_AXES_PX = (180, 300, 400, 540, 700)
"""The narrowest axis, container by container: the timeline's names take room of the first one."""
_FONT, _BASELINE = 11.5, 18.0


class Tick(msgspec.Struct, frozen=True):
    """`x` in percent of the window. The classes say where label and weekday have room; None: nowhere."""

    x: float
    label: str
    is_day: bool
    weekday: str
    """What stands before the date, with its blank, where there is room."""
    room: str | None
    weekday_room: str | None

    @property
    def edge(self) -> str:
        """Where the label would be cut: it begins or ends at its tick there."""
        return _edge(self.x, is_day=self.is_day)


def ticks(window: Span, zone: str, *, names_days: bool = True) -> list[Tick]:
    """At most MOST_TICKS, the first instant of a day labelled by its date, if days are named at all."""
    if not window.length:
        return []
    instants = _wall_ticks(window, zone)
    is_day = [names_days and moment == midnight(day_of(moment, zone), zone) for moment in instants]
    is_long = window.length > 92 * 24 * HOUR
    walls = [datetime_of(moment).astimezone(zone_of(zone)) for moment in instants]
    labels = [
        day_month(wall.date()) if named else f"{wall:%H:%M}"
        for wall, named in zip(walls, is_day, strict=True)
    ]
    weekdays = [
        f"{weekday(wall.date())} " if named and not is_long else ""
        for wall, named in zip(walls, is_day, strict=True)
    ]
    places = [round(100 * (moment - window.start) / window.length, 3) for moment in instants]
    edges = tuple(_edge(x, is_day=named) for x, named in zip(places, is_day, strict=True))
    rooms, weekday_room = _rooms(
        tuple(places), tuple(labels), tuple(weekdays), edges, is_day.index(True) if True in is_day else 0
    )
    return [
        Tick(x, label, named, before, room, weekday_room)
        for x, label, named, before, room in zip(places, labels, is_day, weekdays, rooms, strict=True)
    ]


@lru_cache(maxsize=256)
def _rooms(
    places: tuple[float, ...],
    labels: tuple[str, ...],
    weekdays: tuple[str, ...],
    edges: tuple[str, ...],
    anchor: int,
) -> tuple[tuple[str | None, ...], str | None]:
    """
    The class of each label, and that of all weekdays, which are shown where no label has to go for them.

    Where not all have room every other one goes, and the first day stays.
    """
    order = halving(len(places), anchor)
    bare = list(map(_box, places, labels, edges))
    full = [
        _box(x, before + label, edge)
        for x, label, before, edge in zip(places, labels, weekdays, edges, strict=True)
    ]
    needs, most = [0.0] * len(places), 0.0
    for rank, place in enumerate(order):
        before = order[:rank]
        needs[place] = max(uncut(bare[place]), needed(bare[place], [bare[one] for one in before]))
        if weekdays[place]:
            most = max(most, uncut(full[place]))
        most = max(most, needed(full[place], [full[one] for one in before]))
    return tuple(CLASSES[level(need, _AXES_PX)] for need in needs), CLASSES[level(most, _AXES_PX)]


def _edge(x: float, *, is_day: bool) -> str:
    near = _EDGE_PCT[is_day]
    return "first" if x < near else "last" if x > 100 - near else ""


def _box(x: float, label: str, edge: str) -> Box:
    """A label about its tick, or beside it at an edge."""
    share = x / 100
    if edge == "first":
        return beside(label, share, _BASELINE, _FONT, 0)
    if edge == "last":
        return beside(label, share, _BASELINE, _FONT, -1e-9)
    return centred(label, share, _BASELINE, _FONT)


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
