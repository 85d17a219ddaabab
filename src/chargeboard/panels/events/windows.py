"""
Which window does the timeline show, and which others are one click away?

Windows that end now follow the clock; a picked one stands still. All links are plain queries.
"""

from __future__ import annotations

from datetime import date, timedelta

import msgspec

from chargeboard.panels.events.words import say
from chargeboard.panels.url_instant import url_instant
from chargeboard.time.days import midnight
from chargeboard.time.instants import HOUR, MINUTE, seconds_of
from chargeboard.time.spans import Span
from chargeboard.words.dates import dates_through, day_month, full_day, weekday
from chargeboard.words.formats import about, duration
from chargeboard.words.wall_clock import Local

DAY = timedelta(days=1)
_ROLLING_H = {3, 24}


class View(msgspec.Struct, frozen=True):
    """A link to another window."""

    label: str
    query: str
    is_current: bool = False
    hint: str = ""


def ends_now(window: Span, local: Local) -> bool:
    """Whether the window follows the present: a link to it was made moments ago."""
    return 0 <= local.now - window.end <= MINUTE


def _days(window: Span, local: Local) -> tuple[date, date] | None:
    """The first and the last local date, where the window is made of whole ones (the last up to now)."""
    first, last = local.wall(window.start).date(), local.wall(window.end - 1).date()
    if window.start != midnight(first, local.zone):
        return None
    is_whole = window.end == midnight(last + DAY, local.zone) or ends_now(window, local)
    return (first, last) if is_whole else None


def window_line(window: Span, local: Local) -> str:
    """The window in words, in the charger's own time."""
    start, end, is_now = local.wall(window.start), local.wall(window.end), ends_now(window, local)
    hours = window.length // HOUR
    if is_now and window.length == hours * HOUR and hours in _ROLLING_H:
        return say("last_hours", hours=hours, start=local.moment(window.start), end=local.clock(window.end))
    if days := _days(window, local):
        return _days_line(window, *days, is_now=is_now)
    is_exact = start.second or end.second or window.length < 10 * MINUTE
    clock = "%H:%M:%S" if is_exact else "%H:%M"
    until = "" if start.date() == end.date() else f"{full_day(end.date())} "
    length = (duration if is_exact else about)(seconds_of(window.length))
    return f"{full_day(start.date())} {start:{clock}} – {until}{end:{clock}}, {length}"


def _days_line(window: Span, first: date, last: date, *, is_now: bool) -> str:
    if first == last:
        hours = round(window.length / HOUR, 1)
        if is_now:
            return say("so_far", day=full_day(first))
        is_turned = hours in {23, 23.5, 24.5, 25}
        return say("turned", day=full_day(first), hours=f"{hours:g}") if is_turned else full_day(first)
    number = (last - first).days
    if is_now:
        return say("days_so_far", dates=dates_through(first, last - DAY), n=number)
    return say("days", dates=dates_through(first, last), n=number + 1)


def _query(window: Span) -> str:
    return f"?timeline_from={url_instant(window.start)}&timeline_to={url_instant(window.end)}"


def days_query(first: date, last: date) -> str:
    """The page of these local dates, both included."""
    return f"?day={first}" + (f"&until={last}" if last > first else "")


def views(window: Span, local: Local) -> tuple[View, ...]:
    """The windows that follow the clock."""
    is_now, found = ends_now(window, local), []
    for label, query, hours in ((say("view_3h"), "?last=3h", 3), (say("view_24h"), "?last=24h", 24)):
        found.append(View(label, query, is_now and window.length == hours * HOUR))
    for label, days in ((say("view_7d"), 7), (say("view_30d"), 30), (say("view_365d"), 365)):
        is_it = is_now and window.start == midnight(local.today - days * DAY, local.zone)
        found.append(View(label, f"?last={days}d", is_it))
    return tuple(found)


def _named(first: date, last: date, hint: str) -> View:
    if first == last:
        return View(f"{weekday(first)} {day_month(first)}", days_query(first, last), hint=say(f"day_{hint}"))
    return View(dates_through(first, last), days_query(first, last), hint=say(f"time_{hint}"))


def earlier(window: Span, local: Local, born: date | None = None) -> View | None:
    """
    A window of the same kind before it: complete days as many as it has, else the same length.

    None where the charger was not yet heard.
    """
    if born is not None and local.wall(window.start).date() <= born:
        return None
    is_now = ends_now(window, local)
    if days := _days(window, local):
        first, last = days
        number = max(1, (last - first).days) if is_now else (last - first).days + 1
        return _named(first - number * DAY, first - DAY, "before")
    if is_now and window.length == 24 * HOUR:
        day = local.wall(window.end - 1).date() - DAY
        return _named(day, day, "before")
    return _moved(Span(window.start - window.length, window.start), say("earlier"), local)


def later(window: Span, local: Local) -> View | None:
    """The window of the same kind after it, up to now; none where that has not begun."""
    if ends_now(window, local) or window.end > local.now:
        return None
    if days := _days(window, local):
        first, last = days[1] + DAY, days[1] + (days[1] - days[0] + DAY)
        return _named(first, min(last, local.today), "after") if first <= local.today else None
    return _moved(Span(window.end, min(window.end + window.length, local.now)), say("later"), local)


def _moved(window: Span, label: str, local: Local) -> View:
    return View(label, _query(window), hint=window_line(window, local))


def table_query(window: Span, local: Local) -> str:
    """What asks for a window and its table."""
    days = None if ends_now(window, local) else _days(window, local)
    return f"{days_query(*days) if days else _query(window)}&table=1"
