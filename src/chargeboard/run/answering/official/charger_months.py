"""What does each official rule make of a charger, month by month?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from chargeboard.domain.figures.measures import DateSpan
from chargeboard.domain.figures.official import (
    OfficialDifference,
    OfficialDifferences,
    OfficialFigures,
    OfficialMonth,
    OfficialSocket,
    OfficialSpan,
    OfficialSums,
)
from chargeboard.history.charger import ChargerHistory
from chargeboard.official.calendar import (
    A_YEAR,
    following,
    month_asked,
    month_of,
    month_span,
    month_text,
    months_through,
)
from chargeboard.official.month import RuledMonth, success_added, uptime_added, uptime_in
from chargeboard.official.success.rules import SUCCESS_RULES
from chargeboard.official.uptime.differing import differing
from chargeboard.official.uptime.rules import RULE_OF, RULES
from chargeboard.official.uptime.sums import Sums, uptime_pct
from chargeboard.run.answering.official.kept_months import ports_of, ruled_months, so_far
from chargeboard.run.answering.official.told import (
    rates_told,
    rule_told,
    success_rule_told,
    sums_told,
    year_told,
)
from chargeboard.run.answering.whose import whose
from chargeboard.time.days import midnight
from chargeboard.time.instants import seconds_of
from chargeboard.time.spans import Span

MOST_DIFFERENCES = 500


def official_figures(history: ChargerHistory, last: date | None) -> OfficialFigures:
    """The twelve months through `last`; None: through the last one that is over, and the running one."""
    current = month_of(history.at, history.zone)
    through = month_asked(last, current)
    months = [*months_through(through), *([current] if last is None else [])]
    told = ruled_months(history, months)
    whole = [month for month in months if month < current]
    of_year = [month for month in whole if month.year == through.year]
    return OfficialFigures(
        charger=whose(history),
        rated_kw=history.policy.rated_kw,
        rules=[rule_told(rule) for rule in RULES],
        success_rules=[success_rule_told(rule) for rule in SUCCESS_RULES],
        twelve_months=_span(history, whole, told, months[0], is_year=len(whole) >= A_YEAR),
        calendar_year=_span(history, of_year, told, through.replace(month=1), is_year=False),
        months=[_month(history, month, told[month], partial=month >= current) for month in reversed(months)],
    )


def differences(
    history: ChargerHistory, rules: tuple[str, str], window: Span
) -> Iterator[OfficialDifference]:
    """The pieces of a window that two rules count otherwise, port by port."""
    first, second = (RULE_OF[code] for code in rules)
    for port in ports_of(history, window):
        for one in differing(first, second, port, window):
            yield OfficialDifference(
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


def official_differences(
    history: ChargerHistory, first: str, second: str, month: date | None
) -> OfficialDifferences:
    """Where two rules differ in a month; None: the last one that is over."""
    current = month_of(history.at, history.zone)
    month = month_asked(month, current)
    window = so_far(history, month_span(month, history.zone))
    rows = sorted(differences(history, (first, second), window), key=lambda row: (row.from_, row.socket))
    return OfficialDifferences(
        charger=whose(history),
        month=month_text(month),
        first=first,
        second=second,
        total=len(rows),
        seconds=sum(row.seconds for row in rows),
        differences=rows[:MOST_DIFFERENCES],
    )


def _month(history: ChargerHistory, month: date, told: RuledMonth, *, partial: bool) -> OfficialMonth:
    span = month_span(month, history.zone)
    return OfficialMonth(
        month=month_text(month),
        from_=span.start,
        to=span.end,
        partial=partial,
        rules=_all_told(told.uptime),
        success=rates_told(told.success),
        sockets=[
            OfficialSocket(socket=socket, rules=_all_told(uptime_in(numbers)))
            for socket, numbers in told.sockets.items()
        ],
    )


def _span(
    history: ChargerHistory,
    months: list[date],
    told: Mapping[date, RuledMonth],
    first: date,
    *,
    is_year: bool,
) -> OfficialSpan:
    """
    Whole months from `first` on, of which in January none of the year may be over.

    A rule that fixes the length of a year does so where the sockets were there all along.
    """
    end = following(months[-1]) if months else first
    begin = midnight(first, history.zone)
    sockets = sorted({socket for month in months for socket in told[month].sockets})
    by_socket = {
        socket: uptime_added(
            uptime_in(told[month].sockets[socket]) for month in months if socket in told[month].sockets
        )
        for socket in sockets
    }
    whole = {socket for socket in sockets if is_year and history.carry.sockets[socket] <= begin}
    return OfficialSpan(
        dates=DateSpan(from_=first, to=end),
        rules=year_told(uptime_added(by_socket.values()), len(whole), len(sockets)),
        success=rates_told(success_added(told[month].success for month in months)),
        sockets=[
            OfficialSocket(socket=socket, rules=year_told(sums, int(socket in whole), 1))
            for socket, sums in by_socket.items()
        ],
    )


def _all_told(by_rule: Mapping[str, Sums]) -> dict[str, OfficialSums]:
    return {code: sums_told(sums, uptime_pct(sums)) for code, sums in by_rule.items()}
