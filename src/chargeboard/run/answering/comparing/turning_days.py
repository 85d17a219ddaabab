"""How did a charger do before and after a day on which its firmware or its settings changed?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from msgspec.structs import replace

from chargeboard.domain.facts import Booted
from chargeboard.domain.figures.board import SettingTold
from chargeboard.domain.figures.comparison import FirmwareChange, SettingsChange
from chargeboard.domain.figures.measures import DateSpan
from chargeboard.domain.totals import Kind, KindSince
from chargeboard.history.charger import ChargerHistory
from chargeboard.metrics.compared import BEFORE_AND_AFTER, compared
from chargeboard.metrics.kinds import kinds_told
from chargeboard.metrics.settings import SettingChange
from chargeboard.run.answering.comparing.complete_days import over, totals_by_day
from chargeboard.time.days import day_of, midnight
from chargeboard.time.instants import Instant
from chargeboard.time.spans import Span

LISTED_DAYS = 90
"""So far back changes are told."""
MOST_DAYS = 30
"""A span before or after one is no longer."""
OFTEN_DAYS = 10
"""A setting that changes on more of the days that are looked at is one by which the charger is operated."""
_A_DAY = timedelta(days=1)
Dates = tuple[date, date]
"""The first, and the day after the last."""


class Change(NamedTuple):
    """On a local day boots told another firmware than was known before it, or settings got other values."""

    on: date
    firmware: Turn | None
    """From the one before the day to the last of it."""
    settings: tuple[SettingChange, ...]
    """By name, each from the value before the day to its last one."""
    spans: tuple[Dates, Dates] | None
    """
    Complete local days before and after it, as many on either side, without its own.

    They reach up to the next change of either kind on either side, to the first and the last complete day, or
    to 30 days. None: there is no such day on one of its sides.
    """


class Turn(NamedTuple):
    """A boot told another firmware."""

    at: Instant
    on: date
    was: str
    became: str


class Changes(NamedTuple):
    """Those of the last 90 days with what the spans around them came to, the latest first."""

    firmware: list[FirmwareChange]
    settings: list[SettingsChange]


def changes_with_figures(history: ChargerHistory) -> Changes:
    """What changed, and how the charger did before and after it."""
    today = day_of(history.at, history.zone)
    changes = changes_since(history, today - timedelta(days=LISTED_DAYS))
    found = Changes([], [])
    if not changes:
        return found
    days = totals_by_day(history, changes[0].on - timedelta(days=MOST_DAYS), today)
    for change in reversed(changes):
        sides = [DateSpan(from_=first, to=end) for first, end in change.spans or ()]
        figures = []
        if change.spans:
            first, second = change.spans
            figures = compared(over(days, *first), over(days, *second), BEFORE_AND_AFTER)
        before, after = sides or (None, None)
        if (turn := change.firmware) is not None:
            found.firmware.append(
                FirmwareChange(
                    at=turn.at,
                    date=change.on,
                    was=turn.was,
                    became=turn.became,
                    before=before,
                    after=after,
                    figures=figures,
                )
            )
        if change.settings:
            found.settings.append(
                SettingsChange(
                    at=max(one.at for one in change.settings),
                    date=change.on,
                    settings=[settings_told(one) for one in change.settings],
                    before=before,
                    after=after,
                    figures=figures,
                )
            )
    return found


def settings_told(change: SettingChange) -> SettingTold:
    """A setting's change, as figures have it."""
    return SettingTold(name=change.name, was=change.was, became=change.became)


def changes_since(history: ChargerHistory, first: date) -> list[Change]:
    """Those since a local day, by date; a day on which all changed and changed back only bounds spans."""
    known_from = first - timedelta(days=MOST_DAYS)
    turns = {
        on: [*some]
        for on, some in groupby(turns_since(history, midnight(known_from, history.zone)), attrgetter("on"))
    }
    settings = _settings_since(history, known_from)
    turning = sorted({*turns, *settings})
    if not turning:
        return []
    born = max(known_from, history.commissioned_on) - _A_DAY
    bounds = [born, *turning, day_of(history.at, history.zone)]
    found = []
    for place, on in enumerate(turning):
        firmware = _net_turn(turns.get(on, []))
        taken = _net_settings(settings.get(on, []))
        if on >= first and (firmware or taken):
            found.append(Change(on, firmware, taken, _around(*bounds[place : place + 3])))
    return found


def _net_turn(turns: Sequence[Turn]) -> Turn | None:
    """From the first firmware of a day to its last."""
    if not turns or turns[0].was == turns[-1].became:
        return None
    return turns[-1]._replace(was=turns[0].was)


def _net_settings(changes: Sequence[SettingChange]) -> tuple[SettingChange, ...]:
    """Each setting from its first value of a day to its last."""
    found = dict[str, SettingChange]()
    for change in changes:
        before = found.get(change.name)
        found[change.name] = change if before is None else replace(change, was=before.was)
    return tuple(
        change
        for _, change in sorted(found.items())
        if change.was is None or change.became is None or change.was.casefold() != change.became.casefold()
    )


def _settings_since(history: ChargerHistory, first: date) -> dict[date, list[SettingChange]]:
    """The changes of settings by local day, without those of settings by which the charger is operated."""
    by_day = dict[date, list[SettingChange]]()
    for change in history.carry.settings.changes:
        on = day_of(change.at, history.zone)
        if on >= first:
            by_day.setdefault(on, []).append(change)
    days = Counter(name for some in by_day.values() for name in {change.name for change in some})
    told = {on: [change for change in some if days[change.name] <= OFTEN_DAYS] for on, some in by_day.items()}
    return {on: some for on, some in told.items() if some}


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
