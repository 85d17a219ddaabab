"""What does each official rule make of a charger, month by month?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from chargeboard.domain.figures.board import DateSpan
from chargeboard.domain.figures.official import (
    OfficialCap,
    OfficialDifference,
    OfficialDifferences,
    OfficialFigures,
    OfficialMonth,
    OfficialRule,
    OfficialSocket,
    OfficialSpan,
    OfficialSums,
)
from chargeboard.history.charger import ChargerHistory
from chargeboard.official.uptime.counting import counted
from chargeboard.official.uptime.differing import differing
from chargeboard.official.uptime.months import following, month_of, month_span, month_text, months_through
from chargeboard.official.uptime.port import Port, year_span
from chargeboard.official.uptime.rule import UptimeRule
from chargeboard.official.uptime.rules import RULE_OF, RULES
from chargeboard.official.uptime.sums import NOTHING, Sums, added, sums_of, uptime_pct, year_pct
from chargeboard.run.answering.whose import whose
from chargeboard.time.days import midnight
from chargeboard.time.instants import MINUTE, seconds_of
from chargeboard.time.series import Series
from chargeboard.time.spans import Span

MOST_DIFFERENCES = 500
_BySocket = Mapping[int, Mapping[str, Sums]]
"""By socket and rule."""


def official_figures(history: ChargerHistory, last: date | None) -> OfficialFigures:
    """The twelve months through `last`; None: through the last one that is over, and the running one."""
    current = month_of(history.at, history.zone)
    over = months_through(current, 2)[0]
    through = over if last is None else min(last, current)
    months = [*months_through(through), *([current] if last is None else [])]
    told = {month: month_sums(history, month) for month in months}
    is_partial = {month: month >= current for month in months}
    whole = [month for month in months if not is_partial[month]]
    return OfficialFigures(
        charger=whose(history),
        rated_kw=history.policy.rated_kw,
        rules=[_rule(rule) for rule in RULES],
        twelve_months=_span(history, whole, told, is_year=len(whole) == len(months_through(through))),
        calendar_year=_span(
            history, [month for month in whole if month.year == through.year], told, is_year=False
        ),
        months=[_month(history, month, told[month], partial=is_partial[month]) for month in reversed(months)],
    )


def month_sums(history: ChargerHistory, month: date) -> _BySocket:
    """What the time of a month came to, by socket and rule; of a socket that was not there yet, nothing."""
    window = _so_far(history, month_span(month, history.zone))
    found: dict[int, dict[str, Sums]] = {}
    for port in ports_of(history, window):
        if port.seen(window).length:
            found[port.socket] = {rule.code: sums_of(counted(rule, port, window)) for rule in RULES}
    return found


def ports_of(history: ChargerHistory, window: Span) -> list[Port]:
    """The charger's sockets with their states, from as early on as any rule needs them."""
    start = window.start
    if any(one.kind in _OF_A_YEAR for one in history.policy.exclusions):
        start = year_span(window.start, history.zone).start
    states = history.states(Span(start, window.end)) if window.length else {}
    return [
        Port(socket=socket, states=states.get(socket, Series()), since=since, policy=history.policy)
        for socket, since in sorted(history.carry.sockets.items())
    ]


_OF_A_YEAR = {kind for rule in RULES for kind, cap in rule.excuses.items() if cap.of_year is not None}


def official_differences(
    history: ChargerHistory, first: str, second: str, month: date | None
) -> OfficialDifferences:
    """Where two rules differ in a month; None: the last one that is over."""
    current = month_of(history.at, history.zone)
    month = months_through(current, 2)[0] if month is None else min(month, current)
    window = _so_far(history, month_span(month, history.zone))
    rows = [
        OfficialDifference(
            socket=one.socket,
            from_=one.start,
            to=one.end,
            seconds=seconds_of(one.end - one.start),
            state=one.state,
            first=one.one.counts,
            second=one.other.counts,
            first_by=one.one.by,
            second_by=one.other.by,
        )
        for port in ports_of(history, window)
        for one in differing(RULE_OF[first], RULE_OF[second], port, window)
    ]
    rows.sort(key=lambda row: (row.from_, row.socket))
    return OfficialDifferences(
        charger=whose(history),
        month=month_text(month),
        first=first,
        second=second,
        total=len(rows),
        seconds=sum(row.seconds for row in rows),
        differences=rows[:MOST_DIFFERENCES],
    )


def _so_far(history: ChargerHistory, span: Span) -> Span:
    return Span(span.start, max(span.start, min(span.end, history.at)))


def _month(history: ChargerHistory, month: date, told: _BySocket, *, partial: bool) -> OfficialMonth:
    span = month_span(month, history.zone)
    return OfficialMonth(
        month=month_text(month),
        from_=span.start,
        to=span.end,
        partial=partial,
        rules={rule.code: _sums(_of_all(told, rule)) for rule in RULES},
        sockets=[
            OfficialSocket(socket=socket, rules={code: _sums(one) for code, one in by_rule.items()})
            for socket, by_rule in told.items()
        ],
    )


def _span(
    history: ChargerHistory, months: list[date], told: Mapping[date, _BySocket], *, is_year: bool
) -> OfficialSpan:
    """Whole months; a rule that fixes the length of a year does so where the sockets were there all along."""
    first, end = (months[0], following(months[-1])) if months else (date.min, date.min)
    begin = midnight(first, history.zone) if months else 0
    since = history.carry.sockets
    sockets = sorted({socket for month in months for socket in told[month]})
    by_socket = {
        socket: {
            rule.code: added(told[month][socket][rule.code] for month in months if socket in told[month])
            for rule in RULES
        }
        for socket in sockets
    }
    whole = {socket for socket in sockets if is_year and since[socket] <= begin}
    return OfficialSpan(
        dates=DateSpan(from_=first, to=end),
        rules={
            rule.code: _sums(sums := _of_all(by_socket, rule), year_pct(rule, sums, len(whole), len(sockets)))
            for rule in RULES
        },
        sockets=[
            OfficialSocket(
                socket=socket,
                rules={
                    rule.code: _sums(
                        by_rule[rule.code], year_pct(rule, by_rule[rule.code], int(socket in whole), 1)
                    )
                    for rule in RULES
                },
            )
            for socket, by_rule in by_socket.items()
        ],
    )


def _of_all(by_socket: _BySocket, rule: UptimeRule) -> Sums:
    return added(by_rule.get(rule.code, NOTHING) for by_rule in by_socket.values())


def _sums(sums: Sums, pct: float | None = None) -> OfficialSums:
    return OfficialSums(
        up_s=seconds_of(sums.up),
        down_s=seconds_of(sums.down),
        excluded_s=seconds_of(sums.excluded),
        unwatched_s=seconds_of(sums.unwatched),
        exempt_s=seconds_of(sums.exempt),
        beyond_cap_s=seconds_of(sums.beyond),
        uptime_pct=uptime_pct(sums) if pct is None else pct,
    )


def _rule(rule: UptimeRule) -> OfficialRule:
    def seconds(length: int | None) -> int | float | None:
        return None if length is None else seconds_of(length)

    return OfficialRule(
        code=rule.code,
        version=rule.version,
        of=rule.of,
        source=rule.source,
        address=rule.address,
        read_on=rule.read_on,
        target_pct=rule.target_pct,
        least_kw=rule.least_kw,
        year_minutes=None if rule.year is None else rule.year // MINUTE,
        counts={state: str(count) for state, count in rule.counts.items()},
        when_closed=rule.when_closed,
        excuses=[
            OfficialCap(kind=kind, of_incident_s=seconds(cap.of_incident), of_year_s=seconds(cap.of_year))
            for kind, cap in rule.excuses.items()
        ],
        exempts=sorted(rule.exempts),
    )
