"""Which months and rules does a request for official figures ask for?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import msgspec

from chargeboard.official.uptime.rules import RULE_OF
from chargeboard.time.instants import Instant
from chargeboard.web.urls.asked import EARLIEST, LATEST, BadParameterError, instant_in
from chargeboard.web.urls.filters import one_of
from chargeboard.web.urls.words import say

_USUAL = ("nevi", "uk")


class OfficialAsked(msgspec.Struct, frozen=True):
    """None: the default."""

    at: Instant | None
    through: date | None
    """The last of twelve months."""
    rules: tuple[str, str]
    """That are compared."""
    month: date | None
    """In which they are."""


def official_asked(query: Mapping[str, str], month: str = "in") -> OfficialAsked:
    """
    Months as `2026-10`, rules by their codes; `month` names the parameter of the one that is compared.

    Raises: BadParameterError.
    """
    first, second = (
        one_of(query, name, (*RULE_OF, "")) or usual
        for name, usual in zip(("first", "second"), _USUAL, strict=True)
    )
    return OfficialAsked(
        instant_in(query, "at"), month_in(query, "month"), (first, second), month_in(query, month)
    )


def quarter_in(query: Mapping[str, str]) -> date:
    """The first day of the `quarter`, such as `2026-Q3`. Raises: BadParameterError."""
    text = query.get("quarter", "").strip()
    year, _, number = text.partition("-Q")
    if not (len(year) == len("2026") and year.isdecimal() and number in {"1", "2", "3", "4"}):
        raise BadParameterError("quarter", say("not_a_quarter", text=repr(text)))
    if not EARLIEST.year <= int(year) < LATEST.year:
        raise BadParameterError("quarter", say("not_a_quarter", text=repr(text)))
    return first_of_quarter(text)


def first_of_quarter(text: str) -> date:
    """The first day of `2026-Q3`."""
    return date(int(text[:4]), 3 * int(text[-1]) - 2, 1)


def year_in(query: Mapping[str, str]) -> int:
    """The calendar `year`, such as `2026`. Raises: BadParameterError."""
    text = query.get("year", "").strip()
    is_year = len(text) == len("2026") and text.isascii() and text.isdecimal()
    if not is_year or not EARLIEST.year <= int(text) < LATEST.year:
        raise BadParameterError("year", say("not_a_year", text=repr(text)))
    return int(text)


def month_wanted(query: Mapping[str, str]) -> date:
    """The `month` that has to be said, such as `2026-10`. Raises: BadParameterError."""
    found = month_in(query, "month")
    if found is None:
        raise BadParameterError("month", say("not_a_month", name="month", text=repr("")))
    return found


def month_in(query: Mapping[str, str], name: str) -> date | None:
    """A month among the parameters. Raises: BadParameterError."""
    text = query.get(name, "").strip()
    if not text:
        return None
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        raise BadParameterError(name, say("not_a_month", name=name, text=repr(text))) from None
    if len(text) != len("2026-10") or not EARLIEST <= found < LATEST:
        raise BadParameterError(name, say("not_a_month", name=name, text=repr(text)))
    return found


def site_in(query: Mapping[str, str]) -> str:
    """The `site`; empty where none is named."""
    return query.get("site", "").strip()
