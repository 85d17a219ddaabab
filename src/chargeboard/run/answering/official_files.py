"""Which files does EV-ChART get of a charger's quarter?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
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
)
from chargeboard.official.month import uptime_in
from chargeboard.official.uptime.counting import counted
from chargeboard.official.uptime.rule import Count
from chargeboard.official.uptime.rules import RULE_OF
from chargeboard.official.uptime.sums import added, year_pct
from chargeboard.run.answering.official_months import ports_of, ruled_months, so_far
from chargeboard.run.answering.session import samples_of
from chargeboard.time.instants import BEGINNING, HOUR, SECOND
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
    ended = [
        session
        for session in history.sessions(span)
        if session.end is not None and session.end in span and session.socket is not None
    ]
    yield from session_rows(declared, (_charged(history, session) for session in ended))


def _charged(history: ChargerHistory, session: Session) -> Charged:
    assert session.end is not None  # noqa: S101 - it ended
    near = Span(session.start, session.end + history.policy.late_meter_s * SECOND + 1)
    told = [
        sample.power_w
        for sample in samples_of(history, session, near, history.facts(near))
        if sample.power_w is not None
    ]
    codes = sorted(
        {
            episode.code
            for episode in history.episodes(near)
            if episode.socket == session.socket and episode.start < near.end
        }
    )
    if not codes and not session.ended_well and session.reason:
        codes = [session.reason]
    return Charged(
        socket=session.socket or 0,
        key=session.key,
        start=session.start,
        end=max(session.start, session.end),
        errors=tuple(codes),
        energy_wh=session.energy_wh,
        peak_w=max(told, default=_mean_peak(session)),
        charger=history.station,
    )


def _mean_peak(session: Session) -> float | None:
    """Where no power was reported: the greatest mean between two readings; None: not known."""
    means = [
        float(later.energy_wh - one.energy_wh) * HOUR / (later.at - one.at)
        for one, later in pairwise(session.readings)
        if later.at > one.at
    ]
    return max(means, default=0.0 if session.energy_wh == 0 else None)
