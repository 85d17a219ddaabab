"""Which moment and which spans does a request ask for?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

import msgspec

from chargeboard.domain.instants import HOUR, Instant, instant_of
from chargeboard.domain.span import Span

LONGEST = timedelta(days=1100)


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


def asked(query: Mapping[str, str]) -> Asked:
    """
    The request's `at`, `from`, `to`, `timeline_from` and `timeline_to`.

    Raises: BadParameterError.
    """
    return Asked(_instant(query, "at"), _window(query), _timeline(query))


def last(query: Mapping[str, str], until: Instant) -> Span | None:
    """
    The page's `last=7d` or `last=3h`: a timeline that ends now and follows the clock.

    Raises: BadParameterError.
    """
    text = query.get("last", "").strip()
    if not text:
        return None
    hours = {"h": 1, "d": 24}.get(text[-1])
    if hours is None or not text[:-1].isdecimal() or not 0 < int(text[:-1]) * hours <= LONGEST.days * 24:
        raise BadParameterError("last", f"last={text!r} is no stretch of time. Write it like 3h or 7d.")
    return Span(until - int(text[:-1]) * hours * HOUR, until)


def _instant(query: Mapping[str, str], name: str) -> Instant | None:
    text = query.get(name, "").strip()
    if not text:
        return None
    try:
        # a plus sign that was not escaped arrives as a blank
        moment = datetime.fromisoformat(text.replace(" ", "+") if "T" in text else text)
        return instant_of(moment)
    except ValueError:
        raise BadParameterError(
            name, f"{name}={text!r} is no instant. Write it with its zone, like 2026-11-21T13:00:00Z."
        ) from None


def date_of(query: Mapping[str, str], name: str) -> date | None:
    """
    A local date among the parameters.

    Raises: BadParameterError.
    """
    text = query.get(name, "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadParameterError(name, f"{name}={text!r} is no date. Write it like 2026-11-21.") from None


def _window(query: Mapping[str, str]) -> tuple[date, date] | None:
    first, end = date_of(query, "from"), date_of(query, "to")
    if first is None and end is None:
        return None
    if first is None or end is None:
        missing = "from" if first is None else "to"
        raise BadParameterError(
            missing, f"{missing} is missing: from and to come together, to is not included."
        )
    if first >= end:
        raise BadParameterError("to", f"to={end} must be after from={first}; the day of to is not included.")
    if end - first > LONGEST:
        raise BadParameterError(
            "from", f"from={first} to={end} is too long: at most {LONGEST.days} days at once."
        )
    return first, end


def _timeline(query: Mapping[str, str]) -> Span | None:
    start, end = _instant(query, "timeline_from"), _instant(query, "timeline_to")
    if start is None and end is None:
        return None
    if start is None or end is None:
        missing = "timeline_from" if start is None else "timeline_to"
        raise BadParameterError(
            missing, f"{missing} is missing: timeline_from and timeline_to come together."
        )
    if start >= end:
        raise BadParameterError("timeline_to", "timeline_to must be after timeline_from.")
    if end - start > LONGEST // timedelta(microseconds=1):
        raise BadParameterError(
            "timeline_from", f"The timeline is too long: at most {LONGEST.days} days at once."
        )
    return Span(start, end)
