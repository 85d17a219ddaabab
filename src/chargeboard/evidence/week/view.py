"""At which hours of the week is the charger used, and does one socket stand out?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from math import ceil

import msgspec

from chargeboard.domain.figures.week import ChargerWeek, WeekCell, WeekSocket, WeekSum
from chargeboard.evidence.week.words import say
from chargeboard.words.dates import dates_through, weekday
from chargeboard.words.formats import DASH, Figure, count, hours, kilo, number, percent

SHADES = 5
_MONDAY = date(2024, 1, 1)


class HeatCell(msgspec.Struct, frozen=True):
    """What is written in it, and how deep its shade is: 0 to `SHADES`; None: nothing is known."""

    text: str
    shade: int | None


class HeatRow(msgspec.Struct, frozen=True):
    """An hour on the seven weekdays."""

    hour: str
    cells: tuple[HeatCell, ...]


class HeatMap(msgspec.Struct, frozen=True):
    """A figure by hour and weekday."""

    key: str
    title: str
    unit: str
    rows: tuple[HeatRow, ...]


class SocketLine(msgspec.Struct, frozen=True):
    """A socket's figures, each with what was expected of it."""

    name: str
    known: str
    figures: tuple[tuple[str, str, str], ...]
    """Heading, figure, and what was expected, if anything was."""


class WeekPage(msgspec.Struct, frozen=True):
    """The page."""

    window: str
    facts: tuple[str, ...]
    weekdays: tuple[str, ...]
    maps: tuple[HeatMap, ...]
    headings: tuple[str, ...]
    sockets: tuple[SocketLine, ...]
    """None where there is only one."""


_HEADINGS = ("socket_use", "socket_attempts", "socket_success", "socket_energy")


def page(told: ChargerWeek) -> WeekPage:
    """Hours of the week, and sockets."""
    names = told.charger.socket_names
    return WeekPage(
        window=dates_through(told.window.from_, told.window.through),
        facts=tuple(_facts(told.total)),
        weekdays=tuple(weekday(_MONDAY + timedelta(days=day)) for day in range(7)),
        maps=(
            _map("use", told.cells, lambda one: one.use_pct, lambda one: percent(one.use_pct)),
            _map("failed", told.cells, lambda one: one.failed, _tried),
            _map("energy", told.cells, lambda one: one.energy_wh, lambda one: kilo(one.energy_wh)),
        ),
        headings=tuple(map(say, _HEADINGS)),
        sockets=tuple(_line(one, names) for one in told.sockets) if len(told.sockets) > 1 else (),
    )


def _facts(total: WeekSum) -> Iterator[str]:
    if total.available_s:
        yield say("fact_use", used=total.in_use_s, available=total.available_s)
    if total.attempts:
        yield say("fact_failed", failed=total.failed, tried=total.attempts)
    if total.energy_wh is not None:
        yield say("fact_energy", energy=total.energy_wh)


def _tried(one: WeekSum) -> str:
    if one.attempts is None:
        return DASH
    return say("of_tried", failed=one.failed, tried=one.attempts) if one.attempts else "0"


def _map(
    key: str, cells: Sequence[WeekCell], value: Callable[[WeekSum], Figure], text: Callable[[WeekSum], str]
) -> HeatMap:
    most = max((float(value(one) or 0) for one in cells), default=0)
    by_place = {(one.hour, one.weekday): one for one in cells}
    return HeatMap(
        key=key,
        title=say(key),
        unit=say(f"unit_{key}"),
        rows=tuple(
            HeatRow(
                say("hour_told", first=f"{hour:02}", last=f"{hour + 1:02}"),
                tuple(
                    HeatCell(text(one), _shade(value(one), most))
                    for one in (by_place[hour, day] for day in range(1, 8))
                ),
            )
            for hour in range(24)
        ),
    )


def _shade(value: Figure, most: float) -> int | None:
    return None if value is None else ceil(SHADES * float(value) / most) if most else 0


def _line(one: WeekSocket, names: dict[int, str]) -> SocketLine:
    figures = (
        (percent(one.use_pct), one.expected_use_pct, percent),
        (count(one.attempts), one.expected_attempts, number),
        (percent(one.success_pct), one.expected_success_pct, percent),
        (kilo(one.energy_wh), one.expected_energy_wh, kilo),
    )
    return SocketLine(
        name=say("no_socket") if one.socket is None else names.get(one.socket) or str(one.socket),
        known=DASH if one.socket is None else hours(one.known_s),
        figures=tuple(
            (say(heading), shown, "" if expected is None else say("expected", value=form(expected)))
            for heading, (shown, expected, form) in zip(_HEADINGS, figures, strict=True)
        ),
    )
