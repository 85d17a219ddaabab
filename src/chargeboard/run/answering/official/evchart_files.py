"""Which files does EV-ChART get of a charger's quarter?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from chargeboard.domain.conclusions import Session
from chargeboard.domain.spreadsheet import quoted
from chargeboard.history.charger import ChargerHistory
from chargeboard.official.calendar import A_YEAR, month_span, months_through
from chargeboard.official.exports.columns import Fault, Module, faults
from chargeboard.official.exports.evchart import (
    MODULES,
    Charged,
    Declared,
    missing,
    outage_rows,
    session_rows,
    uptime_row,
    without_session,
)
from chargeboard.official.month import uptime_in
from chargeboard.official.uptime.counting import counted
from chargeboard.official.uptime.rule import Count
from chargeboard.official.uptime.rules import RULE_OF
from chargeboard.official.uptime.sums import added, year_pct
from chargeboard.run.answering.official.kept_months import ports_of, ruled_months, so_far
from chargeboard.run.answering.official.told_sessions import ended_in, seen_of
from chargeboard.time.instants import BEGINNING
from chargeboard.time.series import Series
from chargeboard.time.spans import Span

_NEVI = RULE_OF["nevi"]
_OUTAGE = frozenset({Count.DOWN, Count.EXCLUDED})
_MONTHS = 3


class OfficialFile(NamedTuple):
    """A file, what is missing to it, and what its own validators would refuse."""

    module: Module
    rows: list[list[str]]
    missing: list[str]
    """Settings that nobody said yet."""
    faults: list[Fault]
    is_whole: bool
    """Whether all that it is made of is still kept."""


def official_file(history: ChargerHistory, number: int, quarter: date) -> OfficialFile:
    """A module of the quarter that begins with a month."""
    declared, module = _declared(history), MODULES[number]
    months = months_through(quarter + timedelta(days=70), _MONTHS)
    span = so_far(
        history,
        Span(month_span(months[0], history.zone).start, month_span(months[-1], history.zone).end),
    )
    rows = {2: _sessions, 3: _uptimes, 4: _outages}[number](history, declared, months, span)
    told = [[*map(quoted, row)] for row in rows]
    asked = missing(declared, history.carry.sockets, is_of_sessions=number == MODULES[2].number)
    by_head = [dict(zip(module.heads, row, strict=True)) for row in told]
    wrong = [] if asked else faults(module, module.heads, by_head)
    gone_before = history.kept_since.evidence if number == MODULES[2].number else BEGINNING
    return OfficialFile(module, told, asked, wrong, is_whole=span.start >= gone_before)


def missing_for_evchart(history: ChargerHistory) -> list[str]:
    """Which settings have to be said before all files can be had."""
    return missing(_declared(history), history.carry.sockets, is_of_sessions=True)


def _declared(history: ChargerHistory) -> Declared:
    who = history.profile
    return Declared(
        station_id=who.station_id,
        network_provider=who.network_provider,
        port_ids=who.port_ids,
        payment_method=who.payment_method,
    )


def _uptimes(history: ChargerHistory, declared: Declared, months: list[date], _: Span) -> Iterator[list[str]]:
    """Of each month of the quarter that is over the twelve months through it, port by port."""
    for month in months:
        if month_span(month, history.zone).end > history.at:
            continue
        year = months_through(month)
        told = ruled_months(history, year)
        begin, end = month_span(year[0], history.zone).start, month_span(month, history.zone).end
        for socket, since in sorted(history.carry.sockets.items()):
            own = [uptime_in(told[one].sockets[socket]) for one in year if socket in told[one].sockets]
            sums = added(by_rule[_NEVI.code] for by_rule in own)
            is_year = since <= begin and len(own) == A_YEAR
            pct = year_pct(_NEVI, sums, 1, 1) if is_year else None
            if own:
                span = Span(max(begin, since), end)
                yield uptime_row(declared, socket, span, pct, sums.outage, sums.excluded)


def _outages(history: ChargerHistory, declared: Declared, _: list[date], span: Span) -> Iterator[list[str]]:
    for port in ports_of(history, span):
        if not port.seen(span).length:
            continue
        pieces = counted(_NEVI, port, span)
        outages = Series((start, end, one.counts in _OUTAGE) for start, end, one in pieces)
        yield from outage_rows(
            declared, port.socket, [Span(start, end) for start, end, is_out in outages if is_out]
        )


def _sessions(history: ChargerHistory, declared: Declared, _: list[date], span: Span) -> Iterator[list[str]]:
    ended = ended_in(history, span)
    yield from session_rows(declared, (_charged(history, session) for session in ended))
    seen = {socket for socket, since in history.carry.sockets.items() if since < span.end}
    silent = seen - {session.socket for session in ended}
    yield from (without_session(declared, socket) for socket in sorted(silent))


def _charged(history: ChargerHistory, session: Session) -> Charged:
    assert session.end is not None  # noqa: S101 - it ended
    seen = seen_of(history, session)
    return Charged(
        socket=session.socket or 0,
        key=session.key,
        start=session.start,
        end=max(session.start, session.end),
        errors=seen.errors,
        energy_wh=session.energy_wh,
        peak_w=seen.peak_w,
        charger=history.station,
    )
