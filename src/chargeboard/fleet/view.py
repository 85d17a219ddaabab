"""
Which charger needs a look first?

One row per charger, worst first; every other order is one click away.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import msgspec

from chargeboard.domain.figures.board import FleetRow
from chargeboard.domain.figures.day_rows import Headline
from chargeboard.domain.figures.fleet import FleetCounts, FleetPage, WaitingCharger
from chargeboard.fleet.words import say
from chargeboard.guidance.saying import Clock
from chargeboard.panels.header.view import Socket, sockets_of
from chargeboard.panels.notes import Note, notes, verdict
from chargeboard.panels.success.view import TARGET_PCT
from chargeboard.time.days import day_of
from chargeboard.time.instants import Instant
from chargeboard.words.formats import (
    DASH,
    count,
    hours,
    hours_in_column,
    kilo,
    percent_in_column,
)
from chargeboard.words.wall_clock import Local

NAMED_SOCKETS = 2
"""More sockets than this are counted by state."""

_COLUMNS = (
    ("name", "column_name", "", "ascending"),
    ("", "column_sockets", "", ""),
    ("need", "column_need", "", "descending"),
    ("utilization", "column_utilization", "n", "descending"),
    ("success", "column_success", "n", "ascending"),
    ("sessions", "column_sessions", "n", "descending"),
    ("energy", "column_energy", "n", "descending"),
)
"""What a column is sorted by, the code of its heading, its class, and which way round."""

_A_DAY: Final = timedelta(days=1)


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One charger."""

    id: str
    name: str
    site: str
    is_online: bool | None
    is_history: bool
    contact: str
    as_of: str
    """Until when all of it was true, where that is not now."""
    sockets: tuple[Socket, ...]
    active: str
    utilization: str
    utilization_fraction: str
    success: str
    success_fraction: str
    success_is_low: bool
    sessions_today: str
    energy_today_kwh: str
    fed_back: str
    """What vehicles gave back today, where they did."""
    active_errors: int
    attention: int
    note: Note | None
    tags: tuple[str, ...]
    calm: str
    """What is said where nothing needs attention, and what was looked at."""
    checked: str


class Waiting(msgspec.Struct, frozen=True):
    """A charger that nobody approved yet, and since when it asks."""

    id: str
    asked: str


class Kind(msgspec.Struct, frozen=True):
    """Some of the chargers, and how many they are."""

    key: str
    label: str
    number: str


class Fleet(msgspec.Struct, frozen=True):
    """What is on a page of the list besides its rows."""

    waiting: tuple[Waiting, ...]
    waiting_number: str
    """How many they are, and how many have made way for them."""
    summary: str
    kinds: tuple[Kind, ...]
    at: str
    sort: str
    columns: tuple[tuple[str, str, str, str], ...]
    is_empty: bool
    """There is no charger at all."""
    empty: str
    yesterday: str
    """By the wall of all chargers, or by UTC's where they have several, as an address tells it."""


def clock(zone: str | None, moment: Instant) -> str:
    """An instant on the wall of all chargers, or in UTC where they have several."""
    return Local(zone, moment).to_the_second(moment) if zone else utc(moment)


def utc(moment: Instant) -> str:
    """An instant where no charger's wall is meant."""
    return f"{Local('UTC', moment).to_the_second(moment)} UTC"


def panel(
    page: FleetPage, now: Instant, waiting: Sequence[WaitingCharger] = (), dropped_waiting: int = 0
) -> Fleet:
    """What is on a page of the list besides its rows."""
    counts = page.counts
    return Fleet(
        waiting=tuple(_waiting(waiting_charger, now) for waiting_charger in waiting),
        waiting_number=say("waiting_number", n=len(waiting))
        + (say("earlier_dropped", n=dropped_waiting) if dropped_waiting else ""),
        summary=_summary(page.shown, counts.chargers),
        kinds=(
            Kind("", say("kind_all"), count(page.among.chargers)),
            Kind("attention", say("kind_attention"), count(page.among.attention)),
            Kind("offline", say("kind_offline"), count(page.among.offline)),
            Kind("faulted", say("kind_faulted"), count(page.among.faulted)),
        ),
        at=clock(counts.timezone, now),
        sort=page.wanted.sort,
        columns=columns(),
        is_empty=not counts.chargers,
        empty="" if page.total else say("no_match"),
        yesterday=str(day_of(now, counts.timezone or "UTC") - _A_DAY),
    )


def columns() -> tuple[tuple[str, str, str, str], ...]:
    """What a column is sorted by, its heading, its class, and which way round."""
    return tuple((key, say(code), class_, way) for key, code, class_, way in _COLUMNS)


def _waiting(waiting_charger: WaitingCharger, now: Instant) -> Waiting:
    local = Local(waiting_charger.timezone, now)
    return Waiting(waiting_charger.station, f"{local.moment(waiting_charger.asked_at)}, {local.zone_line()}")


def _summary(counts: FleetCounts, whole: int) -> str:
    """What is shown, summed up; of how many, where that is not all."""
    if not whole:
        return ""
    words = [
        say("all_chargers", n=whole)
        if counts.chargers == whole
        else say("some_chargers", shown=counts.chargers, n=whole)
    ]
    if counts.offline:
        words.append(say("without_contact", n=counts.offline))
    words.append(say("active_sessions", n=counts.active_sessions, energy=counts.energy_now_wh))
    return " · ".join(words)


def row_of(row: FleetRow, local: Local, as_of: Instant | None = None) -> Row:
    """A charger as the list shows it; `as_of`: until when that was true, where it is not now."""
    worst = row.worst_insight
    clock = Clock(row.timezone, local.today)
    (note,) = notes([worst], clock) if worst and worst.need else (None,)
    said = verdict([worst] if worst else [], clock)
    return Row(
        id=row.id,
        name=row.name or row.id,
        site=row.site,
        is_online=row.is_online,
        is_history=row.is_history,
        contact=_contact(row, local),
        as_of=say("as_of", at=local.second(as_of)) if as_of is not None else "",
        sockets=() if row.is_history else sockets_of(row.sockets, local, NAMED_SOCKETS),
        active=count(row.active_sessions),
        utilization=percent_in_column(row.utilization.pct),
        utilization_fraction=_hours(row.utilization) if row.utilization.pct is not None else "",
        success=percent_in_column(row.success.pct),
        success_fraction=f"{count(row.success.numerator)}/{count(row.success.denominator)}"
        if row.success.denominator
        else "",
        success_is_low=row.success.pct is not None and row.success.pct < TARGET_PCT,
        sessions_today=DASH if row.is_history else count(row.sessions_today),
        energy_today_kwh=kilo(row.energy_today_wh),
        fed_back=say("fed_back", energy=row.export_today_wh) if row.export_today_wh else "",
        active_errors=row.active_errors,
        attention=row.attention,
        note=note,
        tags=tuple(row.tags),
        calm=said[0] if said else DASH,
        checked=said[1] if said else "",
    )


def _hours(head: Headline) -> str:
    if not head.denominator:
        return ""
    return say("hours_of", numerator=hours_in_column(head.numerator), denominator=hours(head.denominator))


def _contact(row: FleetRow, local: Local) -> str:
    if row.last_contact is None:
        return say("contact_unknown" if row.protocol else "never_connected")
    if row.is_online:
        return say("connected")
    if row.is_history:
        return say("only_history", moment=local.moment(row.last_contact))
    return say("no_contact_since", moment=local.moment(row.last_contact))
