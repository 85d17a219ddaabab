"""When is the site open (definitions 2.2, 2.8: opening hours restrict what is counted)?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from chargeboard.domain.policy import Policy
from chargeboard.metrics.days.words import say
from chargeboard.time.days import day_span, zone_of
from chargeboard.time.instants import HOUR, Instant, instant_of
from chargeboard.time.spans import Span, total, union

_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_RULE = re.compile(
    r"(?:(?P<first>Mo|Tu|We|Th|Fr|Sa|Su)(?:-(?P<last>Mo|Tu|We|Th|Fr|Sa|Su))?\s+)?"
    r"(?P<opens>\d{1,2}:\d{2})-(?P<closes>\d{1,2}:\d{2})"
)


def open_spans(on: date, seen: Span, zone: str, policy: Policy) -> list[Span]:
    """The open stretches of a local day inside `seen`; all of it without opening hours."""
    if not policy.opening_hours:
        return [seen]
    spans: list[Span] = []
    # the day before counts too: a night's hours reach over midnight
    for day in (on - timedelta(days=1), on):
        for days, opens, closes in rules(policy.opening_hours):
            if day.weekday() in days:
                spans.append(_span(day, opens, closes, zone))
    return [piece for span in union(spans) if (piece := span.clip(seen))]


def week_hours(policy: Policy) -> float:
    """How many hours of a week the site is open."""
    monday = date(2024, 1, 1)
    days = [monday + timedelta(days=one) for one in range(7)]
    opened = union(span for day in days for span in open_spans(day, day_span(day, "UTC"), "UTC", policy))
    return total(opened) / HOUR


@lru_cache(maxsize=64)
def rules(hours: Sequence[str]) -> list[tuple[frozenset[int], time, time]]:
    """
    Opening hours as (weekdays, opens, closes); Monday is 0 and closing at 00:00 or 24:00 is midnight.

    Raises: ValueError naming the text that is none, with an example.
    """
    found = []
    for text in hours:
        match = _RULE.fullmatch(text.strip())
        if match is None:
            raise ValueError(say("not_opening_hours", text=text))
        first = _DAYS.index(match["first"]) if match["first"] else 0
        last = _DAYS.index(match["last"]) if match["last"] else (first if match["first"] else 6)
        days = frozenset((first + step) % 7 for step in range((last - first) % 7 + 1))
        found.append((days, _time(match["opens"], text), _time(match["closes"], text)))
    return found


def _time(text: str, rule: str) -> time:
    hour, minute = (int(part) for part in text.split(":"))
    if (hour, minute) == (24, 0):
        return time(0)
    try:
        return time(hour, minute)
    except ValueError as error:
        raise ValueError(say("not_a_time_of_day", rule=rule, text=text)) from error


def _span(day: date, opens: time, closes: time, zone: str) -> Span:
    end = day if closes > opens else day + timedelta(days=1)
    return Span(_instant(day, opens, zone), _instant(end, closes, zone))


def _instant(day: date, clock: time, zone: str) -> Instant:
    return instant_of(datetime.combine(day, clock, tzinfo=zone_of(zone)))
