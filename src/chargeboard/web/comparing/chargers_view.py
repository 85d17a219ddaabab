"""How are all chargers over some dates put for people?"""

from __future__ import annotations

from datetime import date

import msgspec

from chargeboard.domain.figures.fleet_span import ChargerSpan, FleetSpan, SpanFigures, SpanOrder
from chargeboard.fleet.view import NAMED_SOCKETS
from chargeboard.panels.header.view import Socket, sockets_of
from chargeboard.panels.success.view import TARGET_PCT
from chargeboard.time.instants import Instant
from chargeboard.web.comparing.words import say
from chargeboard.words.dates import dates_through
from chargeboard.words.formats import DASH, count, kilo, per_day, percent_in_column
from chargeboard.words.wall_clock import Local

_COLUMNS = (
    (SpanOrder.NAME, "", "ascending"),
    (SpanOrder.STATE, "", "descending"),
    (SpanOrder.UTILIZATION, "n", "descending"),
    (SpanOrder.SUCCESS, "n", "ascending"),
    (SpanOrder.UPTIME, "n", "ascending"),
    (SpanOrder.ERRORS, "n", "descending"),
    (SpanOrder.LAST_ERROR, "", "descending"),
    (SpanOrder.SESSIONS, "n", "descending"),
    (SpanOrder.ENERGY, "n", "descending"),
    (SpanOrder.LAST_CONTACT, "", "ascending"),
)
_OTHER_WAY = {"ascending": "descending", "descending": "ascending"}


class Column(msgspec.Struct, frozen=True):
    """A heading: what it sorts by, which way round it stands now, and whether it turns at a click."""

    key: str
    label: str
    kind: str
    way: str
    """Empty: the list stands in another order."""
    turned: str
    """What `reverse` is after a click."""


class Figures(msgspec.Struct, frozen=True):
    """What a line says of its days."""

    utilization: str
    success: str
    success_counts: str
    success_is_low: bool
    uptime: str
    errors: str
    error_rate: str
    sessions: str
    energy: str


class Line(msgspec.Struct, frozen=True):
    """A charger."""

    id: str
    name: str
    site: str
    sockets: tuple[Socket, ...]
    last_error: str
    error_is_active: bool
    last_contact: str
    is_out: bool
    figures: Figures


class ChargersPage(msgspec.Struct, frozen=True):
    """The page."""

    facts: tuple[str, ...]
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    whole: Figures
    empty: str
    at: str
    """As of when it is, on the wall of the chargers."""
    reaches_now: bool
    """Its dates are not over, or ended with yesterday: there may be news of them."""


def chargers_page(told: FleetSpan, now: Instant, at: str, today: date) -> ChargersPage:
    """A page of them; `at` says now as it is on their wall, where it is `today`."""
    is_searched = bool(told.wanted.text or told.wanted.tag)
    return ChargersPage(
        facts=(dates_through(told.window.from_, told.window.through), say("of_chargers", n=told.chargers)),
        columns=tuple(_column(told, *column) for column in _COLUMNS),
        lines=tuple(_line(row, Local(row.timezone, now)) for row in told.rows),
        whole=_figures(told.totals),
        empty=say("no_match" if is_searched else "no_charger")
        if not told.chargers
        else ""
        if told.totals.days
        else say("nothing_known"),
        at=at,
        reaches_now=told.window.to >= today,
    )


def _column(told: FleetSpan, order: SpanOrder, kind: str, way: str) -> Column:
    is_own = order == told.wanted.sort
    turned = told.wanted.is_reversed
    return Column(
        order,
        say(order),
        kind,
        (_OTHER_WAY[way] if turned else way) if is_own else "",
        "1" if is_own and not turned else "",
    )


def _figures(one: SpanFigures) -> Figures:
    return Figures(
        utilization=percent_in_column(one.utilization_pct),
        success=percent_in_column(one.success_pct),
        success_counts=say("of_attempts", part=one.successes, whole=one.attempts) if one.attempts else "",
        success_is_low=one.success_pct is not None and one.success_pct < TARGET_PCT,
        uptime=percent_in_column(one.uptime_pct),
        errors=count(one.errors) if one.days else DASH,
        error_rate=say("per_1000", number=per_day(one.errors_per_1000))
        if one.errors and one.sessions
        else "",
        sessions=count(one.sessions) if one.days else DASH,
        energy=kilo(one.energy_wh) if one.days else DASH,
    )


def _line(row: ChargerSpan, local: Local) -> Line:
    return Line(
        id=row.id,
        name=row.name or row.id,
        site=row.site,
        sockets=() if row.is_history else sockets_of(row.sockets, local, NAMED_SOCKETS),
        last_error=say("active")
        if row.active_errors
        else DASH
        if row.last_error is None
        else local.moment(row.last_error),
        error_is_active=row.active_errors > 0,
        last_contact=say("never")
        if row.last_contact is None
        else say("connected")
        if row.is_online
        else local.moment(row.last_contact),
        is_out=row.is_online is False and not row.is_history,
        figures=_figures(row.figures),
    )
