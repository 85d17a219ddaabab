"""How is a load put for people?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import msgspec

from chargeboard.domain.figures.load import ChargerLoad, Load, LostEnergy
from chargeboard.domain.load import QUARTER
from chargeboard.drawing.axis import Tick, ticks
from chargeboard.drawing.curve import COLUMNS, ROWS, axis, grid
from chargeboard.drawing.curve import Tick as Level
from chargeboard.evidence.load.words import say
from chargeboard.time.days import day_span, midnight
from chargeboard.time.spans import Span
from chargeboard.words.dates import dates_through
from chargeboard.words.formats import DASH, hours, kilo, percent_in_column, rounded, spelled
from chargeboard.words.wall_clock import Local

SHOWN_SOCKETS = 12
_A_DAY = timedelta(days=1)
_ANY_DAY = date(2024, 1, 1)


class Chart(msgspec.Struct, frozen=True):
    """Steps of a quarter each: what is known for sure below, the rest above or behind it."""

    below: str
    behind: str
    blind: tuple[tuple[int, int], ...]
    """Where nothing is known: place and width."""
    grid: tuple[Level, ...]
    ticks: tuple[Tick, ...]
    summary: str


class QuarterRow(msgspec.Struct, frozen=True):
    """A quarter of a table."""

    name: str
    cells: tuple[str, ...]


class Peak(msgspec.Struct, frozen=True):
    """The highest quarter."""

    told: str
    known: str
    charged: str
    sockets: tuple[tuple[str, str, str], ...]
    """The charger's id, who it was, and its power."""
    left_out: str


class Lost(msgspec.Struct, frozen=True):
    """What outages cost."""

    told: str
    unrated: str


class ChargerRow(msgspec.Struct, frozen=True):
    """A charger of the site."""

    id: str
    name: str
    cells: tuple[tuple[str, str], ...]
    """Heading and figure."""


class LoadPage(msgspec.Struct, frozen=True):
    """The page."""

    window: str
    facts: tuple[str, ...]
    course: Chart
    profile: Chart | None
    """None: a single day."""
    profile_window: str
    heads: tuple[str, ...]
    rows: tuple[QuarterRow, ...]
    peak: Peak
    lost: Lost
    earlier: tuple[date, date] | None
    later: tuple[date, date] | None
    """First and last date of as many days before and after."""


def page(told: Load) -> LoadPage:
    """The load of a site, or of a charger."""
    local = Local(told.timezone, told.at)
    first, last = told.window.from_, told.window.through
    length = told.window.to - first
    is_day = length == _A_DAY
    days = length.days
    peak = _peak(told, local)
    return LoadPage(
        window=dates_through(first, last),
        facts=(
            say("fact_energy", energy=told.energy_wh + told.spread_wh),
            "" if told.known_pct is None else say("fact_known", share=told.known_pct),
            "" if told.full_pct is None else say("fact_full", share=told.full_pct),
            local.zone_line(),
        ),
        course=_course(told, peak.told),
        profile=None if is_day else _profile(told, peak.told),
        profile_window="" if is_day else say("profile_window", n=days),
        heads=tuple(map(say, _DAY_HEADS if is_day else _PROFILE_HEADS)),
        rows=tuple(_day_rows(told, local) if is_day else _profile_rows(told)),
        peak=peak,
        lost=_lost(told.lost, told.currency),
        earlier=None if told.known_pct is None else (first - length, last - length),
        later=None if told.window.to > local.today else (first + length, last + length),
    )


_DAY_HEADS = ("kw", "spread_kwh", "known")
_PROFILE_HEADS = ("mean_kw", "most_kw", "quarters")
_CHARGER_HEADS = ("energy_kwh", "peak_kw", "peak_at", "out_h", "lost_kwh")


def rows(some: Sequence[ChargerLoad], told: Load) -> tuple[ChargerRow, ...]:
    """Some of the chargers."""
    local = Local(told.timezone, told.at)
    return tuple(
        ChargerRow(
            one.id,
            one.name or one.id,
            (
                (say("energy_kwh"), kilo(one.energy_wh + one.spread_wh)),
                (say("peak_kw"), kilo(one.peak_w)),
                (say("peak_at"), DASH if one.peak_at is None else local.moment(one.peak_at)),
                (say("out_h"), hours(one.lost.out_s)),
                (say("lost_kwh"), kilo(one.lost.lost_wh)),
            ),
        )
        for one in some
    )


def charger_heads() -> tuple[str, ...]:
    """What stands over their figures."""
    return tuple(map(say, _CHARGER_HEADS))


def _course(told: Load, peak: str) -> Chart:
    placed = [None if one.power_w is None else one.power_w / 1000 for one in told.quarters]
    more = [one.spread_wh * 4 / 1000 for one in told.quarters]
    whole = [
        None if sure is None and not rest else (sure or 0) + rest
        for sure, rest in zip(placed, more, strict=True)
    ]
    span = Span(midnight(told.window.from_, told.timezone), midnight(told.window.to, told.timezone))
    return _chart(placed, whole if any(more) else [], tuple(ticks(span, told.timezone)), peak, whole)


def _profile(told: Load, peak: str) -> Chart:
    mean = [None if one.mean_w is None else one.mean_w / 1000 for one in told.profile]
    most = [None if one.most_w is None else one.most_w / 1000 for one in told.profile]
    clock = tuple(ticks(day_span(_ANY_DAY, "UTC"), "UTC", names_days=False))
    return _chart(mean, most, clock, peak, mean)


def _chart(
    below: Sequence[float | None],
    behind: Sequence[float | None],
    places: tuple[Tick, ...],
    peak: str,
    known: Sequence[float | None],
) -> Chart:
    low, high = axis([value for value in (*below, *behind) if value is not None])
    return Chart(
        _steps(below, high),
        _steps(behind, high),
        tuple(_gaps(known)),
        grid(low, high),
        places,
        say("summary", peak=peak),
    )


def _steps(values: Sequence[float | None], top: float) -> str:
    """An area with a step for each value; where there is none it is interrupted."""
    parts, number = list[str](), len(values)
    for place, value in enumerate(values):
        before = values[place - 1] if place else None
        x = _x(place, number)
        if value is None:
            if before is not None:
                parts.append(f"H{x}V{ROWS}Z")
            continue
        y = round(ROWS - ROWS * value / top)
        if before is None:
            parts.append(f"M{x} {ROWS}V{y}")
        elif value != before:
            parts.append(f"H{x}V{y}")
    if number and values[-1] is not None:
        parts.append(f"H{COLUMNS}V{ROWS}Z")
    return "".join(parts)


def _gaps(values: Sequence[float | None]) -> Iterator[tuple[int, int]]:
    begin: int | None = None
    for place in range(len(values) + 1):
        is_blind = place < len(values) and values[place] is None
        if is_blind and begin is None:
            begin = place
        elif not is_blind and begin is not None:
            x = _x(begin, len(values))
            yield x, _x(place, len(values)) - x
            begin = None


def _x(place: int, number: int) -> int:
    return round(COLUMNS * place / number)


def _day_rows(told: Load, local: Local) -> Iterator[QuarterRow]:
    for one in told.quarters:
        name = f"{local.clock(one.start)}–{local.clock(one.start + QUARTER)}"
        yield QuarterRow(
            name,
            (
                kilo(one.power_w),
                kilo(one.spread_wh) if one.spread_wh else "",
                percent_in_column(one.known_pct),
            ),
        )


def _profile_rows(told: Load) -> Iterator[QuarterRow]:
    for one in told.profile:
        yield QuarterRow(one.clock, (kilo(one.mean_w), kilo(one.most_w), str(one.quarters)))


def _peak(told: Load, local: Local) -> Peak:
    peak = told.peak
    if peak is None:
        return Peak(say("no_peak"), "", "", (), "")
    times = f"{local.moment(peak.start)} – {local.clock(peak.start + QUARTER)}"
    is_whole = peak.known_pct == 100 and not peak.spread_wh
    left = len(peak.sockets) - SHOWN_SOCKETS
    return Peak(
        told=say("peak_is" if is_whole else "peak_at_least", power=peak.power_w, times=times),
        known="" if is_whole or peak.known_pct is None else say("peak_known", share=peak.known_pct),
        charged=say("charged_then", n=len(peak.sockets)),
        sockets=tuple(
            (
                one.charger,
                say("of_none", name=one.name or one.charger)
                if one.socket is None
                else say("of_socket", name=one.name or one.charger, socket=one.socket),
                say("peak_power", power=one.power_w),
            )
            for one in peak.sockets[:SHOWN_SOCKETS]
        ),
        left_out=say("more_sockets", n=left) if left > 0 else "",
    )


def _lost(lost: LostEnergy, currency: str) -> Lost:
    if not lost.out_s:
        return Lost(say("lost_none"), "")
    if lost.lost_wh is None:
        return Lost(say("lost_unknown", out=lost.out_s), say("lost_why"))
    unrated = say("lost_unrated", unrated=lost.unrated_s) if lost.unrated_s else ""
    if lost.cost is None:
        return Lost(say("lost_is", energy=lost.lost_wh, out=lost.out_s), unrated)
    cost = spelled(rounded(lost.cost, 2))
    return Lost(say("lost_cost", energy=lost.lost_wh, cost=cost, currency=currency, out=lost.out_s), unrated)
