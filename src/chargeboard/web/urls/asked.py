"""Which moment and which spans does a request ask for?"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

import msgspec

from chargeboard.panels.url_instant import url_instant
from chargeboard.time.days import day_of, midnight, zone_of
from chargeboard.time.instants import HOUR, Instant, Micros, instant_of
from chargeboard.time.spans import Span
from chargeboard.web.urls.words import say
from chargeboard.words.dates import months

LONGEST = timedelta(days=1100)
MOST_DAYS = timedelta(days=367)
"""A year, leap or not, and today: the longest timeline of the page."""
_DAY = 24 * HOUR
_MOST_DIGITS = 9
_ONE_DAY = timedelta(days=1)
_DATE_LENGTH = len("2026-11-21")
_WRITTEN = re.compile(r"(\d{1,2})\.? ([^\W\d]+)\.? (\d{4})(?:,? (\d\d:\d\d(?::\d\d)?))?")
EARLIEST, LATEST = date(2000, 1, 1), date(3000, 1, 1)
"""No charger spoke before or will behind: a range ends there, and a single moment lies between."""


class BadParameterError(ValueError):
    """A parameter that cannot be understood; the message says what is wrong and what to write."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name


class Asked(msgspec.Struct, frozen=True):
    """None: the default."""

    at: Instant | None = None
    window: tuple[date, date] | None = None
    timeline: Span | None = None


def asked(query: Mapping[str, str], longest: timedelta = LONGEST) -> Asked:
    """
    The request's `at`, `from` and `through`, at most `longest` apart, `timeline_from` and `timeline_to`.

    Raises: BadParameterError.
    """
    return Asked(instant_in(query, "at"), _window(query, longest), _timeline(query))


def shown(query: Mapping[str, str]) -> Callable[[str, Instant], Span]:
    """
    The page's timeline, once the charger's zone and the instant of the question are known.

    `timeline_from` and `timeline_to`; or `day`, a local date, and `until`, the last one; or `last=3h`, hours
    up to now, or `last=7d`, complete local days and today so far; else the dates of the figures where they
    have passed, a year of them at most; else the last 24 hours.
    Raises: BadParameterError, the function too.
    """
    asked_for, length, window = _timeline(query), _last(query), _window(query, LONGEST)
    is_usual = not query.get("last", "").strip()
    first, until = date_of(query, "day"), date_of(query, "until")
    if first is not None and until is not None and not timedelta() <= until - first < MOST_DAYS:
        raise BadParameterError(
            "until", say("until_out_of_range", until=until, first=first, days=MOST_DAYS.days)
        )

    def span_of(zone: str, at: Instant) -> Span:
        if asked_for is not None:
            return asked_for
        if first is not None:
            begin, end = midnight(first, zone), midnight((until or first) + timedelta(days=1), zone)
            if begin >= at:
                raise BadParameterError("day", say("day_not_begun", first=first))
            return Span(begin, min(end, at))
        if is_usual and window is not None and window[1] <= day_of(at, zone):
            return Span(midnight(max(window[0], window[1] - MOST_DAYS), zone), midnight(window[1], zone))
        if length % _DAY or length == _DAY:
            return Span(at - length, at)
        return Span(midnight(day_of(at, zone) - timedelta(days=length // _DAY), zone), at)

    return span_of


def _last(query: Mapping[str, str]) -> Micros:
    text = query.get("last", "").strip() or "24h"
    hours = {"h": 1, "d": 24}.get(text[-1])
    is_number = text[:-1].isdecimal() and len(text) <= _MOST_DIGITS
    if hours is None or not is_number or not 0 < int(text[:-1]) * hours <= MOST_DAYS.days * 24:
        raise BadParameterError("last", say("not_a_duration", text=repr(text)))
    return int(text[:-1]) * hours * HOUR


def instant_in(query: Mapping[str, str], name: str) -> Instant | None:
    """
    An instant among the parameters.

    Raises: BadParameterError.
    """
    text = query.get(name, "").strip()
    if not text:
        return None
    try:
        # a plus sign that was not escaped arrives as a blank
        moment = datetime.fromisoformat(text.replace(" ", "+") if "T" in text else text)
        at = instant_of(moment)
    except ValueError:
        raise BadParameterError(name, say("instant_without_zone", name=name, text=repr(text))) from None
    _check_year(name, moment.date())
    return at


def at_moment(query: Mapping[str, str], zone: str, now: Instant) -> dict[str, str]:
    """
    The parameters with `at`, where a form told `moment`: a local time of the charger, or one with its zone.

    A time that the clocks show twice is the first of the two; one to come is now.
    Raises: BadParameterError.
    """
    text = query["moment"].strip()
    try:
        told = datetime.fromisoformat(plain(text))
        at = instant_of(told if told.tzinfo else told.replace(tzinfo=zone_of(zone)))
    except ValueError:
        raise BadParameterError("moment", say("not_a_moment", text=repr(text))) from None
    _check_year("moment", told.date())
    kept = {name: value for name, value in query.items() if name not in {"at", "moment"}}
    return kept if at >= now else {**kept, "at": url_instant(at)}


def plain(text: str) -> str:
    """A date or a local time that is written as the page writes it, `21 Nov 2026 14:03`, as ISO 8601."""
    found = _WRITTEN.fullmatch(text.strip())
    numbers = enumerate(months(), 1)
    month = found and next(
        (n for n, name in numbers if found[2].casefold().startswith(name.rstrip(".").casefold())), None
    )
    if found is None or month is None:
        return text.strip()
    day, _, year, clock = found.groups()
    on = f"{year}-{month:02d}-{int(day):02d}"
    return f"{on}T{clock}" if clock else on


def date_of(query: Mapping[str, str], name: str) -> date | None:
    """
    A local date among the parameters.

    Raises: BadParameterError.
    """
    text = query.get(name, "").strip()
    return date_in(name, text) if text else None


def date_in(name: str, text: str) -> date:
    """
    A local date that a person wrote.

    Raises: BadParameterError.
    """
    on = _date(name, text)
    _check_year(name, on)
    return on


def _date(name: str, text: str) -> date:
    try:
        return date.fromisoformat(plain(text))
    except ValueError:
        raise BadParameterError(name, say("not_a_date", name=name, text=repr(text))) from None


def _check_year(name: str, on: date) -> None:
    if not EARLIEST <= on < LATEST:
        raise BadParameterError(
            name, say("year_out_of_range", name=name, year=on.year, first=EARLIEST.year, last=LATEST.year - 1)
        )


def end_of_range(name: str, text: str) -> date:
    """
    A local date that a range begins or ends with; one outside of all that can exist is moved to its edge.

    Raises: BadParameterError.
    """
    return min(max(_date(name, text), EARLIEST), LATEST)


def in_todays_words(query: Mapping[str, str]) -> dict[str, str]:
    """
    The parameters, with the `to` of an older link, the day after the last one, told as `through`.

    Dates that were written as the page writes them are told as addresses do.
    """
    told = dict(query)
    told |= {name: plain(told[name]) for name in ("from", "through", "to") if told.get(name)}
    before = told.get("to", "").strip()
    if len(before) == _DATE_LENGTH and not told.get("through"):
        try:
            told["through"] = str(end_of_range("to", before) - _ONE_DAY)
        except BadParameterError:
            return told
        del told["to"]
    return told


def _window(query: Mapping[str, str], longest: timedelta) -> tuple[date, date] | None:
    """The dates as the core counts them: with the day after the last one."""
    first, last, before = (
        end_of_range(name, text) if (text := query.get(name, "").strip()) else None
        for name in ("from", "through", "to")
    )
    if last is not None and before is not None:
        raise BadParameterError("to", say("through_and_to"))
    name, end = ("to", before) if before is not None else ("through", last and last + _ONE_DAY)
    if first is None and end is None:
        return None
    if first is None or end is None:
        missing = "from" if first is None else "through"
        raise BadParameterError(missing, say("date_missing", missing=missing))
    if first >= end:
        raise BadParameterError(
            name,
            say("through_before_from", last=last, first=first)
            if before is None
            else say("to_not_after_from", end=end, first=first),
        )
    if end - first > longest:
        raise BadParameterError(
            "from",
            say("too_many_days", first=first, last=end - _ONE_DAY, days=longest.days),
        )
    return first, end


def _timeline(query: Mapping[str, str]) -> Span | None:
    start, end = instant_in(query, "timeline_from"), instant_in(query, "timeline_to")
    if start is None and end is None:
        return None
    if start is None or end is None:
        missing = "timeline_from" if start is None else "timeline_to"
        raise BadParameterError(missing, say("timeline_end_missing", missing=missing))
    if start >= end:
        raise BadParameterError("timeline_to", say("timeline_reversed"))
    if end - start > LONGEST // timedelta(microseconds=1):
        raise BadParameterError("timeline_from", say("timeline_too_long", days=LONGEST.days))
    return Span(start, end)
