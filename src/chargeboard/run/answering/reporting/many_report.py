"""What did a week or a month of several chargers come to?"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import msgspec

from chargeboard.domain.figures.board import FleetRow
from chargeboard.domain.figures.compared import Compared
from chargeboard.domain.figures.fleet_span import SpanOrder, SpanWanted
from chargeboard.domain.figures.measures import DateSpan
from chargeboard.domain.figures.report import Report, ReportCharger, ReportOf
from chargeboard.domain.periods import Period
from chargeboard.metrics.compared import compared
from chargeboard.metrics.span_figures import span_figures
from chargeboard.ports.totals import ComparedCharger, TotalsPort
from chargeboard.time.instants import Instant

_ROW = msgspec.json.Decoder(FleetRow)
_A_DAY = date.resolution


class Together(msgspec.Struct, frozen=True):
    """Chargers that a report is about together."""

    of: ReportOf
    name: str
    """Of the site; empty: of all."""
    sites: Collection[str] | None
    """Theirs; None: all."""
    zone: str


def many_report(
    store: TotalsPort, whom: Together, period: Period, end: date, at: Instant, most: int
) -> Report:
    """The period, of which the dates before `end` are over; of so many chargers each by itself."""
    before = period.before
    own = store.compared(SpanWanted(period.first, end, sort=SpanOrder.SUCCESS, limit=most), whom.sites)
    earlier = store.compared(SpanWanted(before.first, before.end, limit=0), whom.sites).totals
    return Report(
        of=whom.of,
        id=whom.name,
        name=whom.name,
        site=whom.name,
        timezone=whom.zone,
        at=at,
        every=period.every,
        period=period.name,
        window=DateSpan(from_=period.first, to=period.end),
        through=end - _A_DAY,
        is_over=end == period.end,
        before=DateSpan(from_=before.first, to=before.end),
        figures=span_figures(own.totals),
        earlier=span_figures(earlier),
        changes=compared(earlier, own.totals, list(Compared)),
        chargers=own.chargers,
        rows=[*map(_row, own.page)],
    )


def _row(charger: ComparedCharger) -> ReportCharger:
    line = _ROW.decode(charger.doc)
    return ReportCharger(
        id=line.id, name=line.name or line.id, site=line.site, figures=span_figures(charger.totals)
    )
