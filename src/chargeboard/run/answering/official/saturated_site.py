"""On which days of a month was a site in full use for too long, by the French rule for motorway sites?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from chargeboard.domain.figures.official_saturation import FullUse, SaturatedDay, SaturationFigures
from chargeboard.history.charger import ChargerHistory
from chargeboard.official.calendar import month_asked, month_of, month_span, month_text
from chargeboard.official.saturation.full_use import (
    ADDRESS,
    LEAST_KW,
    READ_ON,
    SHORTEST_GAP,
    Point,
    full_use,
    points_to_be_free,
    saturated_days,
)
from chargeboard.official.uptime.port import Port
from chargeboard.run.answering.official.kept_months import so_far
from chargeboard.time.instants import HOUR, Instant, seconds_of
from chargeboard.time.series import Series
from chargeboard.time.spans import Span, clip, total

_A_DAY = 24 * HOUR
"""So long before the month states are read: what goes on at its beginning began then."""


def saturation(
    site: str, histories: Sequence[ChargerHistory], month: date | None, now: Instant
) -> SaturationFigures:
    """Of the chargers of a site; None: the last month that is over."""
    zone = histories[0].zone if histories else "UTC"
    current = month_of(now, zone)
    month = month_asked(month, current)
    fast = [one for one in histories if (one.policy.rated_kw or 0) >= LEAST_KW]
    span = month_span(month, zone)
    window = Span(span.start, max(span.start, min(span.end, now)))
    points = [point for one in fast for point in _points(one, window)]
    around = Span(window.start - _A_DAY, min(window.end + SHORTEST_GAP, max(now, window.end)))
    full = full_use(points, around)
    return SaturationFigures(
        site=site,
        month=month_text(month),
        timezone=zone,
        partial=month >= current,
        chargers=[one.station for one in fast],
        points=len(points),
        ends_at=points_to_be_free(len(points)),
        without_rated_kw=[one.station for one in histories if one.policy.rated_kw is None],
        full_use_s=seconds_of(total(clip(full, window))),
        days=[
            SaturatedDay(
                date=day.day,
                full_use=[
                    FullUse(from_=one.start, to=one.end, seconds=seconds_of(one.length)) for one in day.spans
                ],
            )
            for day in saturated_days(full, window, zone)
        ],
        address=ADDRESS,
        read_on=READ_ON,
    )


def _points(history: ChargerHistory, window: Span) -> list[Point]:
    around = so_far(history, Span(window.start - _A_DAY, window.end + SHORTEST_GAP))
    states = history.states(around) if around.length else {}
    ports = (
        Port(socket=socket, states=states.get(socket, Series()), since=since, policy=history.policy)
        for socket, since in sorted(history.carry.sockets.items())
        if since < window.end
    )
    return [Point(port.states, port.since, port.closed(around)) for port in ports]
