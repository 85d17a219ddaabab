"""How did a charger do before and after a change of its firmware?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from chargeboard.domain.facts import Booted
from chargeboard.domain.figures.comparison import FirmwareChange
from chargeboard.domain.figures.measures import DateSpan
from chargeboard.domain.totals import Kind, KindSince
from chargeboard.history.charger import ChargerHistory
from chargeboard.metrics.compared import BEFORE_AND_AFTER, compared
from chargeboard.metrics.kinds import kinds_told
from chargeboard.run.answering.comparing.complete_days import over, totals_by_day
from chargeboard.time.days import day_of, midnight
from chargeboard.time.instants import Instant
from chargeboard.time.spans import Span

LISTED_DAYS = 90
"""So far back changes are told."""
MOST_DAYS = 30
"""A span before or after one is no longer."""
_A_DAY = timedelta(days=1)
Dates = tuple[date, date]
"""The first, and the day after the last."""


class Change(NamedTuple):
    """Boots of a local day told another firmware than was known before it."""

    at: Instant
    """Of the last of them."""
    on: date
    was: str
    became: str
    spans: tuple[Dates, Dates] | None
    """
    Complete local days before and after it, as many on either side, without its own.

    They reach up to the next change on either side, to the first and the last complete day, or to 30 days.
    None: there is no such day on one of its sides.
    """


class Turn(NamedTuple):
    """A boot told another firmware."""

    at: Instant
    on: date
    was: str
    became: str


def firmware_changes(history: ChargerHistory) -> list[FirmwareChange]:
    """The changes of the last 90 days with what the spans around them came to, the latest first."""
    today = day_of(history.at, history.zone)
    changes = changes_since(history, today - timedelta(days=LISTED_DAYS))
    if not changes:
        return []
    days = totals_by_day(history, changes[0].on - timedelta(days=MOST_DAYS), today)
    found = []
    for change in reversed(changes):
        told = FirmwareChange(at=change.at, date=change.on, was=change.was, became=change.became)
        if change.spans:
            before, after = change.spans
            told.before, told.after = (DateSpan(from_=first, to=end) for first, end in change.spans)
            told.figures = compared(over(days, *before), over(days, *after), BEFORE_AND_AFTER)
        found.append(told)
    return found


def changes_since(history: ChargerHistory, first: date) -> list[Change]:
    """Those since a local day, by date; a day on which it changed and changed back only bounds spans."""
    known_from = first - timedelta(days=MOST_DAYS)
    by_day = [
        (on, [*some])
        for on, some in groupby(turns_since(history, midnight(known_from, history.zone)), attrgetter("on"))
    ]
    if not by_day:
        return []
    born = max(known_from, history.commissioned_on) - _A_DAY
    bounds = [born, *(on for on, _ in by_day), day_of(history.at, history.zone)]
    return [
        Change(some[-1].at, on, some[0].was, some[-1].became, _around(*bounds[place : place + 3]))
        for place, (on, some) in enumerate(by_day)
        if on >= first and some[0].was != some[-1].became
    ]


def turns_since(history: ChargerHistory, since: Instant) -> Iterator[Turn]:
    """Of what is stored, and of boots behind it; what was not known before is no change."""
    stored_until = max(since, history.stored_until)

    def stored() -> tuple[Kind | None, list[KindSince]]:
        store, station = history.store, history.station
        return store.kind_before(station, since), store.kinds(station, Span(since, stored_until))

    kind, kinds = history.remembered.once(history.station, history.version, ("kinds", since), stored)
    boot = history.carry.boot
    late = [
        fact
        for fact in (() if boot is None or boot.at < stored_until else history.tail.facts)
        if isinstance(fact, Booted) and stored_until <= fact.at <= history.at
    ]
    for one in [*kinds, *kinds_told(late, kinds[-1].kind if kinds else kind, history.zone)]:
        was, kind = kind or Kind(), one.kind
        if was.firmware and kind.firmware != was.firmware:
            yield Turn(one.at, one.on, was.firmware, kind.firmware)


def _around(before: date, on: date, after: date) -> tuple[Dates, Dates] | None:
    """As many days on either side of one, between two others; none where one side has none."""
    length = min(MOST_DAYS, (on - before).days - 1, (after - on).days - 1)
    if length < 1:
        return None
    end = on + _A_DAY
    return (on - timedelta(days=length), on), (end, end + timedelta(days=length))
