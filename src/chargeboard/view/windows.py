"""
Which window does the timeline show, and which others are one click away?

Windows that end now follow the clock; a picked one stands still. All links are plain queries.
"""

from __future__ import annotations

from datetime import timedelta

import msgspec

from chargeboard.domain.instants import HOUR, MINUTE, text_of
from chargeboard.domain.span import Span, day_span
from chargeboard.view.when import Local, day_month, full_day, weekday

LONGEST_DAY = 25 * HOUR


class View(msgspec.Struct, frozen=True):
    """A link to another window."""

    label: str
    query: str
    is_current: bool = False
    hint: str = ""


def _is_now(window: Span, local: Local) -> bool:
    """Whether the window follows the present: a link to it was made moments ago."""
    return 0 <= local.now - window.end <= MINUTE


def window_line(window: Span, local: Local) -> str:
    """The window in words, in the charger's own time."""
    if _is_now(window, local) and window.length == 24 * HOUR:
        return f"last 24 hours, {local.moment(window.start)} – {local.clock(window.end)}"
    start, end = local.wall(window.start), local.wall(window.end)
    from_day, to_day = (f"{weekday(wall.date())} {day_month(wall.date())}" for wall in (start, end))
    if day_span(start.date(), local.zone) == window:
        return full_day(start.date())
    return f"{from_day} {start:%H:%M} – {to_day} {end:%H:%M}"


def _query(window: Span) -> str:
    return f"?timeline_from={text_of(window.start)}&timeline_to={text_of(window.end)}"


def views(window: Span, local: Local) -> tuple[View, ...]:
    """The windows that follow the clock."""
    return tuple(
        View(label, query, _is_now(window, local) and window.length == length)
        for label, query, length in (
            ("3 h", "?last=3h", 3 * HOUR),
            ("24 h", "?", 24 * HOUR),
            ("7 days", "?last=7d", 7 * 24 * HOUR),
            ("30 days", "?last=30d", 30 * 24 * HOUR),
        )
    )


def earlier(window: Span, local: Local) -> View:
    """The local day before; of a window longer than a day, one of the same length before."""
    if window.length > LONGEST_DAY:
        return View("earlier", _query(Span(window.start - window.length, window.start)))
    last = local.wall(window.end - 1).date()
    day = last - timedelta(days=1)
    return View(f"{weekday(day)} {day_month(day)}", _query(day_span(day, local.zone)), hint="day before")


def later(window: Span, local: Local) -> View | None:
    """The local day after, or a window of the same length after; none where that has not begun."""
    if window.length > LONGEST_DAY:
        if _is_now(window, local):
            return None
        return View("later", _query(Span(window.end, min(window.end + window.length, local.now))))
    day = local.wall(window.end - 1).date() + timedelta(days=1)
    span = day_span(day, local.zone)
    if span.start >= local.now:
        return None
    return View(
        f"{weekday(day)} {day_month(day)}",
        _query(Span(span.start, min(span.end, local.now))),
        hint="day after",
    )
